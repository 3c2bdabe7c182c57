import { cutMiddle } from './tokens/cutMiddle.ts'
import type { Token } from './tokens/Token.ts'
import { showText } from './showText.ts'

/**
 * An untrusted text for places outside the window (notification, tray, title): what does not show itself is written as
 * [U+202E], and of a longer text the middle is left out. Gives at most `max` UTF-16 code units, so also at most `max`
 * characters by any other measure; an empty text where `max` is below 1.
 */
export function plainText(text: string, max = 120): string {
  if (max < 1) return ''
  // What is left out in the end is not looked at: nothing is written shorter than it is, so as much from each end is enough.
  const ends = text.length > 2 * max + 2 ? text.slice(0, max + 1) + text.slice(-max - 1) : text
  const { head, leftOut, tail } = cutMiddle(showText(ends).tokens, max, (token) => written(token).length)
  return head.map(written).join('') + (leftOut > 0 ? '…' : '') + tail.map(written).join('')
}

/**
 * Tokens as plain text, boxes in square brackets, nothing left out: for copies, exports and logs.
 */
export const escapedText = (tokens: readonly Token[]) => tokens.map(written).join('')

const written = (token: Token) => (token.kind === 'plain' ? token.text : `[${token.code}]`)
