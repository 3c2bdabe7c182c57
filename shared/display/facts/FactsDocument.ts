import type { Counts, Token } from '../tokens/Token.ts'
import type { FileWriteDetail } from './FileWriteDetail.ts'
import type { ShellDetail } from '../shell/ShellDetail.ts'
import type { SqlDetail } from '../sql/SqlDetail.ts'

/** Where something stands in the bytes of the invocation. */
export type Span = { readonly start: number; readonly end: number }

/**
 * A piece of a headline. `text` is our own sentence, `term` a word of ours set like code (`DELETE`), `theirs` an
 * identifier that somebody else chose, with its middle left out where it is long. The two voices never share a piece.
 */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'term'; readonly text: string }
  | { readonly kind: 'theirs'; readonly head: readonly Token[]; readonly leftOut: number; readonly tail: readonly Token[] }

/** One value of the arguments, whole: facts are never cut. */
export type Fact = Span & {
  /** JSON pointer from the root of the invocation. Keys are the agent's, so it is made of tokens as well. */
  readonly where: readonly Token[]
  readonly type: 'string' | 'number' | 'boolean' | 'null' | 'empty object' | 'empty array'
  readonly value: readonly Token[]
  /** Of a string the length of its UTF-8 and the number of its lines; of all else the bytes as they stand, and 1. */
  readonly bytes: number
  readonly lines: number
}

/** Something that could not be decoded, with our sentence about it and the piece itself. It asks for its own friction. */
export type NotInspectable = Span & {
  readonly code: string
  readonly sentence: string
  readonly text: readonly Token[]
}

/** A value that a lone reviewer may be asked to type. */
export type CriticalCandidate = Span & {
  readonly where: readonly Token[]
  readonly value: readonly Token[]
  readonly isTypable: boolean
}

/** What the declared kind of the tool adds to the list of values. */
export type Detail = { readonly kind: 'json' } | ShellDetail | SqlDetail | FileWriteDetail

/**
 * Everything that is said about an invocation, as a JSON value: whoever needs its hash prints it with
 * `printCanonicalJson`. Equal invocation and context give equal documents on every runtime.
 */
export type FactsDocument = {
  readonly profile: string
  readonly kind: Detail['kind']
  readonly headline: readonly Part[]
  readonly secondLine: readonly Part[]
  readonly facts: readonly Fact[]
  readonly detail: Detail
  readonly notInspectable: readonly NotInspectable[]
  readonly counts: Counts
  readonly suspicious: number
  readonly criticalValues: readonly CriticalCandidate[]
}
