import { z } from 'zod'
import { DISPLAY_PROFILE, renderFacts, type FactsContext, type FactsDocument } from '../../../shared/display/index.ts'
import { hashBytes, hashJson } from '../../../shared/evidence/index.ts'
import type { JsonObject, JsonValue } from '../../../shared/json/index.ts'
import type { ChallengePayload } from '../../../shared/protocol/index.ts'

/** What this console makes of a challenge by itself. */
export interface Examination {
  readonly facts: FactsDocument
  /** What the point says and this console computes otherwise, one sentence each. Empty where all of it agrees. */
  readonly differences: readonly string[]
}

const pointer = z.string().max(1_024)
const displayContext = z.strictObject({
  agent: z.strictObject({ name: z.string().max(256), claims: z.string().max(512).exactOptional() }),
  tool: z.string().max(512).exactOptional(),
  kind: z.enum(['shell', 'sql', 'file_write', 'json']).exactOptional(),
  fields: z.strictObject({ command: pointer.exactOptional(), statement: pointer.exactOptional(), path: pointer.exactOptional(), content: pointer.exactOptional() }).exactOptional(),
  criticalPointers: z.array(pointer).max(16).exactOptional(),
})

/** Stands in where the point's own context is not one: nothing is claimed then, the bytes are listed as they are. */
const NO_CONTEXT: FactsContext = { agent: { name: '' } }

/**
 * Computes everything that a challenge claims about itself from the bytes alone, with the same `display` that the point
 * uses. Pure, and total: one challenge that this console cannot compute must not keep it from all the others, least of
 * all again at every start.
 * @param bytes the invocation, or null while it is fetched: then what depends on it is not compared yet
 */
export function examine(payload: ChallengePayload, bytes: Uint8Array | null): Examination {
  try {
    return compute(payload, bytes)
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault)
    return { facts: renderFacts(new Uint8Array(), NO_CONTEXT), differences: [`This console could not examine the action, so it cannot be approved here (${reason}).`] }
  }
}

function compute(payload: ChallengePayload, bytes: Uint8Array | null): Examination {
  const parsed = displayContext.safeParse(payload.display_context)
  const context = parsed.success ? parsed.data : NO_CONTEXT
  const facts = renderFacts(bytes ?? new Uint8Array(), context)
  const differences = [
    ...(parsed.success ? [] : ['What the point says about how to display this action is not of the agreed form.']),
    ...(hashJson(payload.chain as unknown as JsonValue) === payload.chain_hash ? [] : ['The digest of the chain of people and agents is not the one that this console computes.']),
    ...(actionHash(payload) === payload.action_hash ? [] : ['The digest of the action is not the one that this console computes.']),
    ...(payload.display_profile === DISPLAY_PROFILE ? [] : ['The point renders actions with another display profile than this console.']),
    ...(bytes === null ? [] : compareBytes(payload, bytes, facts)),
  ]
  return { facts, differences }
}

function compareBytes(payload: ChallengePayload, bytes: Uint8Array, facts: FactsDocument): readonly string[] {
  const isDisplayComparable = payload.display_profile === DISPLAY_PROFILE
  return [
    ...(hashBytes(bytes) === payload.invocation_hash ? [] : ['The digest from the point does not match the bytes that were received.']),
    ...(!isDisplayComparable || hashJson(facts as unknown as JsonValue) === payload.display_hash ? [] : ['What the point says was displayed is not what this console displays.']),
  ]
}

/** ARAP's binding digest (protocol P2): subject without its act, action, resource, and the binding members of the context. */
export function actionHash({ subject, action, resource, context, binding_context_members }: ChallengePayload): string {
  const bound = Object.fromEntries(binding_context_members.flatMap((name) => {
    const value = Object.hasOwn(context, name) ? context[name] : undefined
    return value === undefined ? [] : [[name, value]]
  }))
  return hashJson({ subject: withoutAct(subject), action, resource, context: bound })
}

function withoutAct(subject: JsonObject): JsonObject {
  const properties = subject['properties']
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties) || !Object.hasOwn(properties, 'act')) return subject
  return { ...subject, properties: Object.fromEntries(Object.entries(properties as JsonObject).filter(([name]) => name !== 'act')) }
}
