import { assertNever } from '../../../shared/util/assertNever.ts'

/** What is wrong with a ledger that is opened for reading only. */
export type AlarmKind =
  /** There was a ledger here, and its file is gone. */
  | 'missing'
  /** Not a database, truncated, or with damaged pages. */
  | 'corrupt'
  /** Another program's, another console's or another user's; or its tables are not the ones we made. */
  | 'foreign'
  | 'newer_version'
  /** A sound database whose entries, tree and checkpoints do not fit together. */
  | 'damaged'
  /** Older than a checkpoint that this console has signed. */
  | 'rolled_back'
  /** As long as a checkpoint that this console has signed, or longer, and not what it says. */
  | 'forked'
  /** The folder or the file takes no writing. */
  | 'unwritable'

/** An alarm, with the one sentence that a person reads. */
export interface LedgerAlarm {
  readonly kind: AlarmKind
  readonly sentence: string
  /** What exactly was found; for the technical detail. */
  readonly detail: string
}

const MEANING = 'it is open for reading only, approvals stay blocked, and denials and stops still work'

/** The alarm of a kind, about the file at a path. */
export function alarm(kind: AlarmKind, path: string, detail: string): LedgerAlarm {
  return { kind, detail, sentence: `The decision log ${path} ${whatIsWrong(kind)}; ${MEANING}.` }
}

function whatIsWrong(kind: AlarmKind): string {
  switch (kind) {
    case 'missing':
      return 'is gone, although there was one'
    case 'corrupt':
      return 'is damaged as a file'
    case 'foreign':
      return 'was not made by this console'
    case 'newer_version':
      return 'was written by a newer version of Countersign'
    case 'damaged':
      return 'does not fit its own checkpoints'
    case 'rolled_back':
      return 'is older than a checkpoint that this console has signed'
    case 'forked':
      return 'contradicts a checkpoint that this console has signed'
    case 'unwritable':
      return 'cannot be written'
    default:
      return assertNever(kind)
  }
}
