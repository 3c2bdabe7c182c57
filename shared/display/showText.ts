import { countTokens, suspiciousOf } from './tokens/counts.ts'
import { markCharacters } from './tokens/markCharacters.ts'
import { charactersOfText } from './tokens/readCharacters.ts'
import { tokenise } from './tokens/tokenise.ts'
import type { ShownText } from './tokens/Token.ts'

/**
 * Any text that somebody else wrote (a name, a tool, a key, a reason, a title), ready to be drawn. Backslashes in it are
 * backslashes. Total: lone surrogates become boxes.
 */
export function showText(text: string): ShownText {
  const characters = charactersOfText(text)
  const tokens = tokenise(characters, markCharacters(characters))
  const counts = countTokens(tokens)
  return { tokens, counts, suspicious: suspiciousOf(counts) }
}
