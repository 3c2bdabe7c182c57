import { CLOSE, type Frame, type PointBody } from '../../../shared/protocol/index.ts'
import type { ClockWatch } from './ClockWatch.ts'
import { badFrame, ended, refused, type Halt } from './endings.ts'
import type { Arrival } from './Inflow.ts'
import type { PointWord } from './PointWord.ts'
import type { LinkReports, Pin, StreamFrame } from './ports.ts'
import { placeAfter, type Resumption } from './resumption.ts'
import { SnapshotParts } from './SnapshotParts.ts'
import type { StreamMemory, StreamName, Succession } from './StreamMemory.ts'

/** Everything that an attached link takes frames in with. */
export interface ReceptionParts {
  readonly pin: Pin
  readonly reports: LinkReports
  readonly memory: StreamMemory
  readonly word: PointWord
  readonly clock: ClockWatch
  /** Says, in its own time, that a stream is on disk up to here. */
  readonly ack: (stream: StreamName, seq: number) => void
  readonly pong: (nonce: string) => void
}

type Reset = Extract<Resumption, { status: 'reset' }>

/** Takes in what an attached point sends, one frame after the other. Each call gives null, or why the link must end. */
export class Reception {
  readonly #parts: ReceptionParts
  /** Set while the parts of a snapshot are awaited; no event may come before it is whole. */
  #awaited: { readonly reset: Reset; readonly parts: SnapshotParts } | null

  constructor(parts: ReceptionParts, resumption: Exclude<Resumption, { status: 'refused' }>) {
    this.#parts = parts
    this.#awaited = resumption.status === 'reset' ? { reset: resumption, parts: new SnapshotParts() } : null
  }

  async take(frame: Frame<'point'>, arrival: Arrival): Promise<Halt | null> {
    const { pin: { pointId }, reports, clock, pong } = this.#parts
    switch (frame.type) {
      case 'ping':
        pong(frame.body.nonce)
        return this.#hearPing(frame.body, arrival)
      case 'pong':
        clock.came(frame.body.nonce, arrival.atMs)
        return null
      case 'receipt':
        reports.onReceipt(pointId, frame.body.envelope)
        return null
      case 'lock.receipt':
        reports.onLockReceipt(pointId, frame.body.envelope)
        return null
      case 'point.statement':
        return this.#hearStatement(frame.body)
      case 'result':
        if (frame.head.re === undefined) return this.#bad('a result that answers nothing')
        reports.onResult(pointId, frame.head.re, frame.body)
        return null
      case 'snapshot':
        return this.#takeSnapshot(frame.body, arrival)
      case 'hello':
      case 'attached':
      case 'pair.confirm':
        return this.#bad(`a ${frame.type} in the middle of an attachment`)
      default:
        return this.#takeEvent(frame, arrival)
    }
  }

  /** The point named its epoch of now. */
  hearEpoch(epoch: number): void {
    this.#complain(this.#parts.word.hearEpoch(epoch))
  }

  /** A numbered frame of a kind that only a newer console knows: its number counts, its content does not. */
  pass(stream: StreamName, seq: number, { bytes }: Arrival): Halt | null {
    const succession = this.#parts.memory.judge(stream, seq, bytes)
    return succession === 'next' ? this.#reached(stream, seq) : this.#outOfTurn(succession, stream, seq)
  }

