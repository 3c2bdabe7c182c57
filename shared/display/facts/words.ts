import { showText } from '../showText.ts'
import { cutMiddle } from '../tokens/cutMiddle.ts'
import type { Token } from '../tokens/Token.ts'
import type { Part } from './FactsDocument.ts'

/** How wide an identifier may be in a headline (visual.md, section 10, rule 10). */
export const MAX_IDENTIFIER = 48

/** A piece of our own sentence. */
export const text = (words: string): Part => ({ kind: 'text', text: words })

/** One of our own words, set like code. */
export const term = (word: string): Part => ({ kind: 'term', text: word })

/** An identifier that somebody else chose, escaped and cut in the middle. */
export function theirs(identifier: string): Part {
  const { head, leftOut, tail } = cutMiddle(showText(identifier).tokens, MAX_IDENTIFIER, widthOf)
  return { kind: 'theirs', head, leftOut, tail }
}

/** A count with its noun: `1 line`, `48,211 rows`. Grouped by hand, because locales differ between runtimes. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${String(number).replace(/\B(?=(?:[0-9]{3})+$)/g, ',')} ${number === 1 ? noun : plural}`
}

const widthOf = (token: Token) => (token.kind === 'plain' ? 1 : token.glyph.length + token.label.length)
