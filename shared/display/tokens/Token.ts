/** Why a piece of text is drawn in a box. */
export type MarkKind =
  | 'direction'
  | 'zero_width'
  | 'look_alike'
  | 'control'
  | 'terminal_escape'
  | 'tag'
  | 'variation_selector'
  | 'other_space'
  | 'private_use'
  | 'unassigned'
  | 'noncharacter'
  | 'combining'
  | 'format'
  | 'invalid_utf8'
  | 'escaped'
  | 'padding'
  | 'typographic'
  | 'line_break'
  | 'tab_stop'
  | 'repeat'

/** Text that is what it seems to be. Offsets count the bytes of the source. */
export type PlainToken = {
  readonly kind: 'plain'
  readonly text: string
  readonly start: number
  readonly end: number
}

/**
 * Something that does not show itself, drawn as a box with `label` and read aloud as `words`. Of a run of equal
 * characters there is one token, `times` says how many.
 */
export type MarkedToken = {
  readonly kind: MarkKind
  readonly label: string
  readonly words: string
  /** How it is written where only plain text is possible: `U+202E`, `0xE9`, `SPACE x 212`. */
  readonly code: string
  /** The visible character of a look-alike, drawn underlined before its box; empty for all others. */
  readonly glyph: string
  /** One character of the source, its bytes in hexadecimal. A lone surrogate counts as the three bytes of WTF-8. */
  readonly source: string
  readonly times: number
  readonly start: number
  readonly end: number
}

export type Token = PlainToken | MarkedToken

/** How many boxes there are of each kind. */
export type Counts = { readonly [kind in MarkKind]: number }

/** One untrusted text, ready to be drawn. `suspicious` is the sum of the counts that ordinary text does not have. */
export type ShownText = {
  readonly tokens: readonly Token[]
  readonly counts: Counts
  readonly suspicious: number
}

/** A line of the byte view. Lines are for reading only: the bytes have none. */
export type ShownLine = {
  readonly offset: number
  readonly tokens: readonly Token[]
}

/** The byte view as a whole. */
export type ShownBytes = {
  readonly bytes: number
  readonly lines: readonly ShownLine[]
  readonly counts: Counts
  readonly suspicious: number
}