  #hearPing({ server_time, epoch, last_seq }: PointBody<'ping'>, { atMs }: Arrival): null {
    const { pin, reports, clock } = this.#parts
    this.hearEpoch(epoch)
    reports.onPing(pin.pointId, { ...clock.told(Date.parse(server_time), atMs), epoch, lastSeq: last_seq })
    return null
  }

  #hearStatement({ envelope }: PointBody<'point.statement'>): null {
    const { status, contradiction } = this.#parts.word.hearStatement(envelope)
    this.#complain(contradiction)
    if (status === 'heard') this.#parts.reports.onStatement(this.#parts.pin.pointId, envelope)
    return null
  }

  async #takeSnapshot(body: PointBody<'snapshot'>, { bytes }: Arrival): Promise<Halt | null> {
    const { pin, reports, memory } = this.#parts
    if (this.#awaited === null) return this.#bad('a snapshot that was not announced')
    const { reset, parts } = this.#awaited
    const step = parts.add(body, bytes.length)
    if (step.status === 'refused') return this.#bad(step.reason)
    if (step.status === 'more') return null

    const before = memory.at
    const at = placeAfter(reset, before, step.snapshot.as_of)
    if (before?.streamId === reset.streamId && at.control < before.control) {
      this.#complain(`The point at ${this.#at} went back to event ${at.control} of a stream of which this console holds ${before.control}. It was put back from an old copy, or it lies.`)
    }
    const kept = await this.#keep(() => reports.onSnapshot(pin.pointId, step.snapshot, reset.streamId, reset.lost))
    if (kept !== null) return kept
    memory.restart(reset.streamId, at)
    this.#awaited = null
    return null
  }

  async #takeEvent(frame: StreamFrame, { bytes }: Arrival): Promise<Halt | null> {
    const { pin, reports, memory, word } = this.#parts
    const { stream, seq, ts } = frame.head
    const at = memory.at
    if (stream === undefined || seq === undefined) return this.#bad(`a ${frame.type} outside of the streams`)
    if (this.#awaited !== null || at === null) return this.#bad(`a ${frame.type} before the snapshot was whole`)
    if (frame.type === 'gap' && !isGapOf(stream, seq, frame.body)) return this.#bad('a gap that is none')

    const last = frame.type === 'gap' ? frame.body.to : seq
    const succession = frame.type === 'gap' ? memory.judgeGap(stream, frame.body.from, last) : memory.judge(stream, seq, bytes)
    if (succession !== 'next') return this.#outOfTurn(succession, stream, seq)
    const kept = await this.#keep(() => reports.onEvent(pin.pointId, { streamId: at.streamId, stream, seq: last, ts, frame }))
    if (kept !== null) return kept
    if (frame.type === 'epoch.changed') this.#complain(word.hearEpochEvent(frame.body.epoch))
    return this.#reached(stream, last)
  }

  #reached(stream: StreamName, seq: number): null {
    this.#parts.memory.reach(stream, seq)
    this.#parts.ack(stream, seq)
    return null
  }

  #outOfTurn(succession: Exclude<Succession, 'next'>, stream: StreamName, seq: number): Halt | null {
    const { memory, ack } = this.#parts
    const reached = memory.at?.[stream] ?? 0
    if (succession === 'hole') return { ending: ended(`Events ${reached + 1} to ${seq - 1} of the point at ${this.#at} did not arrive; they are asked for again.`), code: CLOSE.badFrame }
    if (succession === 'repeated') {
      ack(stream, reached)
      return null
    }
    const sentence = `The point at ${this.#at} sent two different events under number ${seq} of its ${stream} stream. It was put back from an old copy, or it lies. Look at it on its host before anything is approved there.`
    this.#complain(sentence)
    return { ending: refused(sentence), code: CLOSE.fork }
  }

  /** Waits until something is on disk. Where that fails nothing is acknowledged, and the point sends it again. */
  async #keep(write: () => Promise<void>): Promise<Halt | null> {
    try {
      await write()
      return null
    } catch {
      return { ending: ended(`What the point at ${this.#at} sent could not be recorded here; it is asked for again. Look at the decision log and at the disk of this console.`), code: CLOSE.goingAway }
    }
  }

  #complain(sentence: string | null): void {
    if (sentence !== null) this.#parts.reports.onAlarm(this.#parts.pin.pointId, sentence)
  }

  #bad(what: string): Halt {
    return badFrame(this.#at, what)
  }

  get #at(): string {
    return this.#parts.pin.address
  }
}

/** Telemetry alone may have gaps, and a gap takes the place of the numbers that it names. */
const isGapOf = (stream: StreamName, seq: number, { from, to }: PointBody<'gap'>) => stream === 'telemetry' && from <= to && (seq === from || seq === to)
