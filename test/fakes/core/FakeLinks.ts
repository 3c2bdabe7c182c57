import type { PointId } from '../../../shared/domain/index.ts'
import type { ConsoleBody, ConsoleFrameType, EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import type { LinkCommands, LinkReports, LinksOptions, Pin, ResumePoint } from '../../../electron/core/links/index.ts'

export interface SentFrame {
  readonly pointId: PointId
  readonly type: ConsoleFrameType
  readonly body: ConsoleBody<ConsoleFrameType>
  readonly linkNumber: number
}

/** Links without sockets: what is sent is kept, and what points say is the test's to say. */
export class FakeLinks implements LinkCommands {
  readonly reports: LinkReports
  readonly sent: SentFrame[]
  readonly added: { readonly pin: Pin; readonly resume: ResumePoint | null; readonly statement: EnvelopeOnWire | null }[] = []
  /** Told before and after each frame is written; may throw. */
  readonly #step: (name: string) => void
  readonly #attached = new Map<PointId, number>()
  #numbers = 0
  #messages = 0

  constructor({ reports }: Pick<LinksOptions, 'reports'>, sent: SentFrame[], step: (name: string) => void) {
    this.reports = reports
    this.sent = sent
    this.#step = step
  }

  add(pin: Pin, resume: ResumePoint | null, statement: EnvelopeOnWire | null): void {
    this.added.push({ pin, resume, statement })
  }

  send<T extends ConsoleFrameType>(pointId: PointId, type: T, body: ConsoleBody<T>): { readonly messageId: string; readonly linkNumber: number } | null {
    const linkNumber = this.#attached.get(pointId)
    if (linkNumber === undefined) return null
    this.#step(`before send ${type}`)
    this.sent.push({ pointId, type, body, linkNumber })
    this.#step(`after send ${type}`)
    return { messageId: `msg_${++this.#messages}`, linkNumber }
  }

  attach(pointId: PointId, nowMs: number): void {
    const linkNumber = ++this.#numbers
    this.#attached.set(pointId, linkNumber)
    this.reports.onState(pointId, { status: 'attached', sinceMs: nowMs, linkNumber })
  }

  detach(pointId: PointId, nowMs: number): void {
    const linkNumber = this.#attached.get(pointId)
    if (linkNumber === undefined) return
    this.#attached.delete(pointId)
    this.reports.onDetached(pointId, linkNumber)
    this.reports.onState(pointId, { status: 'waiting', sinceMs: nowMs, reason: 'cut', retryAtMs: nowMs + 500 })
  }

  retryNow(): void {}
  reviewerChanged(): void {}
  close(): void {
    this.#attached.clear()
  }
}
