import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs'
import type { JsonValue } from '../../shared/json/index.ts'

/** Names that Cedar reads as something else than a member of a record. */
const RESERVED = new Set(['__entity', '__extn', '__expr'])

/** Arguments that cannot be put before the policy as they are. The call is then denied: nothing is left out silently. */
export class UnprojectableError extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'UnprojectableError'
  }
}

/**
 * What the policy sees of a JSON value. Cedar knows no null and no fractions: a member that is null is left out, as if it
 * were absent, and a fraction becomes its canonical spelling as text. Everything else stays what it is.
 * @throws {UnprojectableError} for a member that Cedar would read as an entity or an extension: an agent must not be able
 * to put one into a policy's hands
 */
export function project(value: JsonValue): CedarValueJson {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value)
  if (value === null || typeof value !== 'object') return value ?? ''
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(project)
  const record: Record<string, CedarValueJson> = Object.create(null)
  for (const [key, member] of Object.entries(value)) {
    if (RESERVED.has(key)) throw new UnprojectableError(`The arguments hold a member named ${key}, which the policy engine reserves.`)
    if (member !== null) record[key] = project(member)
  }
  return record
}
