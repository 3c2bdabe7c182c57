import type { NewId, StreamId } from '../../shared/domain/index.ts'
import type { PointBody } from '../../shared/protocol/index.ts'
import type { ConsoleStreams, StoredEvent } from '../journal/ConsoleStreams.ts'
import type { ConsoleLog, ConsoleTime } from './api.ts'
import { fromStored, printBody, toStored, type EventType, type NumberedEvent, type StreamEvent } from './streamEvent.ts'
import { TelemetryRing, type Telemetry } from './TelemetryRing.ts'
import type { Scope } from './visibility.ts'

export type { EventType, StreamEvent } from './streamEvent.ts'

interface Parts {
  readonly store: ConsoleStreams
  readonly time: ConsoleTime
  readonly newId: NewId
  readonly epoch: () => number
  readonly log: ConsoleLog
  /** Events were lost and another stream has begun: every console must come again and take a snapshot. */
  readonly onBroken?: () => void
}

const RETRY_MS = 1_000
/** So much may wait for a disk that takes nothing. Beyond it the stream is given up, and consoles will take a snapshot. */
const MOST_WAITING_BYTES = 16 * 1_048_576
const PRUNE_EVERY = 1_024

/**
 * The two streams of the point. Control events of one turn of the event loop are committed together, and sent to nobody
 * before; telemetry is in memory alone. Both count from 1 without holes.
 */
export class EventStreams {
  readonly #parts: Parts
  readonly #listeners = new Set<() => void>()
  #streamId: StreamId
  #control: number
  #waiting: Omit<StoredEvent, 'seq'>[] = []
  #waitingBytes = 0
  #telemetry: TelemetryRing<StreamEvent>
  #isScheduled = false
  #isClosed = false
  #isRetrying = false
  /** What waited was too much: what happened since then is in no stream. */
  #isBroken = false
  #sincePruned = 0

  constructor(parts: Parts) {
    this.#parts = parts
    const head = parts.store.open(() => parts.newId('stream'))
    this.#streamId = head.streamId
    this.#control = head.control
    this.#telemetry = new TelemetryRing(head.telemetry)
    parts.store.prune(parts.time.now().wallMs)
  }

  /** What is on disk, and the last of telemetry. */
  get head(): { readonly streamId: StreamId; readonly control: number; readonly telemetry: number } {
    return { streamId: this.#streamId, control: this.#control, telemetry: this.#telemetry.head }
  }

  /** Takes an event that no console may miss. */
  control<T extends EventType>(type: T, body: PointBody<T>, scope: Scope): void {
    if (this.#isClosed || this.#isBroken) return
    const event = this.#event(type, body, scope)
    const text = this.#printed(event)
    if (text === null) return
    this.#waiting.push(toStored(event, text))
    this.#waitingBytes += text.length
    if (this.#waitingBytes > MOST_WAITING_BYTES) this.#break()
    this.#schedule()
  }

  /** Takes an event that may fall into a gap. */
  telemetry<T extends EventType>(type: T, body: PointBody<T>, scope: Scope): void {
    if (this.#isClosed) return
    const event = this.#event(type, body, scope)
    const text = this.#printed(event)
    if (text === null) return
    this.#telemetry.add(event, text.length)
    this.#schedule()
  }

  /** Calls back whenever there is something new to send. Returns what ends that. */
  onGrown(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  controlAfter(seq: number, most: number): readonly NumberedEvent[] {
    return seq >= this.#control ? [] : this.#parts.store.after(seq, most).map(fromStored)
  }

  telemetryAfter(seq: number, most: number): readonly Telemetry<StreamEvent>[] {
    return this.#telemetry.after(seq, most)
  }

  /** Whether every control event after a number is still held. */
  holdsAfter(seq: number): boolean {
    if (seq > this.#control) return false
    return seq === this.#control || (this.#parts.store.oldest() ?? Number.POSITIVE_INFINITY) <= seq + 1
  }

  /** Begins another stream: this point is an old copy of itself, and its numbers were given out before. */
  rotate(): void {
    const head = this.#parts.store.begin(this.#parts.newId('stream'))
    this.#streamId = head.streamId
    this.#control = 0
    this.#telemetry = new TelemetryRing(0)
  }

  /** Writes what waits. False where the disk did not take it: then it waits on, and nobody has heard it. */
  flush(): boolean {
    this.#isScheduled = false
    try {
      if (this.#isBroken) this.#mend()
      else this.#write()
    } catch (fault) {
      this.#retry(fault)
      return false
    }
    this.#isRetrying = false
    for (const listener of this.#listeners) listener()
    return true
  }

  /** The point ends in order. Only where everything is on disk may the next run go on with this stream. */
  close(): void {
    if (this.#isClosed) return
    if (this.flush()) this.#parts.store.endCleanly(this.#streamId, this.#telemetry.head)
    this.#isClosed = true
  }

  #write(): void {
    const batch = this.#waiting
    if (batch.length === 0) return
    this.#parts.store.append(this.#streamId, batch.map((event, index) => ({ ...event, seq: this.#control + 1 + index })))
    this.#waiting = []
    this.#waitingBytes = 0
    this.#control += batch.length
    this.#prune(batch.length)
  }

  #break(): void {
    this.#isBroken = true
    this.#waiting = []
    this.#waitingBytes = 0
  }

  #mend(): void {
    this.rotate()
    this.#isBroken = false
    this.#parts.log('Events for the consoles were lost while the disk took nothing. Another stream has begun.', { what: 'stream_broken' })
    this.#parts.onBroken?.()
  }

  /** One attempt a second, however much happens meanwhile, and one line until it is over. */
  #retry(fault: unknown): void {
    if (this.#isRetrying) return
    this.#isRetrying = true
    this.#parts.log(`Events for the consoles could not be written down; they wait. ${String(fault).slice(0, 200)}`, { what: 'stream_failed' })
    const again = () => void this.#parts.time.after(RETRY_MS, () => {
      if (this.#isRetrying && !this.#isClosed && !this.flush()) again()
    })
    again()
  }

  /**
   * The body as it will be stored and sent. Null for one that has no JSON or fits into no frame: a mistake of ours, and
   * left out alone, because it would hold up everything behind it for ever.
   */
  #printed({ type, body }: StreamEvent): string | null {
    try {
      return printBody(body)
    } catch (fault) {
      this.#parts.log(`A ${type} could not be told to the consoles. ${String(fault).slice(0, 200)}`, { what: 'event_untold' })
      return null
    }
  }

  #event<T extends EventType>(type: T, body: PointBody<T>, scope: Scope): StreamEvent {
    return { id: this.#parts.newId('message'), type, body, scope, atMs: this.#parts.time.now().wallMs, epoch: this.#parts.epoch() }
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isRetrying) return
    this.#isScheduled = true
    setImmediate(() => void (this.#isClosed || this.flush()))
  }

  #prune(written: number): void {
    this.#sincePruned += written
    if (this.#sincePruned < PRUNE_EVERY) return
    this.#sincePruned = 0
    this.#parts.store.prune(this.#parts.time.now().wallMs)
  }
}
