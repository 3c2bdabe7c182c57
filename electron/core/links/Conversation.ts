import type { MessageId } from '../../../shared/domain/index.ts'
import { CLOSE, LIMITS, readFrame, type CloseCode, type ConsoleBody, type ConsoleFrameType, type PointBody } from '../../../shared/protocol/index.ts'
import { Acks } from './Acks.ts'
import { ClockWatch } from './ClockWatch.ts'
import type { ConversationParts } from './Common.ts'
import type { DialEnd, Dialled } from './Dial.ts'
import { badFrame, ended, endingOf, type Ending, type Halt } from './endings.ts'
import { enter, greet, type Asked } from './Greeting.ts'
import type { Hello } from './handshake.ts'
import { Heartbeat } from './Heartbeat.ts'
import { Inflow, type Arrival } from './Inflow.ts'
import { Reception } from './Reception.ts'
import { Speaker } from './Speaker.ts'
import { streamPlaceOf } from './streamPlaceOf.ts'

/** From the call to being attached. The point itself gives us half of that. */
const HANDSHAKE_MS = 2 * LIMITS.attachMs

type Stage =
  | { readonly name: 'greeting' }
  | { readonly name: 'attaching'; readonly asked: Asked }
  | { readonly name: 'attached'; readonly linkNumber: number; readonly reception: Reception }
  | { readonly name: 'over' }

/** One connection, from the call to its end: both proofs, then frames in order, pings, and the watch for silence. */
export class Conversation {
  readonly #parts: ConversationParts
  readonly #inflow: Inflow
  readonly #heartbeat: Heartbeat
  readonly #speaker: Speaker
  readonly #clock = new ClockWatch()
  #stage: Stage = { name: 'greeting' }
  #dialled: Dialled | null = null
  #heardMs = 0
  #cancelLimit = () => {}

