import type { PointConfig } from '../config/index.ts'
import { SqliteJournal } from '../journal/SqliteJournal.ts'
import { assemble, type Assembled } from './assemble.ts'
import { addressOf } from './pointStatus.ts'

/** A running enforcement point: one journal, one judge, and the doors for agents, consoles and whoever owns the host. */
export class Point {
  readonly #config: PointConfig
  readonly #journal: SqliteJournal
  readonly #parts: Assembled

  private constructor(config: PointConfig, journal: SqliteJournal, parts: Assembled) {
    this.#config = config
    this.#journal = journal
    this.#parts = parts
  }

  /**
   * Opens the journal, then the doors, that of the agents last.
   * @throws a ConfigFault, PolicyFault or JournalFault, or the system's error, with a sentence; nothing listens then
   */
  static async open(config: PointConfig, log: (line: string) => void): Promise<Point> {
    const journal = SqliteJournal.open(config.journal)
    const undo: (() => unknown)[] = [() => journal.close()]
    try {
      return new Point(config, journal, await assemble({ config, journal, log, undo }))
    } catch (fault) {
      for (const step of undo.toReversed()) await step()
      throw fault
    }
  }

  /** What is typed into a console to reach this point. */
  get address(): string {
    return addressOf(this.#config, this.#parts.consoles.address())
  }

  /** Ends every session; what was held is refused, consoles are told, and the journal is closed as one that ended well. */
  async close(): Promise<void> {
    const { consoles, connections, agents, host } = this.#parts
    agents.stop()
    await host.close()
    await connections.endAll()
    await agents.close()
    await consoles.close()
    this.#journal.close()
  }
}
