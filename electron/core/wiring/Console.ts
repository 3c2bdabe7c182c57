import type { ChallengeId, PointId } from '../../../shared/domain/index.ts'
import type { PublicKey } from '../../../shared/evidence/index.ts'
import type { MainToCore } from '../../../shared/ipc/mainAndCore.ts'
import type { Asked } from '../../../shared/ipc/windowToCore.ts'
import { CardTeller, Feed, RowSource, type Rooms } from '../feed/index.ts'
import { Fleet, Points } from '../fleet/index.ts'
import { Halt } from '../halt/index.ts'
import { IdentityFault, type Identity } from '../identity/index.ts'
import { Inbox } from '../inbox/index.ts'
import { LedgerFault, type Draft } from '../ledger/index.ts'
import type { LinkCommands } from '../links/index.ts'
import { alarmDraft, LogBook, noteDraft, type Witness } from '../log/index.ts'
import { Sealer, Telemetry } from '../telemetry/index.ts'
import { logReset } from './logReset.ts'
import type { MainPort } from './MainPort.ts'
import { Pairings } from './Pairings.ts'
import { Pins } from './Pins.ts'
import type { CoreParts } from './parts.ts'
import { Recorder } from './Recorder.ts'
import { Replay } from './replay.ts'
import { Reports } from './Reports.ts'
import { haltPorts, inboxPorts } from './roomPorts.ts'

export type Beginning = Extract<MainToCore, { kind: 'begin' }>

/** What the core is told by main beside requests, and may change at any time. */
export interface Situation {
  readonly reviewerKey: () => PublicKey | null
  readonly isScreenLocked: () => boolean
}

interface ConsoleParts {
  readonly core: CoreParts
  readonly main: MainPort
  readonly beginning: Beginning
  readonly identity: Identity
  readonly log: LogBook
  readonly situation: Situation
}

/** How often what could not be written is tried again. */
const CATCH_UP_MS = 5_000
/** Time for the answer to reach the window before the process ends. */
const RESTART_MS = 250

/** The rooms of a core that knows who it is, connected with each other, with the links and with main. */
export class Console {
  readonly rooms: Rooms
  readonly log: LogBook
  readonly feed: Feed
  readonly pairings: Pairings
  readonly #parts: ConsoleParts
  readonly #links: LinkCommands & { reviewerChanged(): void }
  readonly #telemetry: Telemetry
  readonly #sealer: Sealer
  readonly #recorder: Recorder
  readonly #rows: RowSource
  readonly #pins: Pins
  readonly #card: CardTeller
  readonly #reviewerKeys = new Map<string, PublicKey>()
  #isReplaying = true
  #isClosed = false

