import type { ChallengeId, PointId } from '../../../shared/domain/index.ts'
import { LIMITS, type ChallengeRecord, type EnforcementRecord } from '../../../shared/protocol/index.ts'
import { encodeUtf8 } from '../../../shared/json/index.ts'
import { NewestIds } from '../../../shared/util/NewestIds.ts'
import { examine } from './examine.ts'
import { isPending, nextHeld, recordOf, type Held } from './Held.ts'
import type { InboxPorts } from './ports.ts'
import { readChallenge, readUnverified } from './readChallenge.ts'

/** So many that wait at one point are examined as they come; the others when somebody looks, so that a flood costs little. */
const EXAMINED_AT_ONCE = 64
/** More than this no honest point asks at once. What is beyond is in the log and not held: it expires, which is a denial. */
const MOST_WAITING = 5_000

/** Of those that have ended so many are held, the newest. The log has all of them. */
export const MOST_ENDED = 1_000

type Ports = Pick<InboxPorts, 'pointOf' | 'changed' | 'alarm'> & { readonly forgotten: (challengeId: ChallengeId) => void }

/** The challenges of all points. One that arrives is verified and examined before anybody sees it. */
export class Challenges {
  readonly #held = new Map<ChallengeId, Held>()
  readonly #pending = new Map<PointId, Set<ChallengeId>>()
  readonly #ended = new NewestIds<ChallengeId>(MOST_ENDED)
  readonly #ports: Ports
  #isReplaying = true

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** The log has been read to its end: from here on what arrives is examined, and so is what still waits. */
  replayed(): void {
    this.#isReplaying = false
    for (const ids of this.#pending.values()) for (const id of [...ids].slice(0, EXAMINED_AT_ONCE)) this.examined(id)
  }

  get(challengeId: ChallengeId): Held | undefined {
    return this.#held.get(challengeId)
  }

  /** Those that wait for a person, of one point. */
  pendingOf(pointId: PointId): readonly Held[] {
    return [...(this.#pending.get(pointId) ?? [])].flatMap((id) => this.#held.get(id) ?? [])
  }

  /** Takes in what a point says of a challenge. Gives its id, or null where nothing of it could be read. */
  tell(pointId: PointId, record: ChallengeRecord): ChallengeId | null {
    const known = this.#knownAs(record)
    if (known === undefined) return this.#arrive(pointId, record)
    const id = known.payload.challenge_id
    if (known.pointId !== pointId) {
      this.#ports.alarm(pointId, 'The point told of a challenge that is another point\'s.', id, true)
      return null
    }
    const { held, contradiction } = nextHeld(known, record)
    if (contradiction !== null) this.#ports.alarm(pointId, contradiction, id, true)
    this.#put(held)
    return id
  }

  /** What became of an approved call. Gives the challenge, or null where it is not known here or is another point's. */
  enforced(pointId: PointId, record: EnforcementRecord): ChallengeId | null {
    const held = record.challenge_id === null ? undefined : this.#held.get(record.challenge_id)
    if (held === undefined) return null
    if (held.pointId !== pointId) {
      this.#ports.alarm(pointId, 'The point told what became of a call that is another point\'s.', held.payload.challenge_id, true)
      return null
    }
    this.#put({ ...held, enforcement: record })
    return held.payload.challenge_id
  }

  /** A snapshot does not have what we thought was waiting: it ended, and nobody can say how. */
  forget(pointId: PointId, known: ReadonlySet<string>): readonly ChallengeId[] {
    const gone = this.pendingOf(pointId).filter(({ payload }) => !known.has(payload.challenge_id))
    for (const held of gone) this.#put({ ...held, isForgotten: true })
    return gone.map(({ payload }) => payload.challenge_id)
  }

  /** The bytes of an invocation have come. They are examined like those that travelled inline. */
  fetched(challengeId: ChallengeId, bytes: Uint8Array): void {
    const held = this.#held.get(challengeId)
    if (held === undefined || held.bytes !== null) return
    this.#put(this.#examined({ ...held, bytes }))
  }

  /** What is told again of a challenge that has ended and was known from the log alone has never been examined. */
  examined(challengeId: ChallengeId): Held | undefined {
    const held = this.#held.get(challengeId)
    if (held === undefined || held.examination !== null) return held
    const examined = this.#examined(held)
    this.#put(examined)
    return examined
  }

  /** Which challenge a record is about, by its own unproven word. */
  idOf(record: ChallengeRecord): ChallengeId | null {
    return readUnverified(record.envelope)?.challenge_id ?? null
  }

  #knownAs(record: ChallengeRecord): Held | undefined {
    const payload = readUnverified(record.envelope)
    return payload === null ? undefined : this.#held.get(payload.challenge_id)
  }

  #arrive(pointId: PointId, record: ChallengeRecord): ChallengeId | null {
    const point = this.#ports.pointOf(pointId)
    if (point === undefined) return null
    const read = readChallenge(record.envelope, point.key)
    if (read.status === 'unreadable') {
      this.#ports.alarm(pointId, read.sentence, null, true)
      return null
    }
    const { payload, challengeHash } = read
    const faults = [...(read.status === 'readable' ? [read.sentence] : []), ...(payload.point_id === pointId ? [] : ['This challenge was made by another point than the one that sent it.'])]
    const waiting = this.#pending.get(pointId)?.size ?? 0
    if (record.state === 'pending' && waiting >= MOST_WAITING) {
      this.#ports.alarm(pointId, `The point asks about more than ${MOST_WAITING} actions at once. What is beyond is not shown here and expires there.`, null, true)
      return null
    }
    const inline = payload.invocation === undefined ? null : encodeUtf8(payload.invocation)
    const isTooLong = inline !== null && inline.length > LIMITS.inlineInvocationBytes
    if (isTooLong) faults.push('The point sent more bytes inside of a challenge than it may.')
    const bytes = isTooLong ? null : inline
    const held: Held = { pointId, envelope: record.envelope, payload, challengeHash, ...recordOf(record), bytes, examination: null, faults, isForgotten: false }
    this.#put(isPending(held) && !this.#isReplaying && waiting < EXAMINED_AT_ONCE ? this.#examined(held) : held)
    return payload.challenge_id
  }

  #examined(held: Held): Held {
    const examination = examine(held.payload, held.bytes)
    const examined = { ...held, examination }
    const known = held.examination?.differences ?? []
    const news = [...(held.examination === null ? held.faults : []), ...examination.differences.filter((sentence) => !known.includes(sentence))]
    // A challenge that ended long ago is only looked at; nobody needs to be alarmed again.
    if (isPending(held)) for (const sentence of news) this.#ports.alarm(held.pointId, sentence, held.payload.challenge_id, false)
    return examined
  }

  #put(held: Held): void {
    const { challenge_id: id } = held.payload
    this.#held.set(id, held)
    const pending = this.#pending.get(held.pointId) ?? new Set()
    if (isPending(held)) pending.add(id)
    else pending.delete(id)
    this.#pending.set(held.pointId, pending)
    this.#ports.changed(id)
    if (isPending(held)) this.#ended.delete(id)
    else this.#letGo(this.#ended.add(id))
  }

  #letGo(oldest: ChallengeId | undefined): void {
    if (oldest === undefined) return
    this.#held.delete(oldest)
    this.#ports.forgotten(oldest)
  }
}

/** Whether the bytes must be fetched before anybody can review them, and can be. */
export const mustFetch = ({ bytes, payload }: Held): boolean => bytes === null && payload.invocation_ref !== undefined && payload.invocation_ref.bytes <= LIMITS.reviewBytes
