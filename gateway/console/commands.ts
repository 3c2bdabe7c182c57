import { encodeBytes, verifyCheckpoint, verifyEnvelope, printDigest } from '../../shared/evidence/index.ts'
import type { JsonValue } from '../../shared/json/index.ts'
import { LIMITS, PAYLOADS, type ConsoleBody, type ErrorCode } from '../../shared/protocol/index.ts'
import type { ConsoleStore } from '../journal/ConsoleStore.ts'
import { callScope } from './announce.ts'
import type { PointState } from './ports.ts'
import { readChallenge } from './readChallenge.ts'
import type { Peer } from './signer.ts'
import { maySee } from './visibility.ts'

/** What a command without a receipt of its own is answered with. */
export type Result = { readonly ok: true; readonly data: JsonValue } | { readonly ok: false; readonly code: ErrorCode; readonly message: string }

/**
 * Keeps a console's wish to begin a new log (protocol P6). The console's key must have signed it, and the checkpoint of
 * the new log as well; it takes effect when a person on this host accepts it, and not before.
 */
export function keepLogReset({ envelope }: ConsoleBody<'log.reset'>, { consoleId, consoleKey }: Peer, { state, store, nowMs }: { readonly state: PointState; readonly store: ConsoleStore; readonly nowMs: number }): Result {
  const verdict = verifyEnvelope({ envelope, name: 'log-reset', findKey: (kid) => (kid === consoleKey.kid ? consoleKey : undefined) })
  if (verdict.status === 'refused') return refuse('signature_invalid', 'The reset of the log is not signed by the console\'s key.')
  const parsed = PAYLOADS['log-reset'].safeParse(verdict.payload)
  const known = store.roster.find(consoleId)
  if (!parsed.success || known === null) return refuse('bad_request', 'The reset of the log is not as agreed.')
  const { aud, console_id, old_origin, new_origin, checkpoint: note, size, nonce } = parsed.data
  if (aud !== state.point().point_id || console_id !== consoleId || (old_origin !== null && old_origin !== known.logOrigin)) return refuse('invalid_binding', 'The reset of the log was made for another point, console or log.')
  if (new_origin === known.logOrigin || store.logs.headOf(consoleId, new_origin) !== null) return refuse('invalid_binding', 'A new log needs an origin that was never used.')

  const checkpoint = verifyCheckpoint({ note, origin: new_origin, key: consoleKey })
  if (checkpoint.status === 'refused' || checkpoint.checkpoint.size !== size) return refuse('payload_incomplete', 'The checkpoint of the new log is not signed by the console\'s key, or of another size.')
  const isKept = store.logs.keepReset({ consoleId, newOrigin: new_origin, size, root: printDigest(checkpoint.checkpoint.root), atMs: nowMs }, nonce, envelope)
  return isKept ? { ok: true, data: { status: 'pending' } } : refuse('replay', 'That reset of the log was sent before.')
}

/** A piece of an invocation, to whoever may see a challenge that is about it. */
export function readPayload({ hash, offset, length }: ConsoleBody<'payload.get'>, peer: Peer, state: PointState): Result {
  if (length > LIMITS.payloadPartBytes) return refuse('too_large', `At most ${LIMITS.payloadPartBytes} bytes are given at a time.`)
  const agents = state.agents()
  const isTheirs = state.challenges().some((record) => readChallenge(record)?.invocation_hash === hash && maySee(peer, callScope(record, (id) => agents.find(({ agent_id }) => agent_id === id), () => [])))
  const bytes = isTheirs ? state.payload(hash) : null
  if (bytes === null) return refuse('forbidden', 'There is nothing with that hash that this console may see.')
  if (offset > bytes.length) return refuse('bad_request', 'The bytes end before that.')
  return { ok: true, data: { hash, offset, total: bytes.length, data: encodeBytes(bytes.subarray(offset, offset + length), 'base64') } }
}

const refuse = (code: ErrorCode, message: string): Result => ({ ok: false, code, message })
