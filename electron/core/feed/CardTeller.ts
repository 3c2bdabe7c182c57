import type { ChallengeCard } from '../../../shared/ipc/views.ts'
import { challengeCard, printOfCard } from './challengeCard.ts'
import type { Rooms } from './Rooms.ts'

/** Tells the open card again, whole, whenever anything in it changed. */
export class CardTeller {
  readonly #rooms: Rooms
  readonly #tell: (card: ChallengeCard) => void
  #print = ''

  constructor(rooms: Rooms, tell: (card: ChallengeCard) => void) {
    this.#rooms = rooms
    this.#tell = tell
  }

  /** Looks once, in the beat of the feed. */
  beat(): void {
    const { inbox } = this.#rooms
    const facts = inbox.openId === null ? null : inbox.factsOf(inbox.openId)
    if (facts === null) return
    const card = challengeCard(facts, this.#rooms)
    const print = printOfCard(card)
    if (print === this.#print) return
    this.#print = print
    this.#tell(card)
  }
}