  constructor(parts: ConsoleParts) {
    const { core, main, beginning, identity, log } = parts
    this.#parts = parts
    this.log = log
    const { now, after } = core.surroundings
    const wired = { core, main, log, identity, situation: parts.situation, send: (...args: Parameters<LinkCommands['send']>) => this.#links.send(...args), pointOf: (pointId: PointId) => this.rooms.points.get(pointId), proofLeft: (pointId: PointId, payloadHash: string) => this.rooms.points.proofLeft(pointId, payloadHash), alarm: this.#alarm }
    const points = new Points({ now, changed: (pointId) => this.#pointChanged(pointId) })
    const fleet = new Fleet({ sessionChanged: (id) => this.#mark('sessions', this.#rows.sessionChanged(id)), agentChanged: (id) => this.#mark('agents', [id]) })
    const inbox = new Inbox({ ...inboxPorts(wired), changed: (id) => this.#mark('inbox', this.#rows.challengeChanged(id)) })
    const halt = new Halt({ ...haltPorts(wired), changed: (id) => this.#stopChanged(id) })
    this.rooms = { points, fleet, inbox, halt }
    this.#rows = new RowSource(this.rooms, () => log.view())
    this.feed = new Feed({ source: this.#rows, after, send: (patch) => main.tellWindow('window.feedPatched', patch), beat: () => this.#card.beat() })
    this.#card = new CardTeller(this.rooms, (card) => main.tellWindow('window.cardChanged', card))

    this.#telemetry = new Telemetry(core.openTelemetry(beginning.folder), now)
    this.#recorder = new Recorder(log)
    this.#sealer = new Sealer({ telemetry: this.#telemetry, append: (drafts) => log.append(drafts), after })
    const reports = new Reports({ rooms: this.rooms, recorder: this.#recorder, telemetry: this.#telemetry, note: this.note, alarm: this.#alarm, failed: (fault) => core.report('links', fault), logOrigin: identity.logOrigin, otherLog: (pointId, oldOrigin) => this.#resetLog(pointId, oldOrigin) })
    const self = { consoleId: identity.consoleId, name: identity.name, version: beginning.appVersion, key: identity.key }
    const { mayLeaveThisHost } = beginning
    this.#links = core.newLinks({ reports, self, reviewerKid: () => parts.situation.reviewerKey()?.kid ?? null, mayLeaveThisHost, newId: core.newId, surroundings: core.surroundings })
    this.#pins = new Pins({ points, identity, log, telemetry: this.#telemetry, links: this.#links, note: this.note, alarm: this.#alarm })
    this.pairings = new Pairings({
      beginPairing: core.beginPairing,
      facts: { self, logOrigin: identity.logOrigin, mayLeaveThisHost, newId: core.newId, surroundings: core.surroundings, onPin: (pin) => this.#pins.pair(pin) },
      reviewerKey: parts.situation.reviewerKey,
      tell: (view) => main.tellWindow('window.pairingChanged', view),
    })
  }

  /** Reads the log, and calls every point. */
  begin(): void {
    const { identity, beginning, log } = this.#parts
    for (const pin of identity.pins()) this.rooms.points.add(pin)
    if (log.reader !== null) this.#replay(log.reader)
    this.rooms.inbox.replayed(this.rooms.points.all().map(({ pointId }) => pointId))
    this.#isReplaying = false
    log.onCommitted(() => this.feed.markRest())
    this.reviewerChanged()
    for (const pin of identity.pins()) this.#pins.call(pin)
    if (beginning.localPoint !== null) this.#pins.addLocal(beginning.localPoint)
    this.#sealer.begin()
    this.#keepUp()
  }

  /** The reviewer's key is known, or is another one. Every one that was ever used here is kept for reading the log. */
  reviewerChanged(): void {
    const key = this.#parts.situation.reviewerKey()
    if (key !== null && !this.#reviewerKeys.has(key.kid)) {
      this.#reviewerKeys.set(key.kid, key)
      this.note([noteDraft('console.reviewer_key', { kid: key.kid, x: key.x })])
    }
    this.#links.reviewerChanged()
    this.situationChanged()
  }

  /** Something that every card depends on changed. */
  situationChanged(): void {
    this.feed.markRest()
  }

  retryLinks(): void {
    this.#links.retryNow()
  }

  /** A person wants a new log in the place of one that is beyond mending. The points hear of it by `log.reset`. */
  beginNewLog(): Asked {
    const { identity, core } = this.#parts
    if (!this.log.mayBeginAnew) return { status: 'refused', code: 'log_stands', sentence: 'A new log begins only where this one is lost, damaged or not of this console.' }
    try {
      const { newOrigin } = identity.beginNewOrigin()
      core.surroundings.after(RESTART_MS, core.restart)
      return { status: 'done', id: newOrigin }
    } catch (fault) {
      if (!(fault instanceof IdentityFault)) throw fault
      return { status: 'refused', code: 'disk', sentence: fault.message }
    }
  }

  get witness(): Witness {
    const { identity } = this.#parts
    const findKey = (kid: string) => this.#reviewerKeys.get(kid) ?? this.rooms.points.all().find(({ key }) => key.kid === kid)?.key ?? (kid === identity.key.publicKey.kid ? identity.key.publicKey : undefined)
    return { findKey, origin: identity.logOrigin, consoleKey: identity.key.publicKey }
  }

  close(): void {
    this.#isClosed = true
    this.feed.close()
    this.#links.close()
    this.#sealer.stop()
    this.#telemetry.close()
    this.log.close()
  }

  /** Records what nothing waits for. A log that takes nothing says so itself. */
  readonly note = (drafts: readonly Draft[]): void => {
    if (this.#isReplaying) return
    this.log.append(drafts).catch((fault: unknown) => {
      if (!(fault instanceof LedgerFault)) this.#parts.core.report('log', fault)
    })
  }

  readonly #alarm = (pointId: PointId, sentence: string, challengeId: ChallengeId | null, isOfThePoint: boolean): void => {
    this.note([alarmDraft(pointId, sentence, challengeId === null ? {} : { challengeId })])
    if (isOfThePoint) this.rooms.points.update(pointId, { contradiction: sentence })
  }

  #replay(reader: NonNullable<LogBook['reader']>): void {
    try {
      new Replay(this.rooms, (key) => void this.#reviewerKeys.set(key.kid, key)).run(reader)
    } catch (fault) {
      // What cannot be read is not known; the points tell their state anew.
      if (!(fault instanceof LedgerFault)) throw fault
      this.#parts.core.report('log', fault)
    }
  }

  #resetLog(pointId: PointId, oldOrigin: string): void {
    const { core, identity, log } = this.#parts
    const checkpoint = log.isWritable ? (log.reader?.checkpoint() ?? null) : null
    if (checkpoint === null) return
    const facts = { pointId, consoleId: identity.consoleId, key: identity.key, oldOrigin, newOrigin: identity.logOrigin, checkpoint, nonce: core.newNonce() }
    this.#links.send(pointId, 'log.reset', logReset(facts))
  }

  #keepUp(): void {
    this.#parts.core.surroundings.after(CATCH_UP_MS, () => {
      if (this.#isClosed) return
      Promise.all([this.log.mend(), this.#recorder.catchUp()]).catch((fault: unknown) => {
        if (!(fault instanceof LedgerFault)) this.#parts.core.report('log', fault)
      }).finally(() => this.#keepUp())
    })
  }

  #mark(collection: 'inbox' | 'sessions' | 'agents', ids: readonly string[]): void {
    for (const id of ids) this.feed.mark(collection, id)
  }

  #pointChanged(pointId: PointId): void {
    this.feed.markPoint(pointId)
  }

  /** A lock shows on the sessions that it covers. */
  #stopChanged(stopId: string): void {
    this.feed.mark('stops', stopId)
    for (const { pointId } of this.rooms.halt.stops.pointsOf(stopId)) this.feed.markPoint(pointId)
  }
}
