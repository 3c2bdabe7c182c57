import { LedgerFault, type Draft, type Recorded } from '../ledger/index.ts'
import type { Telemetry } from './Telemetry.ts'

/** How often what came is sealed. */
export const SEAL_EVERY_MS = 10_000

interface SealerParts {
  readonly telemetry: Telemetry
  readonly append: (drafts: readonly Draft[]) => Promise<readonly Recorded[]>
  readonly after: (ms: number, callback: () => void) => () => void
}

/** Seals telemetry range by range in the ledger, so that what is dropped later is provable. No entry when nothing came. */
export class Sealer {
  readonly #parts: SealerParts
  #stop: () => void = () => {}

  constructor(parts: SealerParts) {
    this.#parts = parts
  }

  begin(): void {
    this.#stop = this.#parts.after(SEAL_EVERY_MS, () => {
      void this.seal().finally(() => this.begin())
    })
  }

  stop(): void {
    this.#stop()
  }

  /** Seals what came since the last time. Where the ledger takes nothing it stays unsealed and goes into the next one. */
  async seal(): Promise<void> {
    const { telemetry, append } = this.#parts
    const { ranges, done } = telemetry.unsealed()
    if (ranges.length > 0) {
      try {
        await append([{ kind: 'telemetry.sealed', body: { type: 'countersign.telemetry.sealed/v1', ranges: ranges.map((range) => ({ ...range })) } }])
        done()
      } catch (fault) {
        if (!(fault instanceof LedgerFault)) throw fault
      }
    }
    telemetry.trim()
  }
}
