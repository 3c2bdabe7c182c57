import type { Span } from '../facts/FactsDocument.ts'
import type { Token } from '../tokens/Token.ts'

/** One word of a command: as it is written, and what it means once the quotes are taken off. */
export type ShownWord = Span & {
  readonly text: readonly Token[]
  /** The same without its quotes; empty where that is not known before it runs. */
  readonly value: readonly Token[]
  readonly isKnown: boolean
  readonly quoting: WordQuoting
  /** Whether it stands for files or words that are looked up only when it runs. */
  readonly isPattern: boolean
}

export type WordQuoting = 'none' | 'single' | 'double' | 'backslash' | 'mixed'

/** A redirection: the operator (`2>`, `>>`, `<`) and the file or descriptor. */
export type ShownRedirection = Span & { readonly operator: string; readonly target: ShownWord | null }

/** One command of a line and what joins it to the one before: `|`, `&&`, `;` and so on, empty for the first. */
export type ShownCommand = Span & {
  readonly joiner: string
  readonly assignments: readonly ShownWord[]
  readonly argv: readonly ShownWord[]
  readonly redirections: readonly ShownRedirection[]
}

/** What a shell command does, as far as the grammar of POSIX sh and bash tells. */
export type ShellDetail = {
  readonly kind: 'shell'
  /** `list` where the arguments are one string each and no shell reads them. */
  readonly form: 'line' | 'list'
  readonly commands: readonly ShownCommand[]
  /** Comments: they do not run. */
  readonly notRunning: readonly Span[]
}
