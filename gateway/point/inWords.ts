import { plainText } from '../../shared/display/index.ts'
import { decodeBytes } from '../../shared/evidence/index.ts'
import { JsonError, parseJson, toJsonValue, type JsonObject } from '../../shared/json/index.ts'
import type { ChallengeRecord, EnforcementRecord, Evaluation, LockRecord, NamedActor } from '../../shared/protocol/index.ts'

/** Lines for whoever reads what the point says. Names of others are written out where they do not show themselves. */
export const inWords = {
  evaluation: ({ verdict, request, reason }: Evaluation): string => `${verdict}: ${shown(request.resource['id'])}. ${plainText(reason, 512)}`,
  raised: (record: ChallengeRecord): string => `${shown(payloadOf(record)['challenge_id'])} is held until ${shown(payloadOf(record)['expires_at'])}.`,
  updated: (record: ChallengeRecord): string => {
    const by = record.ended_by === undefined ? '' : ` by ${person(record.ended_by)}`
    const why = record.reason === undefined ? '' : ` (${plainText(record.reason, 120)})`
    return `${shown(payloadOf(record)['challenge_id'])} is ${record.state}${by}${why}.`
  },
  enforcement: ({ challenge_id, evaluation_id, outcome, result }: EnforcementRecord): string => `${challenge_id ?? evaluation_id} was ${outcome}${outcome === 'forwarded' ? `, result ${result}` : ''}.`,
  engaged: ({ lock_id, effect, target, created_by, epoch }: LockRecord): string => `${effect} of ${target.kind} by ${person(created_by)}: ${lock_id}, epoch ${epoch}.`,
  released: ({ lock_id, released_by, release_reason }: LockRecord): string => `${lock_id} was released${released_by === undefined ? '' : ` by ${person(released_by)}`}.${release_reason === undefined ? '' : ` ${plainText(release_reason, 300)}`}`,
}

const person = ({ name, sub }: NamedActor) => plainText(name === '' ? sub : name, 80)
const shown = (value: unknown) => plainText(String(value), 200)

/** The payload that this point signed itself; nothing where it cannot be read. */
function payloadOf({ envelope }: ChallengeRecord): JsonObject {
  try {
    return toJsonValue(parseJson(decodeBytes(envelope.payload, 'base64') ?? new Uint8Array())) as JsonObject
  } catch (fault) {
    if (fault instanceof JsonError) return {}
    throw fault
  }
}
