import { cutMiddle } from './tokens/cutMiddle.ts'
import type { MarkedToken, Token } from './tokens/Token.ts'
import { showText } from './showText.ts'

/** Of a longer text only its two ends are looked at: each character costs, and none of the middle would be written. */
const LONGEST = 4_096
/** Stands for what was not looked at. It is wider than there is room, so that it is always left out, and said to be. */
const MIDDLE: MarkedToken = { kind: 'repeat', label: '', words: '', code: '', glyph: '', source: '', times: 1, start: 0, end: 0 }

/**
 * An untrusted text for places outside the window (notification, tray, title): what does not show itself is written as
 * [U+202E], and of a longer text the middle is left out. Gives at most `max` UTF-16 code units, so also at most `max`
 * characters by any other measure; an empty text where `max` is below 1.
 */
export function plainText(text: string, max = 120): string {
  if (max < 1) return ''
  const tokens = text.length > LONGEST ? [...showText(text.slice(0, LONGEST / 2)).tokens, MIDDLE, ...showText(text.slice(-LONGEST / 2)).tokens] : showText(text).tokens
  const { head, leftOut, tail } = cutMiddle(tokens, max, (token) => (token === MIDDLE ? max + 1 : written(token).length))
  return head.map(written).join('') + (leftOut > 0 ? '…' : '') + tail.map(written).join('')
}

/**
 * Tokens as plain text, boxes in square brackets, nothing left out: for copies, exports and logs.
 */
export const escapedText = (tokens: readonly Token[]) => tokens.map(written).join('')

const written = (token: Token) => (token.kind === 'plain' ? token.text : `[${token.code}]`)
