import { classOf, isAsciiDigit, scriptOf } from '../unicode/classOf.ts'
import { lookAlikeOf } from '../unicode/lookAlikeOf.ts'
import type { Character } from './Character.ts'
import { lookAlikeMark, type Mark } from './Mark.ts'

/** Scripts that are written together in one word as a matter of course (UTS 39, "highly restrictive"). */
const TOGETHER: readonly (readonly string[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]

/** Curly quotation marks and the en dash: look-alikes too, but every text processor writes them. */
const TYPOGRAPHIC: ReadonlySet<number> = new Set([0x2013, 0x2018, 0x2019, 0x201c, 0x201d])

/**
 * Adds the marks of look-alikes. A word of one script that no one could read as ASCII is left alone; in any other word
 * every character with an ASCII twin is marked, and where scripts mix every letter that is not Latin. Hidden characters
 * do not end a word, so that none can be cut in two to pass.
 */
export function markLookAlikes(characters: readonly Character[], marks: (Mark | null)[]): void {
  let word: number[] = []
  for (const [i, character] of characters.entries()) {
    if (isHidden(character, marks[i])) continue
    if (isInWord(character.point)) {
      word.push(i)
      continue
    }
    markWord(word, characters, marks)
    word = []
    markSymbol(i, character, marks)
  }
  markWord(word, characters, marks)
}

function markSymbol(i: number, character: Character, marks: (Mark | null)[]): void {
  const like = character.spelling === 'byte' ? null : lookAlikeOf(character.point)
  if (like === null || marks[i] !== null) return
  marks[i] = lookAlikeMark(TYPOGRAPHIC.has(character.point) ? 'typographic' : 'look_alike', character, like)
}

function markWord(word: readonly number[], characters: readonly Character[], marks: (Mark | null)[]): void {
  const points = word.map((i) => characters[i]?.point ?? 0)
  if (points.every((point) => point < 0x80)) return
  const scripts = new Set(points.map(scriptOf).filter((script) => script !== null && script !== 'Common'))
  const isMixed = scripts.size > 1 && !TOGETHER.some((some) => [...scripts].every((script) => some.includes(script ?? '')))
  if (!isMixed && isOwnWord(points)) return

  for (const i of word) {
    const character = characters[i]
    if (character === undefined) continue
    const like = lookAlikeOf(character.point)
    if (like !== null || (isMixed && isForeign(character.point))) marks[i] = lookAlikeMark('look_alike', character, like)
  }
}

/** Whether a word shows its script: it has no Latin letter and at least one character that looks like nothing in ASCII. */
function isOwnWord(points: readonly number[]): boolean {
  if (points.some((point) => scriptOf(point) === 'Latin')) return false
  return points.some((point) => {
    const isBase = point >= 0x80 && classOf(point) !== 'mark'
    return isBase && lookAlikeOf(point) === null && scriptOf(point) !== 'Common'
  })
}

function isForeign(point: number): boolean {
  const script = scriptOf(point)
  return script !== null && script !== 'Latin' && script !== 'Common'
}

/** Whether a box already stands here for something invisible. Spaces and line ends, though boxed, do end a word. */
function isHidden(character: Character, mark: Mark | null | undefined): boolean {
  if (mark === null || mark === undefined || character.spelling === 'byte') return false
  return ['zero_width', 'direction', 'variation_selector', 'tag', 'format'].includes(mark.kind)
}

function isInWord(point: number): boolean {
  if (point < 0x80) return scriptOf(point) !== null || isAsciiDigit(point)
  const name = classOf(point)
  return name === 'mark' || name === 'number' || scriptOf(point) !== null
}
