import type { MessageId, NewId } from '../../shared/domain/index.ts'
import { LIMITS, printTime, type PointBody, type PointFrameType } from '../../shared/protocol/index.ts'
import type { ConsoleTime } from './api.ts'
import type { EventStreams } from './EventStreams.ts'
import { inPlaceOf, showEvent } from './showEvent.ts'
import type { Viewer } from './visibility.ts'

export type StreamName = 'control' | 'telemetry'

/** A numbered frame, before it is written. */
export interface StreamDraft {
  readonly id: MessageId
  readonly type: PointFrameType
  readonly body: PointBody<PointFrameType>
  readonly stream: StreamName
  readonly seq: number
  readonly ts: string
}

interface Parts {
  readonly streams: EventStreams
  readonly viewer: Viewer
  readonly newId: NewId
  readonly time: ConsoleTime
  readonly write: (draft: StreamDraft) => void
}

/** So many events that are not for this console are passed over before it is told that its number went on. */
const HIDDEN_AT_MOST = 256

/**
 * The events on their way to one console: control first, at most 64 that it has not acknowledged. What it cannot take of
 * telemetry in time falls into a gap; control waits for it.
 */
export class Outflow {
  readonly #parts: Parts
  readonly #sent: Record<StreamName, number>
  /** The number of each frame that is not acknowledged yet. */
  readonly #inFlight: Record<StreamName, number[]> = { control: [], telemetry: [] }

  /** @param from the numbers that this console has already */
  constructor(parts: Parts, from: Readonly<Record<StreamName, number>>) {
    this.#parts = parts
    this.#sent = { control: from.control, telemetry: from.telemetry }
  }

  /** Sends what may be sent. */
  pump(): void {
    this.#pumpControl()
    this.#pumpTelemetry()
  }

  /** Takes an acknowledgement. False where nothing with that number was sent: the window is violated. */
  ack(stream: StreamName, seq: number): boolean {
    if (seq > this.#sent[stream]) return false
    this.#inFlight[stream] = this.#inFlight[stream].filter((sent) => sent > seq)
    this.pump()
    return true
  }

  get #room(): number {
    return LIMITS.inFlight - this.#inFlight.control.length - this.#inFlight.telemetry.length
  }

  #pumpControl(): void {
    const { streams, viewer } = this.#parts
    for (const event of streams.controlAfter(this.#sent.control, this.#room)) {
      const { type, body } = showEvent(event, viewer) ?? inPlaceOf(event)
      this.#write({ id: event.id, type, body, stream: 'control', seq: event.seq, ts: printTime(event.atMs) }, event.seq)
    }
  }

  #pumpTelemetry(): void {
    const { streams, viewer } = this.#parts
    while (this.#room > 0) {
      const seen = streams.telemetryAfter(this.#sent.telemetry, HIDDEN_AT_MOST)
      const first = seen[0]
      if (first === undefined) return this.#skipTo(streams.head.telemetry, streams.head.telemetry - this.#sent.telemetry)
      const shownAt = seen.findIndex(({ event }) => showEvent(event, viewer) !== null)
      const lost = first.seq - this.#sent.telemetry - 1
      // Nothing for this console yet: its number goes on with the next event that is, or after many.
      if (shownAt < 0 && lost === 0 && seen.length < HIDDEN_AT_MOST) return
      const next = seen[shownAt]
      this.#skipTo(next === undefined ? (seen.at(-1)?.seq ?? this.#sent.telemetry) : next.seq - 1, lost)
      const shown = next === undefined || this.#room <= 0 ? null : showEvent(next.event, viewer)
      if (next !== undefined && shown !== null) this.#write({ id: next.event.id, ...shown, stream: 'telemetry', seq: next.seq, ts: printTime(next.event.atMs) }, next.seq)
    }
  }

  /** A gap has the number of the first event that is in it, and stands for all up to its last. */
  #skipTo(to: number, dropped: number): void {
    const from = this.#sent.telemetry + 1
    if (to < from) return
    const { newId, time } = this.#parts
    this.#write({ id: newId('message'), type: 'gap', body: { from, to, dropped }, stream: 'telemetry', seq: from, ts: printTime(time.now().wallMs) }, to)
  }

  #write(draft: StreamDraft, last: number): void {
    this.#sent[draft.stream] = last
    this.#inFlight[draft.stream].push(draft.seq)
    this.#parts.write(draft)
  }
}
