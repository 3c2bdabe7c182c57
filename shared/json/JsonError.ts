/** Why bytes were refused. One code for each rule, so that a caller can branch without reading text. */
export type JsonErrorCode =
  | 'bad_utf8'
  | 'unexpected_end'
  | 'unexpected_byte'
  | 'trailing_bytes'
  | 'bad_escape'
  | 'control_character'
  | 'lone_surrogate'
  | 'bad_number'
  | 'integer_not_exact'
  | 'number_overflow'
  | 'duplicate_key'
  | 'too_deep'
  | 'too_many_keys'
  | 'too_many_values'

/** A refusal of the parser: what is wrong, and at which byte. */
export class JsonError extends Error {
  readonly code: JsonErrorCode
  /** Offset of the offending byte; the length of the input where it ended too early. */
  readonly offset: number

  constructor(code: JsonErrorCode, offset: number, what: string) {
    super(`${what} at byte ${offset}`)
    this.name = 'JsonError'
    this.code = code
    this.offset = offset
  }
}
