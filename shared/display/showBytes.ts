import { breakLines } from './tokens/breakLines.ts'
import { countTokens, suspiciousOf } from './tokens/counts.ts'
import { markCharacters } from './tokens/markCharacters.ts'
import { charactersOfBytes } from './tokens/readCharacters.ts'
import { tokenise } from './tokens/tokenise.ts'
import type { ShownBytes } from './tokens/Token.ts'

/**
 * The byte view of JSON bytes: every byte is in exactly one token, in order, and whatever does not show itself is in a
 * box and counted. Escapes of JSON are boxed like the characters they stand for (visual.md, section 10). Total: bytes
 * that are no JSON or no UTF-8 are shown all the same.
 */
export function showBytes(bytes: Uint8Array): ShownBytes {
  const characters = charactersOfBytes(bytes)
  const marks = markCharacters(characters)
  const starts = breakLines(characters, marks)
  const lines = starts.map((start, i) => ({
    offset: characters[start]?.start ?? 0,
    tokens: tokenise(characters, marks, start, starts[i + 1] ?? characters.length),
  }))
  const counts = countTokens(lines.flatMap((line) => line.tokens))
  return { bytes: bytes.length, lines, counts, suspicious: suspiciousOf(counts) }
}
