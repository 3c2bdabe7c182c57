import { Buffer } from 'node:buffer'
import type { AgentId, ChallengeId, PointId, SessionId } from '../../../shared/domain/index.ts'
import { newSalt, type Digest } from '../../../shared/evidence/index.ts'
import { printCanonicalJson, type JsonValue } from '../../../shared/json/index.ts'
import { hashPrintedBody } from './bodyHash.ts'
import type { LedgerFault } from './LedgerFault.ts'

/** An entry as it travels (protocol P6); its hash is the leaf. Type and not interface, so that it is a JSON object. */
export type Entry = {
  /** The index of the leaf, from 0. */
  readonly n: number
  /** When it was written, by the console's clock. */
  readonly at: string
  readonly kind: string
  readonly body_hash: Digest
}

/** What an entry is about, for search alone: no leaf covers it. */
export interface Subjects {
  readonly pointId?: PointId
  readonly challengeId?: ChallengeId
  readonly sessionId?: SessionId
  readonly agentId?: AgentId
}

/** What somebody wants recorded. */
export interface Draft {
  /** Words in small letters with points between them, as in `decision.recorded`. `reserve.` is the ledger's own. */
  readonly kind: string
  readonly body: JsonValue
  readonly subjects?: Subjects
}

/** An entry that is on disk, and the salt that its body was hashed with. */
export interface Recorded {
  readonly entry: Entry
  readonly salt: string
}

/** A stored body: there, removed by retention, or no longer what its hash says. */
export type Body =
  | { readonly status: 'kept'; readonly value: JsonValue; readonly salt: string }
  | { readonly status: 'removed' }
  | { readonly status: 'damaged' }

/** An entry as it is read back. */
export interface StoredEntry {
  readonly entry: Entry
  readonly body: Body
  readonly subjects: Subjects
}

/** An entry without its body: where it stands, and what the columns for search say of it. No leaf covers those. */
export interface EntryOutline {
  readonly n: number
  readonly at: string
  readonly kind: string
  readonly subjects: Subjects
}

/** Where a denial or a stop was kept. `nowhere` is no reason to hold it back: the safe direction is never blocked. */
export type Kept =
  | { readonly status: 'in_ledger'; readonly recorded: readonly Recorded[] }
  | { readonly status: 'in_reserve'; readonly fault: LedgerFault }
  | { readonly status: 'nowhere'; readonly fault: LedgerFault }

/** A draft with everything of it that does not depend on its place in the log. */
export interface PreparedDraft {
  readonly kind: string
  /** In its canonical spelling. */
  readonly body: Uint8Array
  readonly bodyHash: Digest
  readonly salt: string
  readonly subjects: Subjects
}

/** As long as the largest frame, with room for what is put around it. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024

const KIND = /^[a-z][a-z_]*(\.[a-z][a-z_]*)*$/
const MAX_KIND_LENGTH = 64

/**
 * Checks, prints and salts a draft, so that nothing about the draft itself can fail once it shares a transaction.
 * @throws {RangeError} for a kind that is none, a body without a canonical spelling, or one that is too long
 */
export function prepareDraft({ kind, body, subjects = {} }: Draft): PreparedDraft {
  if (!KIND.test(kind) || kind.length > MAX_KIND_LENGTH) throw new RangeError(`"${kind}" is not a kind of entry`)
  // The printer refuses lone surrogates, so that Buffer writes what `encodeUtf8` would, ten times as fast.
  const bytes = Buffer.from(printCanonicalJson(body))
  if (bytes.length > MAX_BODY_BYTES) throw new RangeError(`A body of ${bytes.length} bytes is too long for the log`)
  const salt = newSalt()
  return { kind, body: bytes, bodyHash: hashPrintedBody(bytes, salt), salt, subjects }
}

/**
 * As `prepareDraft`, for the drafts of other rooms, which may not speak for the ledger itself.
 * @throws {RangeError} as well for a kind that is the ledger's own
 */
export function prepareForeignDraft(draft: Draft): PreparedDraft {
  if (draft.kind.startsWith('reserve.')) throw new RangeError(`"${draft.kind}" is the ledger's own kind of entry`)
  return prepareDraft(draft)
}
