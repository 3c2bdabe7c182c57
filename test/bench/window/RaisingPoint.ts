import { printTime, type ChallengePayload } from '../../../shared/protocol/index.ts'
import { FakePoint as Maker } from '../../fakes/core/FakePoint.ts'
import { FakePoint } from '../../fakes/links/FakePoint.ts'
import type { PointFacts } from '../BenchPoint.ts'
import { nowMs } from '../moments.ts'

/** A challenge that is signed and printed: what is left is to write it to the socket. */
export interface Prepared {
  readonly payload: ChallengePayload
  readonly bytes: Uint8Array
}

/** A point in this very process that lets any console in and raises honest challenges whenever it is told to. */
export class RaisingPoint {
  readonly #point: FakePoint
  readonly #maker = new Maker()

  private constructor(point: FakePoint) {
    this.#point = point
    point.answers = {
      hello: (hello) => ({ ...hello, server_time: printTime(Date.now()) }),
      snapshot: (snapshot) => [{ ...snapshot, agents: [this.#maker.agent()], sessions: [this.#maker.session()] }],
    }
  }

  static async open(): Promise<RaisingPoint> {
    return new RaisingPoint(await FakePoint.open())
  }

  get facts(): PointFacts {
    return { address: this.#point.address, pointId: this.#point.pointId, pointName: 'bench', pointKey: this.#point.key.publicKey.x }
  }

  async attached(): Promise<void> {
    await this.#point.until(() => this.#point.connections.some(({ isAttached }) => isAttached))
  }

  prepare(): Prepared {
    const payload = this.#maker.challenge(Date.now(), { point_id: this.#point.pointId })
    return { payload, bytes: this.#frame('challenge.raised', payload, 'pending') }
  }

  /** Writes it. @returns the moment right before */
  raise({ bytes }: Prepared): number {
    const from = nowMs()
    this.#point.newest.sendBytes(bytes)
    this.#point.held.control.push(bytes)
    return from
  }

  /** Ends it, so that the list is empty again. */
  end({ payload }: Prepared): void {
    const bytes = this.#frame('challenge.updated', payload, 'cancelled')
    this.#point.newest.sendBytes(bytes)
    this.#point.held.control.push(bytes)
  }

  close(): Promise<void> {
    return this.#point.close()
  }

  #frame(type: 'challenge.raised' | 'challenge.updated', payload: ChallengePayload, state: 'pending' | 'cancelled'): Uint8Array {
    const record = { envelope: this.#maker.sign('challenge', payload, this.#point.key), state, decided_count: 0, ...(state === 'pending' ? {} : { reason: 'caller_gone', ended_at: printTime(Date.now()) }) }
    return this.#point.frameOf(type, record, { stream: 'control', seq: this.#point.held.control.length + 1 })
  }
}
