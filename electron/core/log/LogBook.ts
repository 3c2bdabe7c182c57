import type { LogView } from '../../../shared/ipc/views.ts'
import { parseCheckpoint, parseNote, printDigest } from '../../../shared/evidence/index.ts'
import { LedgerFault, type CommittedRange, type Draft, type Kept, type LedgerAlarm, type LedgerOpening, type LedgerReader, type ProofVerdict, type Recorded, type RememberedTree } from '../ledger/index.ts'
import { noteDraft } from './drafts.ts'

/** What is wrong with a log that nothing but a new one mends. A disk or a newer version is mended otherwise. */
const BEYOND_MENDING: ReadonlySet<string> = new Set<LedgerAlarm['kind']>(['missing', 'corrupt', 'foreign', 'damaged', 'rolled_back', 'forked'])

/** The decision log however it stands: whoever writes to it need not know whether it takes anything. */
export class LogBook {
  readonly #opening: LedgerOpening
  readonly #notices: readonly string[]

  /** @param notices of other files of this console that were put aside: whoever looks at the log should know */
  constructor(opening: LedgerOpening, notices: readonly string[] = []) {
    this.#opening = opening
    this.#notices = notices
  }

  /** Null where not even reading is possible. */
  get reader(): LedgerReader | null {
    if (this.#opening.status === 'open') return this.#opening.ledger
    return this.#opening.status === 'read_only' ? this.#opening.ledger.reader : null
  }

  /** Whether entries can be kept at all in this run. Where not, everything works but approvals. */
  get isWritable(): boolean {
    return this.#opening.status === 'open'
  }

  /** Whether a new log may take the place of this one. */
  get mayBeginAnew(): boolean {
    return this.#opening.status === 'read_only' && BEYOND_MENDING.has(this.#opening.alarm.kind)
  }

  /** Why no approval can be recorded just now, in one sentence, or null. */
  get obstacle(): string | null {
    const opening = this.#opening
    if (opening.status === 'refused') return opening.sentence
    if (opening.status === 'read_only') return opening.alarm.sentence
    return opening.ledger.fault === null ? null : `${opening.ledger.fault.message}. Make room or mend the disk; denials and stops still work.`
  }

  /** As `Ledger.append`; rejects with a `LedgerFault` where the log is not open for writing. */
  append(drafts: readonly Draft[]): Promise<readonly Recorded[]> {
    if (this.#opening.status === 'open') return this.#opening.ledger.append(drafts)
    return Promise.reject(new LedgerFault('ledger_unwritable', 'The decision log is not open for writing; nothing was recorded'))
  }

  /** As `Ledger.appendOrReserve`: never rejects for a fault of the world. */
  async appendOrReserve(drafts: readonly Draft[]): Promise<Kept> {
    if (this.#opening.status !== 'refused') return this.#opening.ledger.appendOrReserve(drafts)
    return { status: 'nowhere', fault: new LedgerFault('ledger_unwritable', this.#opening.sentence) }
  }

  /** What travels beside a decision. Null where there is no log that could prove anything. */
  proofOf(n: number, since: RememberedTree): ProofVerdict | null {
    return this.#opening.status === 'open' ? this.#opening.ledger.proofOf(n, since) : null
  }

  /**
   * Lets what waits in the reserve become entries, and finds out whether a log that took nothing takes something again:
   * nobody else would, because approvals wait for exactly that. One that still takes nothing is no news.
   */
  async mend(): Promise<void> {
    if (this.#opening.status !== 'open') return
    const { ledger } = this.#opening
    const work = ledger.fault === null ? ledger.mergeReserve() : ledger.append([noteDraft('log.mended', { fault: ledger.fault.message })])
    await work.catch((fault: unknown) => {
      if (!(fault instanceof LedgerFault)) throw fault
    })
  }

  onCommitted(listener: (range: CommittedRange) => void): void {
    if (this.#opening.status === 'open') this.#opening.ledger.onCommitted(listener)
  }

  view(): LogView {
    const opening = this.#opening
    const head = { ...this.#head(), ...(this.mayBeginAnew ? { mayBeginAnew: true } : {}), ...(this.#notices.length === 0 ? {} : { notices: this.#notices }) }
    if (opening.status === 'refused') return { status: 'refused', sentence: opening.sentence, ...head, inReserve: 0, fault: null }
    if (opening.status === 'read_only') return { status: 'read_only', sentence: opening.alarm.sentence, ...head, inReserve: 0, fault: null }
    return { status: 'open', sentence: null, ...head, inReserve: opening.ledger.inReserve, fault: opening.ledger.fault?.message ?? null }
  }

  close(): void {
    if (this.#opening.status !== 'refused') this.#opening.ledger.close()
  }

  #head(): { readonly size: number; readonly root: string | null } {
    try {
      const checkpoint = this.reader?.checkpoint() ?? null
      const note = checkpoint === null ? null : parseNote(checkpoint.note)
      const root = note === null ? null : (parseCheckpoint(note.text)?.root ?? null)
      return { size: checkpoint?.size ?? 0, root: root === null ? null : printDigest(root) }
    } catch (fault) {
      if (!(fault instanceof LedgerFault)) throw fault
      return { size: 0, root: null }
    }
  }
}
