import { hashJson } from '../../shared/evidence/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import type { Evaluation } from '../../shared/protocol/index.ts'

/**
 * What an approval binds to (ARAP's binding digest): SHA-256(JCS({subject without `properties.act`, action, resource,
 * context})). It covers the invocation's hash through `action`. No member of the context binds in this version.
 */
export function actionHashOf({ request: { subject, action, resource } }: Pick<Evaluation, 'request'>): string {
  return hashJson({ subject: withoutAct(subject), action, resource, context: {} })
}

function withoutAct(subject: JsonObject): JsonObject {
  const { properties } = subject
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return subject
  return { ...subject, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => name !== 'act')) }
}
