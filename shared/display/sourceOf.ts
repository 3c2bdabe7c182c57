import { utf8Of } from './tokens/hex.ts'
import type { Token } from './tokens/Token.ts'

/**
 * The bytes that tokens stand for: of all tokens of `showBytes` exactly its input, of those of `showText` the text's
 * UTF-8 (WTF-8 where it had lone surrogates). This is what makes a display checkable: nothing was added, lost or moved.
 */
export function sourceOf(tokens: Iterable<Token>): Uint8Array {
  const bytes: number[] = []
  for (const token of tokens) {
    const hex = token.kind === 'plain' ? '' : token.source.repeat(token.times)
    for (let i = 0; i < hex.length; i += 2) bytes.push(parseInt(hex.slice(i, i + 2), 16))
    if (token.kind === 'plain') for (const letter of token.text) bytes.push(...utf8Of(letter.codePointAt(0) ?? 0))
  }
  return Uint8Array.from(bytes)
}
