import fc from 'fast-check'
import { foldName } from '../../../gateway/mcp/index.ts'

/** Spellings of numbers that readers disagree about; all of them stand for something that our parser takes. */
const numbers = fc.oneof(
  fc.constantFrom('-0', '0', '-0.0', '1.0', '1e2', '1E+2', '0.1', '1e-7', '5e-324', '1e21', '1.7976931348623157e308', '9007199254740991', '-9007199254740991', '333333333.33333329', '4.50', '2e-3'),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)).map(String),
)

const unusual = fc.constantFrom('__proto__', 'constructor', 'toString', '0', '1', '10', '2', '007', '-1', '4294967295', '', ' ', '\u2028', '\u0000', '\u202e', '\ufeff', '\u00e9', 'e\u0301', '\ufffe', '\u{1f600}', '\u{10ffff}', '"', '\\', '</script>', 'a\nb', '\u007f', '$', 'path')
const strings = fc.oneof(unusual, fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 12 })).filter((text) => !/\$(redacted|secret|\{secret:)/.test(text))

/** A string as JSON, in one of three spellings. */
const spelled = fc.tuple(strings, fc.constantFrom('short', 'escaped', 'slashes')).map(([text, how]) => {
  if (how === 'escaped') return `"${[...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
  return how === 'slashes' ? JSON.stringify(text).replaceAll('/', '\\/') : JSON.stringify(text)
})

const space = fc.constantFrom('', ' ', '\t', '  ')

/** Members of one name are no arguments, and neither are those of names that a less exact reader takes for one. */
const nameOf = (key: string) => foldName(key) || key

/** The text of a JSON object as some client could write it, never in canonical spelling but by chance. */
export const objectText: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.oneof(numbers, spelled, fc.constantFrom('true', 'false', 'null')), tie('object'), tie('array')),
  object: fc.uniqueArray(fc.tuple(spelled, tie('value'), space), { maxLength: 6, selector: ([key]) => nameOf(JSON.parse(key) as string) })
    .map((members) => `{${members.map(([key, value, gap]) => `${gap}${key}${gap}:${gap}${value}${gap}`).join(',')}}`),
  array: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(' ,')}]`),
})).object
