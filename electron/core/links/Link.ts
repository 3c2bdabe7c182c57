import { readAddress } from './address.ts'
import type { ConsoleBody, ConsoleFrameType, EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import type { Common } from './Common.ts'
import { Conversation } from './Conversation.ts'
import { firstCourse, nextLinkCourse, type LinkCourse, type LinkEvent } from './linkState.ts'
import { PointWord } from './PointWord.ts'
import type { LinkState, Pin, ResumePoint } from './ports.ts'
import { StreamMemory } from './StreamMemory.ts'

/** What one link is made of. */
export interface LinkParts extends Common {
  readonly pin: Pin
  readonly resume: ResumePoint | null
  readonly newestStatement: EnvelopeOnWire | null
  readonly mayLeaveThisHost: boolean
}

/** The link to one point: one connection after the other, and what outlives them. */
export class Link {
  readonly #parts: LinkParts
  readonly #memory: StreamMemory
  readonly #word: PointWord
  #course: LinkCourse
  #conversation: Conversation | null = null
  #cancelRetry = () => {}
  #isClosed = false

  constructor(parts: LinkParts) {
    this.#parts = parts
    this.#memory = new StreamMemory(parts.resume)
    this.#word = new PointWord(parts.pin, parts.newestStatement)
    this.#course = firstCourse(parts.surroundings.now())
  }

  start(): void {
    this.#enter(this.#course.state)
  }

  send<T extends ConsoleFrameType>(type: T, body: ConsoleBody<T>): ReturnType<Conversation['send']> {
    return this.#conversation?.send(type, body) ?? null
  }

  /** Tries at once where nothing is open. */
  retry(): void {
    this.#apply({ kind: 'retryAsked', nowMs: this.#nowMs })
  }

  /** Ends what is open and calls anew, as after the reviewer's key changed. */
  renew(reason: string): void {
    this.#conversation?.leave({ isTold: true })
    this.#apply({ kind: 'ended', nowMs: this.#nowMs, reason, jitter: 0 })
    this.retry()
  }

  /** Ends it for good. Nothing is reported afterwards, and the end of an attachment only where `isTold`. */
  close({ isTold }: { readonly isTold: boolean }): void {
    this.#isClosed = true
    this.#cancelRetry()
    this.#conversation?.leave({ isTold })
  }

  #apply(event: LinkEvent): void {
    if (this.#isClosed) return
    const before = this.#course.state
    this.#course = nextLinkCourse(this.#course, event)
    if (this.#course.state !== before) this.#enter(this.#course.state)
  }

  #enter(state: LinkState): void {
    this.#cancelRetry()
    this.#cancelRetry = () => {}
    this.#parts.reports.onState(this.#parts.pin.pointId, state)
    // Whoever was told may have asked for something else.
    if (this.#course.state !== state || this.#isClosed) return
    if (state.status === 'connecting' || state.status === 'silent') this.#call()
    if (state.status === 'waiting') this.#cancelRetry = this.#parts.surroundings.after(Math.max(0, state.retryAtMs - this.#nowMs), () => this.#apply({ kind: 'retryDue', nowMs: this.#nowMs }))
  }

  #call(): void {
    const { pin, mayLeaveThisHost, surroundings } = this.#parts
    const reading = readAddress(pin.address, { mayLeaveThisHost })
    if (reading.status === 'refused') return this.#apply({ kind: 'refused', nowMs: this.#nowMs, reason: reading.sentence })
    if (reading.address.isTls !== (pin.certificateKey !== null)) return this.#apply({ kind: 'refused', nowMs: this.#nowMs, reason: `${pin.address} was not paired the way it is to be called now, with and without TLS. Pair with the point again.` })

    const conversation = new Conversation({
      ...this.#parts,
      address: reading.address,
      memory: this.#memory,
      word: this.#word,
      before: this.#conversation?.settled() ?? Promise.resolve(),
      onAttached: (linkNumber) => this.#apply({ kind: 'attached', nowMs: this.#nowMs, linkNumber }),
      onEnding: ({ kind, reason }) => this.#apply({ kind, nowMs: this.#nowMs, reason, jitter: surroundings.random() }),
    })
    this.#conversation = conversation
    conversation.begin()
  }

  get #nowMs(): number {
    return this.#parts.surroundings.now()
  }
}
