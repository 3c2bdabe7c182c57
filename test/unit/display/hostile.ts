import fc from 'fast-check'

/** Printed with every property, so that a failure can be run again. */
export const SEED = 20_261_122

/** Code points that hide, reorder, look alike or break something, one or more of each boxed class. */
export const HIDDEN_POINTS: readonly number[] = [
  0x00, 0x07, 0x08, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x90, 0x9b, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x1680, 0x17b4, 0x180b, 0x180e, 0x2003, 0x200b,
  0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x202f, 0x2060, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206f, 0x2800,
  0x3000, 0x3164, 0xe000, 0xfdd0, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffe, 0x378, 0xe0001, 0xe0041, 0xe007f, 0xe0100, 0xe01ef, 0xf0000, 0x10ffff,
]

const point = (points: readonly number[]) => fc.constantFrom(...points).map((code) => String.fromCodePoint(code))
const ascii = fc.string({ unit: fc.constantFrom(...'abcXYZ019 ,:;"\\{}[]()<>|&$`\'*?-#/.=~_'), maxLength: 12 })
const lookAlike = point([0x410, 0x412, 0x430, 0x435, 0x43e, 0x440, 0x441, 0x3bf, 0x2018, 0x201c, 0x2013, 0x2215, 0xff21, 0x1d400, 0x131, 0x660])
const word = fc.constantFrom('\u043f\u0440\u0438\u0432\u0435\u0442', 'caf\u00e9', '\u65e5\u672c\u8a9e', '\u05e9\u05dc\u05d5\u05dd', 'say\u041dello', 'p\u0430ypal')
const mark = point([0x301, 0x338, 0x20e3, 0x489, 0x5b0, 0x903])
const run = fc.tuple(fc.constantFrom(' ', '=', '\n', '\u200b', '\u202e', '\u0430', '\u0301', '\ud83d\ude00'), fc.integer({ min: 2, max: 40 })).map(([text, times]) => text.repeat(times))
const escape = fc.constantFrom('\\u001b', '\\u202e', '\\u0412', '\\n', '\\\\u202e', '\\"', '\\ud83d\\ude00', '\\ud800', '\\u00', '\\/', '\\u0041', '\\')

/** Strings without lone surrogates, made to deceive. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(ascii, point(HIDDEN_POINTS), lookAlike, word, mark, run, escape, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
  .map((pieces) => pieces.join(''))

/** Bytes of which many are no UTF-8. */
export const hostileBytes: fc.Arbitrary<Uint8Array> = fc
  .array(fc.oneof(hostileText.map((text) => Buffer.from(text)), fc.uint8Array({ maxLength: 8 }), fc.constantFrom(Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xc0, 0xaf]), Buffer.from([0xf4, 0x90]))), { maxLength: 6 })
  .map((pieces) => Buffer.concat(pieces))

/** A property of this many inputs with the one seed, which is printed. */
export function checkProperty<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void, numRuns = 10_000): void {
  process.stdout.write(`  seed ${SEED}, ${numRuns} inputs\n`)
  // A property that gives anything but undefined would fail by it, and the assertions of Vitest do.
  fc.assert(fc.property(arbitrary, (value) => void predicate(value)), { seed: SEED, numRuns })
}
