import { codeOf, nameOf } from '../unicode/nameOf.ts'
import type { Character } from './Character.ts'
import type { MarkKind } from './Token.ts'

/** What is to be drawn for one character that does not show itself. */
export interface Mark {
  readonly kind: MarkKind
  readonly label: string
  readonly words: string
  readonly code: string
  readonly glyph: string
}

/** The box of a character that must never be drawn itself. An escape keeps its spelling: that is what is signed. */
export function hiddenMark(kind: MarkKind, character: Character): Mark {
  if (character.spelling === 'byte') {
    const code = `0x${character.point.toString(16).toUpperCase().padStart(2, '0')}`
    return { kind, label: code, words: `byte ${code}, not valid UTF-8`, code, glyph: '' }
  }
  const { label, words } = nameOf(character.point)
  return { kind, label: character.escape || label, words, code: codeOf(character.point), glyph: '' }
}

/**
 * The box of a character that looks like another, or whose script does not fit its word.
 * @param like the ASCII character it looks like; null where only the script is wrong
 */
export function lookAlikeMark(kind: 'look_alike' | 'typographic', character: Character, like: string | null): Mark {
  const { words } = nameOf(character.point)
  const code = codeOf(character.point)
  const what = like === null ? 'other script' : `≈ ${like}`
  const said = like === null ? `${words}, of another script than its word` : `${words}, looks like ${like}`
  const glyph = character.spelling === 'raw' ? String.fromCodePoint(character.point) : ''
  return { kind, label: `${character.escape || code} ${what}`, words: said, code, glyph }
}
