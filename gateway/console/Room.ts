import type { ConsoleId } from '../../shared/domain/index.ts'
import { CLOSE, type CloseCode, type EnvelopeOnWire } from '../../shared/protocol/index.ts'
import type { ConsoleParts } from './api.ts'
import { announceTo } from './announce.ts'
import { ConsoleViews } from './ConsoleViews.ts'
import { DecisionDesk, type DeskParts } from './DecisionDesk.ts'
import { EventStreams } from './EventStreams.ts'
import { LockDesk } from './LockDesk.ts'
import { LogWitness } from './LogWitness.ts'
import type { Pairing } from './Pairing.ts'
import type { ConsoleEvents } from './ports.ts'
import { ReceiptBook } from './ReceiptBook.ts'
import { judgeStatement, makeStatement } from './statement.ts'

/** An attached link, as far as the room must know it. */
export interface AttachedLink {
  readonly consoleId: ConsoleId
  readonly reviewerKid: string
  end(code: CloseCode, reason: string): void
}

/** What all links of this point have in common. */
export class Room {
  readonly parts: ConsoleParts
  readonly streams: EventStreams
  readonly witness: LogWitness
  readonly views: ConsoleViews
  readonly decisions: DecisionDesk
  readonly locks: LockDesk
  readonly events: ConsoleEvents
  pairing: Pairing | null = null
  readonly #attached = new Map<ConsoleId, AttachedLink>()
  #isRestored: boolean
  #restoring: Promise<unknown> = Promise.resolve()

  constructor(parts: ConsoleParts) {
    const { store, state, acts, time, log, newId, pointKey } = parts
    this.parts = parts
    this.streams = new EventStreams({ store: store.streams, time, newId, log, epoch: () => state.point().epoch, onBroken: () => this.endWhere(() => true, CLOSE.resetRequired, 'events were lost while the disk took nothing') })
    this.witness = new LogWitness(store, log)
    this.views = new ConsoleViews(store)
    this.#isRestored = store.restoredBy() !== null
    const book = new ReceiptBook(store.commands, time)
    const desk: DeskParts = { key: pointKey, state, acts, store, streams: this.streams, witness: this.witness, book, time, log, needsRecovery: () => this.#isRestored }
    this.decisions = new DecisionDesk(desk)
    this.locks = new LockDesk(desk)
    this.events = announceTo({ streams: this.streams, state, people: () => this.#people() })
  }

  get needsRecovery(): boolean {
    return this.#isRestored
  }

  statement(): EnvelopeOnWire {
    const { pointKey, state, time } = this.parts
    return makeStatement({ key: pointKey, state, streams: this.streams, time })
  }

  isAttached(consoleId: ConsoleId): boolean {
    return this.#attached.has(consoleId)
  }

  /** One attachment for each console: an older one ends. */
  enter(link: AttachedLink): void {
    this.#attached.get(link.consoleId)?.end(CLOSE.goingAway, 'this console has attached anew')
    this.#attached.set(link.consoleId, link)
  }

  leave(link: AttachedLink): void {
    if (this.#attached.get(link.consoleId) === link) this.#attached.delete(link.consoleId)
  }

  /** Ends the links that fit. */
  endWhere(isMeant: (link: AttachedLink) => boolean, code: CloseCode, reason: string): void {
    for (const link of this.#attached.values()) if (isMeant(link)) link.end(code, reason)
  }

  /**
   * Looks at a statement that a console has kept. One of our own that is ahead of us shows that this point was put back
   * from an old copy: what waits or was approved is void, and another stream begins, because the numbers of this one were
   * given out before. Rejects where that could not be made durable; the console then has to come again.
   */
  async look(statement: EnvelopeOnWire): Promise<void> {
    const turn = this.#restoring.then(() => this.#look(statement))
    this.#restoring = turn.catch(() => {})
    return turn
  }

  /** A person has looked at it. False where there was nothing to look at. */
  recover(): boolean {
    const wasThere = this.parts.store.forgetRestored()
    this.#isRestored = false
    return wasThere
  }

  async #look(statement: EnvelopeOnWire): Promise<void> {
    const { pointKey, state, store, acts, log } = this.parts
    const judged = judgeStatement(statement, { key: pointKey, state, store: store.streams })
    if (judged.status === 'foreign') return log('A console showed a statement that this point never made; it was ignored.', { what: 'foreign_statement' })
    if (judged.status === 'known') return
    const { stream_id, control_seq, epoch } = judged.statement
    this.#isRestored = true
    log(`A console holds a statement of this point that this point does not remember: it was put back from an old copy. What waits or was approved is void. Calls of risk High and above are denied until countersign-gateway recover.`, { what: 'restored', details: { epoch, stream_id, control_seq } })
    // In memory everything is void at once, whatever the disk does with it.
    const voided = acts.voidAll(epoch)
    try {
      store.noteRestored(statement)
    } finally {
      await voided
    }
    store.streams.learn(stream_id, control_seq)
    this.streams.rotate()
    this.endWhere(() => true, CLOSE.resetRequired, 'this point was put back from an old copy')
  }

  #people() {
    const { roster } = this.parts.store
    const keys = roster.all().flatMap(({ consoleId }) => roster.keysOf(consoleId))
    return [...new Map(keys.map(({ person: { iss, sub } }) => [JSON.stringify([iss, sub]), { iss, sub }])).values()]
  }
}
