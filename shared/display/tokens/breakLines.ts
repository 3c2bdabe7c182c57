import type { Character } from './Character.ts'
import type { Mark } from './Mark.ts'

/** How wide a line of the byte view grows before it is broken at the next structural point. */
const WIDTH = 72

/**
 * Where lines of JSON bytes begin, as places in `characters`: after a line feed, and after a comma between members once
 * the line would grow too wide. Helps reading and decides nothing; a run of equal characters is never cut.
 */
export function breakLines(characters: readonly Character[], marks: readonly (Mark | null)[]): number[] {
  const starts = [0]
  let width = 0
  let piece = { start: 0, width: 0 }
  let isInString = false
  for (const [i, character] of characters.entries()) {
    piece.width += marks[i]?.label.length ?? 1
    if (character.point === 0x22 && character.spelling === 'raw') isInString = !isInString
    const isLineEnd = character.point === 0x0a
    const isPieceEnd = isLineEnd || (character.point === 0x2c && !isInString)
    if (!isPieceEnd && i < characters.length - 1) continue
    if (characters[i + 1]?.point === character.point) continue

    if (width > 0 && width + piece.width > WIDTH) {
      starts.push(piece.start)
      width = 0
    }
    width += piece.width
    piece = { start: i + 1, width: 0 }
    if (!isLineEnd || i === characters.length - 1) continue
    starts.push(i + 1)
    width = 0
  }
  return starts
}
