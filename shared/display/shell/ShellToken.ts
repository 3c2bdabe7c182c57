import type { WordQuoting } from './ShellDetail.ts'

/** A word as the lexer found it; offsets count UTF-16 code units of the command. */
export interface ShellWord {
  readonly kind: 'word'
  readonly start: number
  readonly end: number
  /** What it means without its quotes, or null where only the running shell knows. */
  readonly value: string | null
  readonly quoting: WordQuoting
  readonly isPattern: boolean
}

/** `|`, `&&`, `;`, a line end, a parenthesis; or for `redirect` one such as `2>`. */
export interface ShellOperator {
  readonly kind: 'operator' | 'redirect'
  readonly start: number
  readonly end: number
  readonly text: string
}

export type ShellToken = ShellWord | ShellOperator

/** Something in the command that this lexer does not decode. */
export interface ShellIssue {
  readonly code: ShellIssueCode
  readonly start: number
  readonly end: number
}

export type ShellIssueCode =
  | 'command_substitution'
  | 'process_substitution'
  | 'variable'
  | 'arithmetic'
  | 'ansi_quoting'
  | 'here_document'
  | 'unfinished'
  | 'shell_program'
  | 'nested_program'
  | 'input_as_program'
  | 'input_as_arguments'
  | 'text_as_program'
  | 'too_long'
