import { z } from 'zod'
import type { PointId } from '../../../shared/domain/index.ts'
import { importPublicKey, verifyEnvelope, type PublicKey } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { envelope, FROM_POINT, id, PAYLOADS } from '../../../shared/protocol/index.ts'
import { onlyKeyOf } from '../fleet/index.ts'
import { HALT_KINDS } from '../halt/index.ts'
import { DECISION_KINDS } from '../inbox/index.ts'
import type { LedgerReader, StoredEntry } from '../ledger/index.ts'
import type { StreamFrame } from '../links/index.ts'
import type { Rooms } from '../feed/index.ts'
import { applyEvent, applySnapshot } from './applyEvent.ts'
import type { Snapshot } from './eventDrafts.ts'
import { relevantEntries } from './relevantEntries.ts'

const KINDS = [...DECISION_KINDS, ...HALT_KINDS, 'point.event', 'point.snapshot', 'point.attached', 'point.statement', 'console.reviewer_key']

const event = z.object({ point_id: id('point'), stream_id: id('stream'), seq: z.int(), event: z.string(), body: z.custom<JsonObject>() })
const { agents, sessions, challenges, locks, as_of } = FROM_POINT.snapshot.shape
const piece = z.object({ point_id: id('point'), stream_id: id('stream'), part: z.int(), parts: z.int(), agents, sessions, challenges, locks, as_of })
type Piece = z.infer<typeof piece>
const { roles, groups, reviewer } = FROM_POINT.attached.shape
const attached = z.object({ point_id: id('point'), roles, groups, reviewer })
const reviewerKey = z.object({ x: z.string() })

/** Folds the log into the rooms, so that a core that starts knows what the one before it knew. */
export class Replay {
  readonly #rooms: Rooms
  readonly #learnKey: (key: PublicKey) => void
  #pieces: readonly Piece[] = []

  constructor(rooms: Rooms, learnKey: (key: PublicKey) => void) {
    this.#rooms = rooms
    this.#learnKey = learnKey
  }

  /** Reads what still matters, oldest first. Throws `ledger_unreadable` where SQLite cannot. */
  run(reader: LedgerReader): void {
    for (const n of relevantEntries(reader.outlines({ kinds: KINDS }))) {
      const entry = reader.readEntry(n)
      if (entry !== null) this.#take(entry)
    }
  }

  #take(stored: StoredEntry): void {
    this.#rooms.inbox.replay(stored)
    this.#rooms.halt.replay(stored)
    if (stored.body.status !== 'kept') return
    const { value } = stored.body
    switch (stored.entry.kind) {
      case 'point.event':
        return this.#event(event.safeParse(value).data)
      case 'point.snapshot':
        return this.#piece(piece.safeParse(value).data)
      case 'point.attached':
        return this.#attached(attached.safeParse(value).data)
      case 'point.statement':
        return this.#statement(value)
      case 'console.reviewer_key': {
        const key = importPublicKey(reviewerKey.safeParse(value).data?.x ?? '')
        if (key.status === 'accepted') this.#learnKey(key.key)
      }
    }
  }

  #event(told: z.infer<typeof event> | undefined): void {
    if (told === undefined || !Object.hasOwn(FROM_POINT, told.event)) return
    const type = told.event as StreamFrame['type']
    const body = FROM_POINT[type].safeParse(told.body)
    // The schema that was picked by the type has just proven the body, which the compiler cannot follow.
    if (body.success) applyEvent(this.#rooms, told.point_id, { type, body: body.data } as StreamFrame)
    this.#rooms.points.keep(told.point_id, { place: { streamId: told.stream_id, control: told.seq } })
  }

  #piece(told: Piece | undefined): void {
    if (told === undefined) return
    this.#pieces = told.part === 1 ? [told] : [...this.#pieces, told]
    if (told.part !== told.parts || this.#pieces.length !== told.parts) return
    const snapshot: Snapshot = {
      as_of: told.as_of,
      agents: this.#pieces.flatMap((one) => one.agents), sessions: this.#pieces.flatMap((one) => one.sessions),
      challenges: this.#pieces.flatMap((one) => one.challenges), locks: this.#pieces.flatMap((one) => one.locks),
    }
    applySnapshot(this.#rooms, told.point_id, told.stream_id, snapshot)
  }

  #attached(told: z.infer<typeof attached> | undefined): void {
    if (told !== undefined) this.#rooms.points.update(told.point_id, { admission: { roles: told.roles, groups: told.groups, reviewer: told.reviewer } })
  }

  #statement(value: unknown): void {
    const signed = envelope.safeParse(value)
    if (!signed.success) return
    for (const point of this.#rooms.points.all()) {
      const verdict = verifyEnvelope({ envelope: signed.data, name: 'statement', findKey: onlyKeyOf(point) })
      const payload = verdict.status === 'verified' ? PAYLOADS.statement.safeParse(verdict.payload).data : undefined
      if (payload !== undefined && payload.point_id === (point.pointId satisfies PointId)) this.#rooms.points.keep(point.pointId, { statement: { payload, envelope: signed.data } })
    }
  }
}
