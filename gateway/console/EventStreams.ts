import type { MessageId, NewId, StreamId } from '../../shared/domain/index.ts'
import { printCanonicalJson, type JsonValue } from '../../shared/json/index.ts'
import type { PointBody } from '../../shared/protocol/index.ts'
import type { ConsoleStreams, StoredEvent } from '../journal/ConsoleStreams.ts'
import type { ConsoleLog, ConsoleTime } from './api.ts'
import { TelemetryRing, type Telemetry } from './TelemetryRing.ts'
import type { Scope } from './visibility.ts'

/** What can happen in a stream. */
export type EventType = 'session.started' | 'session.updated' | 'session.ended' | 'agent.updated' | 'evaluation.recorded' | 'challenge.raised' | 'challenge.updated' | 'enforcement.recorded' | 'lock.engaged' | 'lock.released' | 'epoch.changed'

/** An event before it is cut to what one console may see. */
export interface StreamEvent {
  /** Of the frame, so that the same event is the same bytes whenever it is sent again. */
  readonly id: MessageId
  readonly type: EventType
  readonly body: PointBody<EventType>
  readonly scope: Scope
  readonly atMs: number
  /** The epoch at that moment: told in place of a control event that somebody may not see. */
  readonly epoch: number
}

export interface NumberedEvent extends StreamEvent {
  readonly seq: number
}

interface Parts {
  readonly store: ConsoleStreams
  readonly time: ConsoleTime
  readonly newId: NewId
  readonly epoch: () => number
  readonly log: ConsoleLog
}

const RETRY_MS = 1_000
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
  #waiting: StreamEvent[] = []
  #telemetry: TelemetryRing<StreamEvent>
  #isScheduled = false
  #isClosed = false
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
    if (this.#isClosed) return
    this.#waiting.push(this.#event(type, body, scope))
    this.#schedule()
  }

  /** Takes an event that may fall into a gap. */
  telemetry<T extends EventType>(type: T, body: PointBody<T>, scope: Scope): void {
    if (this.#isClosed) return
    this.#telemetry.add(this.#event(type, body, scope), JSON.stringify(body).length)
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
    const batch = this.#waiting
    if (batch.length > 0) {
      try {
        this.#parts.store.append(this.#streamId, batch.map((event, index) => toStored(event, this.#control + 1 + index)))
      } catch (fault) {
        this.#parts.log(`${batch.length} events for the consoles could not be written down; they wait. ${String(fault).slice(0, 200)}`, { what: 'stream_failed' })
        return false
      }
      this.#waiting = []
      this.#control += batch.length
      this.#prune(batch.length)
    }
    for (const listener of this.#listeners) listener()
    return true
  }

  /** The point ends in order. Only where everything is on disk may the next run go on with this stream. */
  close(): void {
    if (this.#isClosed) return
    if (this.flush()) this.#parts.store.endCleanly(this.#streamId, this.#telemetry.head)
    this.#isClosed = true
  }

  #event<T extends EventType>(type: T, body: PointBody<T>, scope: Scope): StreamEvent {
    return { id: this.#parts.newId('message'), type, body, scope, atMs: this.#parts.time.now().wallMs, epoch: this.#parts.epoch() }
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      if (!this.#isClosed && !this.flush()) this.#parts.time.after(RETRY_MS, () => this.#schedule())
    })
  }

  #prune(written: number): void {
    this.#sincePruned += written
    if (this.#sincePruned < PRUNE_EVERY) return
    this.#sincePruned = 0
    this.#parts.store.prune(this.#parts.time.now().wallMs)
  }
}

const toStored = ({ id, type, body, scope, atMs, epoch }: StreamEvent, seq: number): StoredEvent => ({ seq, id, atMs, type, body: printCanonicalJson(body as unknown as JsonValue), scope: JSON.stringify(scope), epoch })

/** Our own rows, written by `toStored`. */
const fromStored = ({ seq, id, atMs, type, body, scope, epoch }: StoredEvent): NumberedEvent => ({ seq, id: id as MessageId, atMs, type: type as EventType, body: JSON.parse(body) as PointBody<EventType>, scope: JSON.parse(scope) as Scope, epoch })
