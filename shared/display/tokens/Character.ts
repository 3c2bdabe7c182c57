import { hexOf, utf8Of } from './hex.ts'

/** One character of a source, or one byte that is none. Offsets count bytes. */
export interface Character {
  /** The code point (lone surrogates included); for `byte` the byte. */
  readonly point: number
  readonly spelling: 'raw' | 'escape' | 'byte'
  /** The escape as it stands in the source, ASCII; empty for `raw` and `byte`. */
  readonly escape: string
  readonly start: number
  readonly end: number
}

/** What stands in the source for this character, as hexadecimal bytes. */
export function sourceHex({ point, spelling, escape }: Character): string {
  if (spelling === 'byte') return hexOf([point])
  return spelling === 'raw' ? hexOf(utf8Of(point)) : hexOf([...escape].map((letter) => letter.charCodeAt(0)))
}

/** What stands in the source for this character, as text. Only for characters that are plain. */
export const sourceText = ({ point, spelling, escape }: Character) => (spelling === 'raw' ? String.fromCodePoint(point) : escape)
