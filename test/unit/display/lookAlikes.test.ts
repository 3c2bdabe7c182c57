import { describe, expect, test } from 'vitest'
import { showBytes, showText, type Token } from '../../../shared/display/index.ts'
import { encodeUtf8 } from '../../../shared/json/index.ts'

const labels = (tokens: readonly Token[]) => tokens.map((token) => (token.kind === 'plain' ? token.text : `[${token.label}]`)).join('')
const shown = (text: string) => labels(showText(text).tokens)

describe('a look-alike', () => {
  test('is drawn with the ASCII character that it resembles', () => {
    expect(showText('\u0412ILL-2291').tokens[0]).toMatchObject({ kind: 'look_alike', glyph: '\u0412', label: 'U+0412 \u2248 B', words: 'Cyrillic letter U+0412, looks like B' })
  })

  test.each([
    ['say\u041dello', 'say[U+041D \u2248 H]ello'],
    ['p\u0430ypal', 'p[U+0430 \u2248 a]ypal'],
    ['\u0440\u0430\u0443', '[U+0440 \u2248 p][U+0430 \u2248 a][U+0443 \u2248 y]'],
    ['\u{1d42b}\u{1d426}', '[U+1D42B \u2248 r][U+1D426 \u2248 m]'],
    ['\uff52\uff4d', '[U+FF52 \u2248 r][U+FF4D \u2248 m]'],
    ['a\u2215b', 'a[U+2215 \u2248 /]b'],
    ['x\u037e', 'x[U+037E \u2248 ;]'],
  ])('is marked in %j', (text, expected) => expect(shown(text)).toBe(expected))

  test('cannot be passed off as a foreign word by a hidden character', () => {
    expect(shown('\u043f\u0430\u200bypal')).toBe('[U+043F other script][U+0430 \u2248 a][ZWSP]ypal')
  })

  test('is marked where it is written as an escape, without its glyph', () => {
    const tokens = showBytes(encodeUtf8('"\\u0412ILL"')).lines[0]?.tokens ?? []
    expect(tokens[1]).toMatchObject({ kind: 'look_alike', label: '\\u0412 \u2248 B', glyph: '' })
  })

  test('of a quotation mark or dash is marked, counted apart and no reason for alarm', () => {
    const { counts, suspicious } = showText('don\u2019t \u201cquote\u201d 3\u20134')
    expect([counts.typographic, counts.look_alike, suspicious]).toEqual([4, 0, 0])
  })
})

describe('a word of one script', () => {
  test.each([
    '\u043f\u0440\u0438\u0432\u0435\u0442',
    '\u0422\u041e\u041f10',
    '\u03ba\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1',
    '\u65e5\u672c\u8a9e\u306e\u30c6\u30b9\u30c8',
    'T\u30b7\u30e3\u30c4',
    'caf\u00e9 na\u00efve stra\u00dfe',
    '\u05e9\u05dc\u05d5\u05dd',
    '\u0645\u0631\u062d\u0628\u0627',
  ])('is left alone: %j', (text) => expect(showText(text).counts.look_alike).toBe(0))

  test('is marked where another script is mixed in that resembles nothing', () => {
    expect(shown('say\u0416ello')).toBe('say[U+0416 other script]ello')
  })
})
