import { classOf, isAsciiDigit, isAsciiLetter, type PointClass } from '../unicode/classOf.ts'
import type { Character } from './Character.ts'
import { hiddenMark, type Mark } from './Mark.ts'
import { markLookAlikes } from './markLookAlikes.ts'
import type { MarkKind } from './Token.ts'

/** How many combining marks one letter may carry. A third could climb into the lines above and below. */
const MAX_COMBINING = 2

/** For each character its box, or null where it may be drawn as it is. Nothing that is drawn as it is can hide. */
export function markCharacters(characters: readonly Character[]): (Mark | null)[] {
  const marks = characters.map(markHidden)
  markLookAlikes(characters, marks)
  markCombining(characters, marks)
  for (const [i, character] of characters.entries()) {
    if (isNeedlessEscape(character)) marks[i] ??= hiddenMark('escaped', character)
  }
  return marks
}

function markHidden(character: Character): Mark | null {
  if (character.spelling === 'byte') return hiddenMark('invalid_utf8', character)
  const kind = hiddenKind(classOf(character.point))
  return kind === null ? null : hiddenMark(kind, character)
}

function hiddenKind(name: PointClass): MarkKind | null {
  switch (name) {
    case 'direction':
    case 'zero_width':
    case 'control':
    case 'terminal_escape':
    case 'tag':
    case 'variation_selector':
    case 'other_space':
    case 'private_use':
    case 'unassigned':
    case 'noncharacter':
    case 'format':
    case 'line_break':
    case 'tab_stop':
      return name
    default:
      return null
  }
}

/**
 * Boxes combining marks that have no letter to stand on, or that are one too many. A letter that is itself followed by
 * a box, or written as an escape, carries none: the mark would be drawn upon our own box.
 */
function markCombining(characters: readonly Character[], marks: (Mark | null)[]): void {
  let room = 0
  for (const [i, character] of characters.entries()) {
    const isMark = character.spelling !== 'byte' && classOf(character.point) === 'mark'
    if (!isMark) room = marks[i] === null && canCarry(character) ? MAX_COMBINING : 0
    else if (marks[i] !== null || character.spelling === 'escape') room = 0
    else if (room === 0) marks[i] = hiddenMark('combining', character)
    else room--
  }
}

function canCarry({ point, spelling }: Character): boolean {
  if (spelling !== 'raw') return false
  if (point < 0x80) return isAsciiLetter(point) || isAsciiDigit(point)
  return classOf(point) !== 'other'
}

/** `\u0041` and `\/` stand for characters that need no escape; RFC 8785 never writes them. */
const isNeedlessEscape = ({ spelling, escape }: Character) => spelling === 'escape' && escape !== '\\"' && escape !== '\\\\'
