import { classOf } from '../unicode/classOf.ts'
import { utf8Length } from './hex.ts'
import type { PlainToken, Token } from './Token.ts'

/**
 * Leaves out the middle of tokens so that what stays is at most `max` wide, and keeps both ends, about the same of each.
 * A box is never cut in two, and a combining mark stays with its letter.
 * @param widthOf how wide a token is; plain tokens are given one character at a time
 * @returns the two ends and how many characters and boxes stand between them; 0 and an empty tail where all fits
 */
export function cutMiddle(tokens: readonly Token[], max: number, widthOf: (token: Token) => number): { head: Token[]; leftOut: number; tail: Token[] } {
  const pieces = tokens.flatMap((token): readonly Token[] => (token.kind === 'plain' ? letters(token) : [token]))
  const widths = pieces.map(widthOf)
  if (widths.reduce((sum, width) => sum + width, 0) <= max) return { head: [...tokens], leftOut: 0, tail: [] }

  // One place is for the ellipsis that stands for the middle.
  const head = fitting(widths, Math.ceil((max - 1) / 2))
  const tail = fitting(widths.toReversed(), Math.floor((max - 1) / 2))
  const last = pieces.length - tail
  return { head: joinPlain(pieces.slice(0, head)), leftOut: last - head, tail: joinPlain(pieces.slice(last)) }
}

/** How many of the widths, from the first on, are together at most `room`. */
function fitting(widths: readonly number[], room: number): number {
  let sum = 0
  for (const [i, width] of widths.entries()) {
    sum += width
    if (sum > room) return i
  }
  return widths.length
}

function letters({ text, start }: PlainToken): PlainToken[] {
  const pieces: PlainToken[] = []
  for (const letter of text) {
    const before = pieces.at(-1)
    if (before !== undefined && classOf(letter.codePointAt(0) ?? 0) === 'mark') pieces[pieces.length - 1] = { ...before, text: before.text + letter }
    else pieces.push({ kind: 'plain', text: letter, start, end: start })
  }
  return withOffsets(pieces, start)
}

function withOffsets(pieces: readonly PlainToken[], start: number): PlainToken[] {
  let at = start
  return pieces.map(({ text }) => {
    const from = at
    for (const letter of text) at += utf8Length(letter.codePointAt(0) ?? 0)
    return { kind: 'plain', text, start: from, end: at }
  })
}

function joinPlain(tokens: readonly Token[]): Token[] {
  const joined: Token[] = []
  for (const token of tokens) {
    const last = joined.at(-1)
    if (token.kind === 'plain' && last?.kind === 'plain') joined[joined.length - 1] = { ...last, text: last.text + token.text, end: token.end }
    else joined.push(token)
  }
  return joined
}
