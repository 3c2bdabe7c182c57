import { CONTROL_NAMES, POINT_NAMES } from './names.ts'
import { classOf, scriptOf } from './classOf.ts'

/** How a character is written in a box (`RLO`) and read aloud (`right-to-left override`). */
export interface PointName {
  readonly label: string
  readonly words: string
}

/** The name of a code point: short where it is well known, else `U+00AD` and its class in words. */
export function nameOf(point: number): PointName {
  const known = point < 0x20 ? CONTROL_NAMES[point] : POINT_NAMES[point]
  if (known !== undefined) return { label: known[0], words: known[1] }
  if (point > 0x20 && point < 0x7f) return { label: String.fromCharCode(point), words: String.fromCharCode(point) }
  if (point > 0xe0020 && point < 0xe007f) return tagName(String.fromCharCode(point - 0xe0000))
  const selector = variationNumber(point)
  if (selector !== null) return { label: `VS${selector}`, words: `variation selector ${selector}` }
  return { label: codeOf(point), words: `${wordsFor(point)} ${codeOf(point)}` }
}

/** `U+` and at least four hexadecimal digits, as the Unicode standard writes a code point. */
export const codeOf = (point: number) => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`

const tagName = (ascii: string) => ({ label: `TAG ${ascii}`, words: `tag character for ${ascii}` })

function variationNumber(point: number): number | null {
  if (point >= 0xfe00 && point <= 0xfe0f) return point - 0xfe00 + 1
  return point >= 0xe0100 && point <= 0xe01ef ? point - 0xe0100 + 17 : null
}

function wordsFor(point: number): string {
  const script = scriptOf(point)
  if (script !== null) return script === 'Common' || script === 'Rare' ? 'letter' : `${script.replace('_', ' ')} letter`
  const words = CLASS_WORDS[classOf(point)]
  return words ?? 'character'
}

const CLASS_WORDS: Readonly<Record<string, string>> = {
  mark: 'combining mark', number: 'number', control: 'control character', terminal_escape: 'terminal control', zero_width: 'invisible character',
  variation_selector: 'variation selector', tag: 'tag character', other_space: 'unusual space', format: 'format character',
  private_use: 'private use character', unassigned: 'unassigned character', noncharacter: 'not a character',
}
