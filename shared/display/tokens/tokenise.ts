import { classOf } from '../unicode/classOf.ts'
import { nameOf } from '../unicode/nameOf.ts'
import { sourceHex, sourceText, type Character } from './Character.ts'
import type { Mark } from './Mark.ts'
import type { MarkKind, Token } from './Token.ts'

/** From this many equal characters on, a run becomes one token with its count. */
export const MIN_RUN = 16

/** The characters from `from` up to `to` as tokens; `marks` as `markCharacters` gave them for the same characters. */
export function tokenise(characters: readonly Character[], marks: readonly (Mark | null)[], from = 0, to = characters.length): Token[] {
  const tokens: Token[] = []
  let plain: Character[] = []
  const flush = () => {
    if (plain.length > 0) tokens.push(plainToken(plain))
    plain = []
  }
  for (let at = from; at < to; ) {
    const character = characters[at]
    if (character === undefined) break
    const times = runLength(characters, marks, at, to)
    const mark = marks[at] ?? null
    if (mark === null && times === 1) plain.push(character)
    else {
      flush()
      tokens.push(markedToken(character, mark ?? runMark(character, isIndented(characters, at)), times, characters[at + times - 1]))
    }
    at += times
  }
  flush()
  return tokens
}

function plainToken(characters: readonly Character[]): Token {
  return { kind: 'plain', text: characters.map(sourceText).join(''), start: characters[0]?.start ?? 0, end: characters.at(-1)?.end ?? 0 }
}

function markedToken(character: Character, mark: Mark, times: number, last = character): Token {
  const place = { source: sourceHex(character), times, start: character.start, end: last.end }
  if (times === 1) return { ...mark, ...place }
  const many = ` x ${times}`
  return { ...mark, ...place, kind: runKind(mark.kind), label: mark.label + many, code: mark.code + many, words: `${mark.words}, ${times} times` }
}

/** How many characters from `at` on make one token: 1, or at least `MIN_RUN` equal ones. */
function runLength(characters: readonly Character[], marks: readonly (Mark | null)[], at: number, to: number): number {
  const first = characters[at]
  if (first === undefined) return 1
  let end = at + 1
  while (end < to && isSame(first, characters[end]) && marks[end]?.kind === marks[at]?.kind) end++
  // A combining mark belongs to the letter before it and would otherwise be drawn upon the box of the run.
  if (marks[at] === null && isPlainMark(characters[end], marks[end])) end--
  return end - at >= MIN_RUN ? end - at : 1
}

const isSame = (a: Character, b: Character | undefined) => b !== undefined && a.point === b.point && a.spelling === b.spelling && a.escape === b.escape

const isPlainMark = (character: Character | undefined, mark: Mark | null | undefined) =>
  character !== undefined && mark === null && classOf(character.point) === 'mark'

/** The box of a run of characters that alone would be plain. Spaces after a line break only indent. */
function runMark(character: Character, isIndent: boolean): Mark {
  const { label, words } = nameOf(character.point)
  const text = character.escape || label
  return { kind: character.point === 0x20 && !isIndent ? 'padding' : 'repeat', label: text, words, code: text, glyph: '' }
}

const isIndented = (characters: readonly Character[], at: number) => characters[at - 1]?.point === 0x0a

/** Many empty lines or tabs push the rest out of sight, which one does not. */
const runKind = (kind: MarkKind): MarkKind => (kind === 'line_break' || kind === 'tab_stop' ? 'padding' : kind)