  constructor(parts: ConversationParts) {
    this.#parts = parts
    this.#speaker = new Speaker(parts)
    this.#inflow = new Inflow({
      handle: (arrival) => this.#handle(arrival),
      onFault: (fault) => this.#halt({ ending: ended(`This console could not take in what the point at ${this.#at} sent (${fault instanceof Error ? fault.name : 'unknown fault'}).`), code: CLOSE.goingAway }),
      pause: () => this.#speaker.wire?.pause(),
      resume: () => this.#speaker.wire?.resume(),
    })
    this.#heartbeat = new Heartbeat({
      surroundings: parts.surroundings,
      ping: () => this.#ping(),
      heardMs: () => this.#heardMs,
      isBusy: () => this.#inflow.isBusy,
      onSilence: () => this.#end(CLOSE.goingAway, { kind: 'silence', reason: `Nothing was heard from the point at ${this.#at} for ${LIMITS.deadAfterMs / 1_000} s; it is called anew.` }),
    })
  }

  begin(): void {
    const { pin, address, dial, surroundings } = this.#parts
    this.#cancelLimit = surroundings.after(HANDSHAKE_MS, () => this.#halt({ ending: ended(`The point at ${this.#at} did not let this console in within ${HANDSHAKE_MS / 1_000} s.`), code: CLOSE.normal }))
    this.#dialled = dial({ address, certificateKey: pin.certificateKey }, {
      onOpen: (wire) => void (this.#speaker.wire = wire),
      onMessage: (bytes, isText) => {
        this.#heardMs = surroundings.now()
        this.#inflow.add({ bytes, isText, atMs: this.#heardMs })
      },
      onEnd: (end) => void this.#cut(end),
    })
  }

  /** Writes a frame of an attached link at once. Null where it is not attached: nothing was written. */
  send<T extends ConsoleFrameType>(type: T, body: ConsoleBody<T>): { readonly messageId: MessageId; readonly linkNumber: number } | null {
    if (this.#stage.name !== 'attached') return null
    const messageId = this.#speaker.write(type, body)
    return messageId === null ? null : { messageId, linkNumber: this.#stage.linkNumber }
  }

  /** Ends it from here without a word to anybody but the point; a detachment is told where `isTold`. */
  leave({ isTold }: { readonly isTold: boolean }): void {
    this.#stop(CLOSE.goingAway, isTold)
  }

  /** Resolves once nothing of this connection is being handled any more. */
  settled(): Promise<void> {
    return this.#inflow.settled()
  }

  async #handle(arrival: Arrival): Promise<void> {
    if (this.#stage.name === 'over') return
    const halt = await this.#take(arrival)
    if (halt !== null) this.#halt(halt)
  }

  async #take(arrival: Arrival): Promise<Halt | null> {
    const read = arrival.isText ? readFrame('point', arrival.bytes) : { status: 'refused' as const, reason: 'bytes that are no text' }
    const stage = this.#stage
    if (read.status === 'refused') return badFrame(this.#at, read.reason)
    if (read.status === 'unknown_type') {
      const place = streamPlaceOf(arrival.bytes)
      return stage.name === 'attached' && place !== null ? stage.reception.pass(place.stream, place.seq, arrival) : null
    }
    const { frame } = read
    if (stage.name === 'greeting') return frame.type === 'hello' ? this.#greet(frame.body) : badFrame(this.#at, `a ${frame.type} before its hello`)
    // A console that is not let in is told why in words and then by the close code, which is ours to put into a sentence.
    if (stage.name === 'attaching' && frame.type === 'result') return null
    if (stage.name === 'attaching') return frame.type === 'attached' ? this.#enter(frame.body, stage.asked, arrival.atMs) : badFrame(this.#at, `a ${frame.type} before it had let this console in`)
    return stage.name === 'attached' ? stage.reception.take(frame, arrival) : null
  }

  async #greet(hello: Hello): Promise<Halt | null> {
    const { wire } = this.#speaker
    if (wire === null) return null
    const greeted = await greet(this.#parts, hello, wire, this.#clock)
    if (greeted.status === 'halt') return greeted.halt
    if (this.#stage.name === 'over') return null
    this.#stage = { name: 'attaching', asked: greeted.asked }
    this.#speaker.write('attach', greeted.attach)
    return null
  }

  #enter(body: PointBody<'attached'>, asked: Asked, atMs: number): Halt | null {
    const { pin, reports, memory, word, onAttached, nextLinkNumber } = this.#parts
    const entered = enter(this.#parts, body, asked)
    if (entered.status === 'halt') return entered.halt

    const acks = new Acks((stream, seq) => void this.send('ack', { stream, seq }))
    const reception = new Reception({ pin, reports, memory, word, clock: this.#clock, ack: (stream, seq) => acks.mark(stream, seq), pong: (nonce) => void this.send('pong', { nonce }) }, entered.resumption)
    const linkNumber = nextLinkNumber()
    this.#stage = { name: 'attached', linkNumber, reception }
    this.#cancelLimit()
    this.#clock.came(asked.bound.console_nonce, atMs)
    onAttached(linkNumber)
    reports.onAttached(pin.pointId, body, asked.hello)
    // Only now, because before the proof anybody could have said it. What a hello says was said before the point had seen
    // our statement of it, from which one that was put back learns its epoch; so it counts only where it says more.
    const { epoch } = asked.hello.point
    for (const said of epoch > body.epoch ? [epoch, body.epoch] : [body.epoch]) reception.hearEpoch(said)
    this.#heartbeat.start()
    return null
  }

  #ping(): void {
    const nonce = this.#parts.newNonce()
    this.#clock.left(nonce, this.#parts.surroundings.now())
    this.send('ping', { nonce })
  }

  /** The other side is gone. What it sent before is handled first: a receipt among it is an answer. */
  async #cut(end: DialEnd): Promise<void> {
    const halt = () => this.#halt({ ending: this.#endingOf(end), code: CLOSE.normal })
    this.#heartbeat.stop()
    this.#cancelLimit()
    // But not for ever: a link that is cut must not look attached because our own disk hangs.
    this.#cancelLimit = this.#parts.surroundings.after(LIMITS.attachMs, halt)
    await this.#inflow.settled()
    halt()
  }

  /**
   * Whoever is not let in says why and tries again: somebody may enrol this console on the point's host at any moment.
   * Whoever is thrown out waits for a person.
   */
  #endingOf(end: DialEnd): Ending {
    const ending = endingOf(end, this.#at)
    const isNotLetIn = this.#stage.name === 'attaching' && end.kind === 'closed' && (end.code === CLOSE.unauthenticated || end.code === CLOSE.forbidden)
    return isNotLetIn ? ended(ending.reason) : ending
  }

  #halt({ ending, code }: Halt): void {
    this.#end(code, ending)
  }

  #end(code: CloseCode, ending: Ending | { readonly kind: 'silence'; readonly reason: string }): void {
    if (this.#stop(code, true)) this.#parts.onEnding(ending)
  }

  /** @returns false where it was over already */
  #stop(code: CloseCode, isTold: boolean): boolean {
    const stage = this.#stage
    if (stage.name === 'over') return false
    this.#stage = { name: 'over' }
    this.#heartbeat.stop()
    this.#cancelLimit()
    this.#inflow.stop()
    this.#dialled?.end(code)
    if (isTold && stage.name === 'attached') this.#parts.reports.onDetached(this.#parts.pin.pointId, stage.linkNumber)
    return true
  }

  get #at(): string {
    return this.#parts.pin.address
  }
}
