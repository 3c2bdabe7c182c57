// What each code point is, from this Node's own Unicode tables.

const LAST = 0x10ffff
const FIRST = 0x80

const DIRECTION = /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]$/u
// Soft hyphen, joiners, fillers, word joiner, byte order mark and all else that a font draws as nothing.
const ZERO_WIDTH = /^\p{Default_Ignorable_Code_Point}$/u
const VARIATION = [[0x180b, 0x180d], [0x180f, 0x180f], [0xfe00, 0xfe0f], [0xe0100, 0xe01ef]]
const TAG = /^[\u{e0000}-\u{e007f}]$/u
// U+2800 is a letter of Braille by its category and a blank on every screen.
const SPACE = /^[\p{Zs}\u2800]$/u
const SCRIPTS = [
  'Latin', 'Greek', 'Cyrillic', 'Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Armenian', 'Hebrew', 'Arabic',
  'Devanagari', 'Bengali', 'Thai', 'Georgian', 'Cherokee', 'Coptic', 'Lisu', 'Ethiopic', 'Canadian_Aboriginal', 'Myanmar',
]

/** @returns {{ names: string[], runs: string[] }} the names of the classes, and the runs that refer to them by place */
export function printRuns() {
  /** @type {string[]} */
  const names = []
  /** @type {{ name: string, length: number }[]} */
  const runs = []
  for (let point = FIRST; point <= LAST; point++) {
    const name = nameOf(point)
    const last = runs.at(-1)
    if (last?.name === name) last.length++
    else runs.push({ name, length: 1 })
    if (!names.includes(name)) names.push(name)
  }
  return { names, runs: runs.map(({ name, length }) => `${length.toString(36)}.${names.indexOf(name).toString(36)}`) }
}

/** @param {number} point */
function nameOf(point) {
  const character = String.fromCodePoint(point)
  if ((point & 0xfffe) === 0xfffe || (point >= 0xfdd0 && point <= 0xfdef)) return 'noncharacter'
  if (point >= 0xd800 && point <= 0xdfff) return 'noncharacter'
  if (DIRECTION.test(character)) return 'direction'
  if (VARIATION.some(([first = 0, last = 0]) => point >= first && point <= last)) return 'variation_selector'
  if (TAG.test(character)) return 'tag'
  if (ZERO_WIDTH.test(character)) return 'zero_width'
  if (/^[\p{Cc}\p{Zl}\p{Zp}]$/u.test(character)) return [0x90, 0x9b, 0x9d].includes(point) ? 'terminal_escape' : 'control'
  if (SPACE.test(character)) return 'other_space'
  if (/^\p{Cf}$/u.test(character)) return 'format'
  if (/^\p{Co}$/u.test(character)) return 'private_use'
  if (/^\p{Cn}$/u.test(character)) return 'unassigned'
  if (/^\p{M}$/u.test(character)) return 'mark'
  if (/^\p{N}$/u.test(character)) return 'number'
  if (/^\p{L}$/u.test(character)) return scriptOf(character)
  return 'other'
}

/**
 * The script of a letter. Scripts that no look-alike and no mixing rule needs by name are told apart by a number.
 * @param {string} letter
 */
function scriptOf(letter) {
  if (/^[\p{Script=Common}\p{Script=Inherited}]$/u.test(letter)) return 'Common'
  for (const { name, pattern } of PATTERNS) if (pattern.test(letter)) return name
  return 'Rare'
}

const PATTERNS = SCRIPTS.map((name) => ({ name, pattern: new RegExp(`^\\p{Script=${name}}$`, 'u') }))
