import type { ConsoleId } from '../../shared/domain/index.ts'
import type { EnvelopeOnWire, LogProof, PointBody } from '../../shared/protocol/index.ts'
import type { ConsoleStore } from '../journal/ConsoleStore.ts'
import type { ConsoleLog } from './api.ts'
import { verifyLogProof, type LogVerdict } from './logProof.ts'

/** What came of the proof beside a command. `absent` where there was none. */
export type Witnessed = LogVerdict['status'] | 'absent'

/** Remembers how far each console's log has come, and refuses to be shown less. */
export class LogWitness {
  readonly #store: ConsoleStore
  readonly #log: ConsoleLog

  constructor(store: ConsoleStore, log: ConsoleLog) {
    this.#store = store
    this.#log = log
  }

  /** The tree that this point named last, for `attached` and for receipts. */
  headOf(consoleId: ConsoleId): PointBody<'attached'>['log'] {
    try {
      const known = this.#store.roster.find(consoleId)
      return known === null ? null : this.#store.logs.headOf(consoleId, known.logOrigin)
    } catch {
      // A receipt is due also where the disk cannot be read; it then names no tree.
      return null
    }
  }

  /**
   * Looks at a proof. A tree whose proof is good is remembered at once, whatever becomes of the command beside it. Where
   * it cannot be read or written down the proof counts as none, so that no approval rests on it. Never throws.
   */
  look(consoleId: ConsoleId, envelope: EnvelopeOnWire, proof: LogProof | undefined): Witnessed {
    try {
      return this.#look(consoleId, envelope, proof)
    } catch (fault) {
      this.#log(`The head of a console's log could not be read or written. ${String(fault).slice(0, 200)}`, { what: 'store_failed', console_id: consoleId })
      return 'unproven'
    }
  }

  #look(consoleId: ConsoleId, envelope: EnvelopeOnWire, proof: LogProof | undefined): Witnessed {
    const known = this.#store.roster.find(consoleId)
    if (proof === undefined || known === null) return 'absent'
    const remembered = this.#store.logs.headOf(consoleId, known.logOrigin)
    const verdict = verifyLogProof({ envelope, proof, origin: known.logOrigin, key: known.key, remembered })
    if (verdict.status === 'fork') this.#log('The log of a console does not continue what this point remembers of it: it was cut, put back from a copy, or forked. Nothing is approved with such a proof; look at that console.', { what: 'log_fork', console_id: consoleId, code: 'log_fork' })
    if (verdict.status !== 'proven') return verdict.status
    this.#store.logs.remember(consoleId, verdict.head)
    return 'proven'
  }
}
