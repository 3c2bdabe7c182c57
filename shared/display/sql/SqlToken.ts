/** `word` is a name or keyword without quotes, `name` one in quotes. Offsets count UTF-16 code units. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'string' | 'symbol'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Something in the text that this reader does not decode, or that databases read differently. */
export interface SqlIssue {
  readonly code: SqlIssueCode
  readonly start: number
  readonly end: number
}

export type SqlIssueCode =
  | 'executable_comment'
  | 'nested_comment'
  | 'dash_comment'
  | 'hash_comment'
  | 'backslash'
  | 'dollar_quote'
  | 'bracket_name'
  | 'hidden_character'
  | 'unfinished'
  | 'unknown_statement'
  | 'runs_code'
  | 'explain'
  | 'nested_write'
  | 'select_into'
  | 'no_target'
  | 'several_targets'
  | 'too_long'

/** Issues after which nobody can say where a comment or string ends, and so not what the statements are either. */
export const AMBIGUOUS: ReadonlySet<SqlIssueCode> = new Set<SqlIssueCode>([
  'executable_comment', 'nested_comment', 'dash_comment', 'hash_comment', 'backslash', 'dollar_quote', 'bracket_name', 'hidden_character', 'unfinished',
])
