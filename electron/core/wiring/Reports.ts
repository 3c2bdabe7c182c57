import type { PointId } from '../../../shared/domain/index.ts'
import { verifyEnvelope } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { PAYLOADS, type EnvelopeOnWire, type PointBody } from '../../../shared/protocol/index.ts'
import type { Rooms } from '../feed/index.ts'
import { judgeStatement, onlyKeyOf } from '../fleet/index.ts'
import type { Draft } from '../ledger/index.ts'
import type { LinkReports, LinkState } from '../links/index.ts'
import { noteDraft } from '../log/index.ts'
import type { Telemetry } from '../telemetry/index.ts'
import { applyEvent, applySnapshot, subjectsOf } from './applyEvent.ts'
import { eventDraft, snapshotDrafts } from './eventDrafts.ts'
import type { Recorder } from './Recorder.ts'

interface ReportsParts {
  readonly rooms: Rooms
  readonly recorder: Recorder
  readonly telemetry: Telemetry
  /** For what no answer waits on; what goes wrong with it is said elsewhere. */
  readonly note: (drafts: readonly Draft[]) => void
  readonly alarm: (pointId: PointId, sentence: string, challengeId: null, isOfThePoint: boolean) => void
  readonly failed: (fault: unknown) => void
  /** A point remembers a log of this console that is not the one of now. */
  readonly otherLog: (pointId: PointId, oldOrigin: string) => void
  readonly logOrigin: string
}

type Told<K extends keyof LinkReports> = Parameters<LinkReports[K]>

/** What links report becomes entries first, and then what the rooms know. */
export class Reports implements LinkReports {
  readonly #parts: ReportsParts
  /** Up to which control event a point must be heard before its record settles what is unconfirmed. */
  readonly #settleAt = new Map<PointId, number>()

  constructor(parts: ReportsParts) {
    this.#parts = parts
  }

  onState(pointId: PointId, state: LinkState): void {
    this.#parts.rooms.points.stand(pointId, state)
  }

