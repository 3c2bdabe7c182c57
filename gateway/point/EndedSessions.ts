import type { Session } from '../../shared/protocol/index.ts'

const KEPT_MS = 3_600_000
const KEPT_COUNT = 200

/** Sessions that are over, for an hour and never more than 200, oldest first. */
export class EndedSessions {
  #ended: { readonly session: Session; readonly atMs: number }[] = []

  add(session: Session, atMs: number): void {
    this.#ended = [...this.#recent(atMs), { session, atMs }].slice(-KEPT_COUNT)
  }

  all(nowMs: number): readonly Session[] {
    return this.#recent(nowMs).map(({ session }) => session)
  }

  #recent(nowMs: number) {
    return this.#ended.filter(({ atMs }) => nowMs - atMs < KEPT_MS)
  }
}
