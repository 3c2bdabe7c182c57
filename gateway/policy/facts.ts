import type { Signal } from '../../shared/protocol/index.ts'
import type { Call } from '../enforce/ports.ts'

/** What is known of a call beside the call itself, each from its own source. */
export interface CallFacts {
  readonly signals: readonly Signal[]
  /** Facts by name that policies may ask for, such as whether the target exists. A fact that is not known is absent. */
  readonly known: Readonly<Record<string, boolean | number | string>>
}

/** Gathers facts. Throws where a source fails: the call is then denied, because a policy must not decide on less. */
export type FactsOf = (call: Call) => Promise<CallFacts>
