import type { AgentId, ChallengeId, PointId, SessionId } from '../../../shared/domain/index.ts'
import type { FeedRows, FeedSnapshot, LogView } from '../../../shared/ipc/views.ts'
import type { Collection, FeedSource } from './Feed.ts'
import { inboxRow } from './inboxRow.ts'
import { Listing } from './Listing.ts'
import { pointView } from './pointView.ts'
import type { Rooms } from './Rooms.ts'
import { agentRow, sessionRow } from './sessionRow.ts'
import { stopView } from './stopView.ts'
import { isPending, type Held } from '../inbox/index.ts'

/** At most this many waiting rows of one point (protocol P10). */
const MOST_WAITING = 50
const MOST_SESSIONS = 1_000

const bySeverity = (a: Held, b: Held) => b.payload.risk.level_id - a.payload.risk.level_id || a.payload.expires_at.localeCompare(b.payload.expires_at)

/** Makes rows from the rooms as they are at this moment, and knows which of many are listed. */
export class RowSource implements FeedSource {
  readonly #rooms: Rooms
  readonly #log: () => LogView
  readonly #inbox = new Listing<Held>({ most: MOST_WAITING, mostEnded: 50, before: bySeverity })
  readonly #sessions = new Listing<null>({ most: MOST_SESSIONS, mostEnded: 100, before: () => 0 })
  readonly #makers: { readonly [K in Collection]: (id: string) => FeedRows[K][string] | undefined }

  constructor(rooms: Rooms, log: () => LogView) {
    this.#rooms = rooms
    this.#log = log
    this.#makers = {
      points: (id) => this.#made(rooms.points.get(id as PointId), pointView),
      inbox: (id) => (this.#inbox.has(id) ? this.#made(rooms.inbox.factsOf(id as ChallengeId) ?? undefined, (facts) => inboxRow(facts, rooms)) : undefined),
      sessions: (id) => (this.#sessions.has(id) ? this.#made(rooms.fleet.session(id as SessionId), (known) => sessionRow(known, rooms, rooms.halt.stops.locksAt(known.pointId))) : undefined),
      agents: (id) => this.#made(rooms.fleet.agent(id as AgentId), (known) => agentRow(known, rooms)),
      stops: (id) => this.#made(rooms.halt.stops.get(id), (stop) => stopView(stop, rooms)),
    }
  }

  row<K extends Collection>(collection: K, id: string): FeedRows[K][string] | undefined {
    return this.#makers[collection](id)
  }

  unlisted(): FeedSnapshot['unlisted'] {
    return { inbox: this.#inbox.unlisted, sessions: this.#sessions.unlisted }
  }

  log(): LogView {
    return this.#log()
  }

  /** A challenge changed. Gives every id whose row may have changed, or come, or gone. */
  challengeChanged(challengeId: ChallengeId): readonly string[] {
    const held = this.#rooms.inbox.challenges.get(challengeId)
    if (held === undefined) return []
    return [challengeId, ...(isPending(held) ? this.#inbox.open(held.pointId, challengeId, held) : this.#inbox.end(challengeId))]
  }

  /** A session changed, as `challengeChanged`. */
  sessionChanged(sessionId: SessionId): readonly string[] {
    const known = this.#rooms.fleet.session(sessionId)
    if (known === undefined) return [sessionId, ...this.#sessions.forget(sessionId)]
    return [sessionId, ...(known.session.state === 'ended' ? this.#sessions.end(sessionId) : this.#sessions.open('all', sessionId, null))]
  }

  #made<T, R>(value: T | undefined, make: (value: T) => R): R | undefined {
    return value === undefined ? undefined : make(value)
  }
}
