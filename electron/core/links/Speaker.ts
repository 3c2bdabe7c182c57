import type { MessageId, NewId } from '../../../shared/domain/index.ts'
import { printTime, writeConsoleFrame, type ConsoleBody, type ConsoleFrameType } from '../../../shared/protocol/index.ts'
import type { Surroundings, Wire } from './Dial.ts'

/** Writes this console's frames onto one connection, at once or not at all. */
export class Speaker {
  readonly #newId: NewId
  readonly #now: Surroundings['now']
  /** Set once the connection is open. */
  wire: Wire | null = null

  constructor({ newId, surroundings }: { readonly newId: NewId; readonly surroundings: Surroundings }) {
    this.#newId = newId
    this.#now = surroundings.now
  }

  /**
   * @returns the id of the message, or null where the connection is not open and nothing was written
   * @throws {RangeError} for a body that is no JSON or does not fit into a frame: a mistake of the caller
   */
  write<T extends ConsoleFrameType>(type: T, body: ConsoleBody<T>): MessageId | null {
    const id = this.#newId('message')
    const bytes = writeConsoleFrame<T>({ type, id, ts: printTime(this.#now()), body })
    return this.wire?.send(bytes) === true ? id : null
  }
}