  onAttached(pointId: PointId, { roles, groups, reviewer, epoch, log, control }: PointBody<'attached'>, hello: PointBody<'hello'>): void {
    const { rooms: { points, inbox, halt }, note } = this.#parts
    const before = points.get(pointId)
    if (before === undefined) return
    const admission = { roles, groups, reviewer }
    if (JSON.stringify(admission) !== JSON.stringify(before.admission)) note([noteDraft('point.attached', { point_id: pointId, ...admission }, { pointId })])
    points.admitted(pointId, { admission, epoch, head: log, serverTimeMs: Date.parse(hello.server_time) })
    // A point that knows that it was put back begins a stream of its own in an epoch above every earlier one: what was wrong is over.
    const streamId = control.outcome === 'reset' ? control.stream_id : (before.place?.streamId ?? null)
    const hasBegunAnew = control.outcome === 'reset' && streamId !== before.place?.streamId && epoch > Math.max(before.epoch, before.statement?.payload.epoch ?? 0)
    if (hasBegunAnew) points.update(pointId, { anewIn: streamId, rollback: null, contradiction: null })
    else if (before.anewIn !== streamId) points.update(pointId, { anewIn: null })
    if (log !== null && log.origin !== this.#parts.logOrigin) this.#parts.otherLog(pointId, log.origin)
    // Stops first: nothing that follows may hold them up.
    halt.attached(pointId)
    inbox.attached(pointId)
    this.#settleAt.set(pointId, control.outcome === 'resumed' ? control.to : Number.MAX_SAFE_INTEGER)
    this.#settle(pointId)
  }

  async onSnapshot(...[pointId, snapshot, streamId, lost]: Told<'onSnapshot'>): Promise<void> {
    const { rooms, recorder, telemetry } = this.#parts
    const gap = lost === null ? [] : [noteDraft('stream.gap', { point_id: pointId, stream_id: streamId, reason: lost.reason, as_of: snapshot.as_of }, { pointId })]
    await recorder.record([...gap, ...snapshotDrafts(pointId, streamId, snapshot)])
    if (!applySnapshot(rooms, pointId, streamId, snapshot)) this.#foreign(pointId)
    telemetry.setPlace(pointId, streamId, snapshot.as_of.telemetry)
    this.#settleAt.set(pointId, snapshot.as_of.control)
    this.#settle(pointId)
  }

  async onEvent(...[pointId, { streamId, stream, seq, frame }]: Told<'onEvent'>): Promise<void> {
    const { rooms, recorder, telemetry } = this.#parts
    if (stream === 'telemetry') {
      if (frame.type === 'session.updated' && !rooms.fleet.tellCounts(pointId, frame.body)) this.#foreign(pointId)
      return telemetry.record({ pointId, streamId, seq, type: frame.type, body: frame.body as unknown as JsonObject })
    }
    await recorder.record([eventDraft(pointId, { streamId, seq, frame }, subjectsOf(rooms, frame))])
    if (!applyEvent(rooms, pointId, frame)) this.#foreign(pointId)
    rooms.points.keep(pointId, { place: { streamId, control: seq } })
    this.#settle(pointId)
  }

  onReceipt(pointId: PointId, envelope: EnvelopeOnWire): void {
    const { rooms: { inbox, points }, failed } = this.#parts
    inbox.receipt(pointId, envelope, (head, payloadHash) => points.answered(pointId, payloadHash, head)).catch(failed)
  }

  onLockReceipt(pointId: PointId, envelope: EnvelopeOnWire): void {
    const { rooms: { halt, points }, failed } = this.#parts
    halt.receipt(pointId, envelope, (head, payloadHash) => points.answered(pointId, payloadHash, head)).catch(failed)
  }

  onStatement(pointId: PointId, envelope: EnvelopeOnWire): void {
    const { rooms: { points, halt }, note } = this.#parts
    const point = points.get(pointId)
    if (point === undefined) return
    const verdict = verifyEnvelope({ envelope, name: 'statement', findKey: onlyKeyOf(point) })
    const payload = verdict.status === 'verified' ? PAYLOADS.statement.safeParse(verdict.payload).data : undefined
    if (payload === undefined || payload.point_id !== pointId) return this.#parts.alarm(pointId, 'The point sent a statement that its own key did not sign for it.', null, true)
    const { isNewest, isWorthAnEntry, rollback } = judgeStatement(point.statement?.payload ?? null, payload)
    if (isNewest) points.keep(pointId, { statement: { payload, envelope } })
    if (isNewest && point.rollback !== null) points.update(pointId, { rollback: null })
    if (isWorthAnEntry) note([{ kind: 'point.statement', body: envelope as unknown as JsonObject, subjects: { pointId } }])
    if (rollback === null || rollback === point.rollback) return
    points.update(pointId, { rollback })
    this.#parts.alarm(pointId, rollback, null, false)
    halt.rolledBack(pointId)
  }

  onResult(_pointId: PointId, re: string, result: PointBody<'result'>): void {
    this.#parts.rooms.inbox.result(re, result)
  }

  onPing(pointId: PointId, { roundTripMs, clockOffsetMs, epoch }: Told<'onPing'>[1]): void {
    this.#parts.rooms.points.heard(pointId, { lagMs: roundTripMs, clockOffsetMs, epoch })
  }

  onDetached(pointId: PointId): void {
    const { points, inbox, halt } = this.#parts.rooms
    this.#settleAt.delete(pointId)
    points.update(pointId, { linkNumber: null, head: null, proofOut: null })
    inbox.detached(pointId)
    halt.detached(pointId)
  }

  onAlarm(pointId: PointId, sentence: string): void {
    this.#parts.alarm(pointId, sentence, null, true)
    this.#parts.rooms.halt.rolledBack(pointId)
  }

  #settle(pointId: PointId): void {
    const { rooms: { points, inbox }, failed } = this.#parts
    const until = this.#settleAt.get(pointId)
    if (until === undefined || (points.get(pointId)?.place?.control ?? 0) < until) return
    this.#settleAt.delete(pointId)
    inbox.resynced(pointId).catch(failed)
  }

  #foreign(pointId: PointId): void {
    this.#parts.alarm(pointId, 'The point told of a session or an agent that is another point\'s.', null, true)
  }
}
