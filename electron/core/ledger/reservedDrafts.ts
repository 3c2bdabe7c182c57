import { parseDigest } from '../../../shared/evidence/index.ts'
import { encodeUtf8, parseJson, printCanonicalJson, toJsonValue, type JsonObject, type JsonValue } from '../../../shared/json/index.ts'
import type { PreparedDraft, Subjects } from './Entry.ts'

/** What one record of the reserve holds: drafts that were kept together. */
export interface ReservedDrafts {
  /** When they were kept. */
  readonly at: string
  /** How long the log was when it refused them; null where it was never asked. */
  readonly size: number | null
  readonly drafts: readonly PreparedDraft[]
}

/** The payload of a record. */
export function printReserved({ at, size, drafts }: ReservedDrafts): Uint8Array {
  const printed = drafts.map(({ kind, body, bodyHash, salt, subjects }): JsonObject => ({
    kind, salt, body_hash: bodyHash, subjects: { ...subjects }, body: toJsonValue(parseJson(body)),
  }))
  return encodeUtf8(printCanonicalJson({ at, size, drafts: printed }))
}

/**
 * Reads the payload of a record back. Its hash was good, so that it is what `printReserved` wrote.
 * @throws {TypeError} where it is not all the same: a mistake of ours
 */
export function readReserved(payload: Uint8Array): ReservedDrafts {
  const { at, size, drafts } = objectIn(toJsonValue(parseJson(payload)))
  if (typeof at !== 'string' || !isSizeOrNull(size) || !Array.isArray(drafts)) throw new TypeError('A record of the reserve has another form')
  return { at, size, drafts: drafts.map((draft: JsonValue) => readDraft(objectIn(draft))) }
}

function readDraft({ kind, salt, body_hash, subjects, body }: JsonObject): PreparedDraft {
  const bodyHash = typeof body_hash === 'string' ? parseDigest(body_hash) : null
  if (typeof kind !== 'string' || typeof salt !== 'string' || bodyHash === null || body === undefined) throw new TypeError('A draft in the reserve has another form')
  // They were written from `Subjects`, under a hash.
  return { kind, salt, bodyHash, body: encodeUtf8(printCanonicalJson(body)), subjects: objectIn(subjects ?? {}) as Subjects }
}

function objectIn(value: JsonValue): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('A record of the reserve is no object')
  // Array.isArray does not narrow a readonly array away.
  return value as JsonObject
}

const isSizeOrNull = (value: JsonValue | undefined): value is number | null => typeof value === 'number' || value === null
