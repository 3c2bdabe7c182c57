import type { PointId, StreamId } from '../../../shared/domain/index.ts'
import type { PublicKey } from '../../../shared/evidence/index.ts'
import type { ConsoleBody, ConsoleFrameType, EnvelopeOnWire, Frame, PointBody } from '../../../shared/protocol/index.ts'

/** What this console knows of a point since it was paired. */
export interface Pin {
  readonly address: string
  readonly pointId: PointId
  readonly name: string
  readonly key: PublicKey
  /** Digest of the TLS key (SHA-256 of its SPKI), or null on loopback. */
  readonly certificateKey: string | null
}

/** How a link stands, as everybody else may know it. */
export type LinkState =
  | { readonly status: 'connecting'; readonly sinceMs: number }
  | { readonly status: 'attached'; readonly sinceMs: number; readonly linkNumber: number }
  /** Connected and attached, and nothing was heard for the dead time; the connection is being made anew. */
  | { readonly status: 'silent'; readonly sinceMs: number; readonly reason: string }
  | { readonly status: 'waiting'; readonly sinceMs: number; readonly reason: string; readonly retryAtMs: number }
  /** Trying again as it is would not help: another key, no role, a fork. A person must look. */
  | { readonly status: 'refused'; readonly sinceMs: number; readonly reason: string }

/** An event of a stream: its frame is checked, its sequence number is the next one, nothing about its content is judged. */
export type StreamFrame = Extract<Frame<'point'>, { type: 'session.started' | 'session.updated' | 'session.ended' | 'agent.updated' | 'evaluation.recorded' | 'challenge.raised' | 'challenge.updated' | 'enforcement.recorded' | 'lock.engaged' | 'lock.released' | 'policy.changed' | 'epoch.changed' | 'gap' }>

/** Where a console stands in a point's streams; kept durably by whoever hears the events, and handed back on a restart. */
export interface ResumePoint {
  readonly streamId: StreamId
  readonly control: number
  readonly telemetry: number
}

/** What links report. They hold no state of the domain. Handlers that return a promise are awaited before the `ack`. */
export interface LinkReports {
  onState(pointId: PointId, state: LinkState): void
  /** The point proved its key and let us in. Told before its snapshot and events. */
  onAttached(pointId: PointId, attached: PointBody<'attached'>, hello: PointBody<'hello'>): void
  /** All parts as one, where a stream was reset; `lost` says what range of control events this console will never see. */
  onSnapshot(pointId: PointId, snapshot: Omit<PointBody<'snapshot'>, 'part' | 'parts'>, streamId: StreamId, lost: { readonly reason: string } | null): Promise<void>
  /** Resolves once event and sequence number are on disk in one transaction; a rejection closes the link without an ack. */
  onEvent(pointId: PointId, event: { readonly streamId: StreamId; readonly stream: 'control' | 'telemetry'; readonly seq: number; readonly ts: string; readonly frame: StreamFrame }): Promise<void>
  onReceipt(pointId: PointId, envelope: EnvelopeOnWire): void
  onLockReceipt(pointId: PointId, envelope: EnvelopeOnWire): void
  onStatement(pointId: PointId, envelope: EnvelopeOnWire): void
  onResult(pointId: PointId, re: string, result: PointBody<'result'>): void
  onPing(pointId: PointId, facts: { readonly roundTripMs: number; readonly clockOffsetMs: number; readonly epoch: number; readonly lastSeq: number }): void
  /** The attachment is over; what was sent on it and not answered is unconfirmed. Told once for each attachment. */
  onDetached(pointId: PointId, linkNumber: number): void
  /** The point said something that cannot be: another signature, a sequence number with other bytes, an epoch that goes back. */
  onAlarm(pointId: PointId, sentence: string): void
}

/** What links are asked to do. */
export interface LinkCommands {
  add(pin: Pin, resume: ResumePoint | null, newestStatement: EnvelopeOnWire | null): void
  /** Writes a frame to an attached point at once. Null where there is no attachment: nothing was written. */
  send<T extends ConsoleFrameType>(pointId: PointId, type: T, body: ConsoleBody<T>): { readonly messageId: string; readonly linkNumber: number } | null
  retryNow(): void
  /** Ends every link; nothing is reported afterwards. */
  close(): void
}
