import { z } from 'zod'
import type { ChallengeId, PointId } from '../../../shared/domain/index.ts'
import { decodeBytes, hashBytes } from '../../../shared/evidence/index.ts'
import { LIMITS, type PointBody } from '../../../shared/protocol/index.ts'
import type { InboxPorts } from './ports.ts'

/** The data of a `result` to `payload.get`: a piece of the bytes, base64. */
const piece = z.object({ offset: z.int().min(0), data: z.string() })

interface Fetching {
  readonly pointId: PointId
  readonly challengeId: ChallengeId
  readonly hash: string
  readonly bytes: Uint8Array
  readonly have: number
}

interface FetchParts {
  readonly ports: Pick<InboxPorts, 'getPayload' | 'alarm'>
  readonly done: (challengeId: ChallengeId, bytes: Uint8Array) => void
}

/** Frames have an envelope around them and base64 makes bytes longer, so less than a whole part is asked for at a time. */
const PIECE = Math.floor(LIMITS.payloadPartBytes / 2)

/** Fetches the bytes of invocations that were too long to travel inline, piece by piece, and checks their digest. */
export class PayloadFetch {
  readonly #parts: FetchParts
  readonly #byMessage = new Map<string, Fetching>()

  constructor(parts: FetchParts) {
    this.#parts = parts
  }

  /** Begins, unless it is under way. Where the point is not attached nothing happens; it is tried when it is back. */
  begin(pointId: PointId, challengeId: ChallengeId, { hash, bytes }: { readonly hash: string; readonly bytes: number }): void {
    if ([...this.#byMessage.values()].some((one) => one.challengeId === challengeId)) return
    this.#ask({ pointId, challengeId, hash, bytes: new Uint8Array(bytes), have: 0 })
  }

  /** The attachment ended: what was asked on it is never answered. */
  detached(pointId: PointId): void {
    for (const [id, { pointId: of }] of this.#byMessage) if (of === pointId) this.#byMessage.delete(id)
  }

  /** A result of the point. Gives false where it answers nothing of ours. */
  result(re: string, result: PointBody<'result'>): boolean {
    const fetching = this.#byMessage.get(re)
    if (fetching === undefined) return false
    this.#byMessage.delete(re)
    const parsed = result.ok ? piece.safeParse(result.data) : null
    const data = parsed?.success === true ? (decodeBytes(parsed.data.data, 'base64') ?? decodeBytes(parsed.data.data, 'base64url')) : null
    if (parsed?.success !== true || data === null || parsed.data.offset !== fetching.have || data.length === 0 || fetching.have + data.length > fetching.bytes.length) {
      // Its bytes stay missing, and so it can be denied and not approved.
      this.#parts.ports.alarm(fetching.pointId, 'The point did not give the bytes of an action that it asks about.', fetching.challengeId, false)
      return true
    }
    fetching.bytes.set(data, fetching.have)
    this.#next({ ...fetching, have: fetching.have + data.length })
    return true
  }

  #next(fetching: Fetching): void {
    if (fetching.have < fetching.bytes.length) return this.#ask(fetching)
    if (hashBytes(fetching.bytes) === fetching.hash) return this.#parts.done(fetching.challengeId, fetching.bytes)
    this.#parts.ports.alarm(fetching.pointId, 'The bytes that the point gave do not have the digest that it named.', fetching.challengeId, false)
  }

  #ask(fetching: Fetching): void {
    const length = Math.min(PIECE, fetching.bytes.length - fetching.have)
    const asked = this.#parts.ports.getPayload(fetching.pointId, { hash: fetching.hash, offset: fetching.have, length })
    if (asked !== null) this.#byMessage.set(asked.messageId, fetching)
  }
}
