import { verifyEnvelope } from '../../../shared/evidence/index.ts'
import { PAYLOADS, type EnvelopeOnWire, type StatementPayload } from '../../../shared/protocol/index.ts'
import type { Pin } from './ports.ts'

/** A sentence for the person where the point contradicted itself, else null. */
export type Contradiction = string | null

/** After so many different ones there is nothing left to learn from another. */
const MOST_COMPLAINTS = 64

/**
 * What a point has said of itself so far: the newest epoch, and its newest signed statement, which is shown to it at
 * every attach. A point that falls behind its own word was put back from an old copy, or lies. Each is said once.
 */
export class PointWord {
  readonly #pin: Pin
  #epoch = 0
  #eventEpoch = 0
  readonly #complaints = new Set<string>()
  #newest: { readonly envelope: EnvelopeOnWire; readonly statement: StatementPayload } | null = null

  /** @param newest what this console kept of the point; a statement that the pinned key did not sign is not used */
  constructor(pin: Pin, newest: EnvelopeOnWire | null) {
    this.#pin = pin
    if (newest !== null) this.hearStatement(newest)
  }

  /** The newest statement, for `attach`. */
  get statement(): EnvelopeOnWire | null {
    return this.#newest?.envelope ?? null
  }

  /** The point named its epoch of now. */
  hearEpoch(epoch: number): Contradiction {
    if (epoch >= this.#epoch) {
      this.#epoch = epoch
      return null
    }
    return this.#once(`${this.#where} says that its epoch is ${epoch}, and it was ${this.#epoch} before. It was put back from an old copy, or it lies. Look at it on its host before anything is approved there.`)
  }

  /** An event says that the epoch changed. Events may be old when they come; among themselves they only rise. */
  hearEpochEvent(epoch: number): Contradiction {
    if (epoch < this.#eventEpoch) return this.#once(`${this.#where} sent an event by which its epoch fell from ${this.#eventEpoch} to ${epoch}. An epoch never falls: it was put back from an old copy, or it lies.`)
    this.#eventEpoch = epoch
    return null
  }

  /** The point stated how far it is. One that nobody may use comes back as `refused`; the newest one is kept. */
  hearStatement(envelope: EnvelopeOnWire): { readonly status: 'heard' | 'refused'; readonly contradiction: Contradiction } {
    const verdict = verifyEnvelope({ envelope, name: 'statement', findKey: (kid) => (kid === this.#pin.key.kid ? this.#pin.key : undefined) })
    const parsed = verdict.status === 'verified' ? PAYLOADS.statement.safeParse(verdict.payload) : null
    if (parsed?.success !== true || parsed.data.point_id !== this.#pin.pointId) {
      return { status: 'refused', contradiction: `${this.#where} sent a statement that its own key did not sign for it. It was ignored.` }
    }
    const statement = parsed.data
    const before = this.#newest?.statement
    const isBehind = statement.epoch < this.#epoch
    const contradiction = this.hearEpoch(statement.epoch)
    if (isBehind) return { status: 'heard', contradiction }
    if (before?.stream_id === statement.stream_id && before.control_seq > statement.control_seq) {
      return { status: 'heard', contradiction: this.#once(`${this.#where} states that its events end at number ${statement.control_seq}, and they ended at ${before.control_seq} before. It was put back from an old copy, or it lies.`) }
    }
    this.#newest = { envelope, statement }
    return { status: 'heard', contradiction: null }
  }

  #once(sentence: string): Contradiction {
    if (this.#complaints.has(sentence) || this.#complaints.size >= MOST_COMPLAINTS) return null
    this.#complaints.add(sentence)
    return sentence
  }

  get #where(): string {
    return `The point at ${this.#pin.address}`
  }
}
