import { describe, expect, test } from 'vitest'
import { countTokens, MARK_KINDS, showBytes, showText, sourceOf, type MarkKind, type Token } from '../../../shared/display/index.ts'
import { encodeUtf8 } from '../../../shared/json/index.ts'
import { checkProperty, HIDDEN_POINTS, hostileBytes, hostileText } from './hostile.ts'

const bytesOf = (text: string) => encodeUtf8(text)
const tokensOf = (bytes: Uint8Array) => showBytes(bytes).lines.flatMap((line) => line.tokens)
const boxes = (tokens: readonly Token[]) => tokens.flatMap((token) => (token.kind === 'plain' ? [] : [token]))
const labels = (tokens: readonly Token[]) => tokens.map((token) => (token.kind === 'plain' ? token.text : `[${token.label}]`)).join('')

// What Node's own tables say must be boxed, whatever the generated ones say; `\p{Cn}` is left out, because Node may be newer.
const BOXED = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|\p{M}{3}|^\p{M}|\p{Noncharacter_Code_Point}/u

describe('the display of hostile input', () => {
  test('gives the text back for 10,000 strings', () => {
    checkProperty(hostileText, (text) => expect(Buffer.from(sourceOf(showText(text).tokens))).toEqual(Buffer.from(text)))
  })

  test('gives the bytes back for 10,000 byte strings of which many are no UTF-8', () => {
    checkProperty(hostileBytes, (bytes) => expect(Buffer.from(sourceOf(tokensOf(bytes)))).toEqual(Buffer.from(bytes)))
  })

  test('never leaves a character that hides in a plain token', () => {
    checkProperty(hostileBytes, (bytes) => {
      for (const token of [...tokensOf(bytes), ...showText(Buffer.from(bytes).toString()).tokens]) if (token.kind === 'plain') expect(token.text).not.toMatch(BOXED)
    })
  })

  test('counts exactly the boxes that are drawn', () => {
    checkProperty(hostileBytes, (bytes) => {
      const { counts, lines, suspicious } = showBytes(bytes)
      const drawn = lines.flatMap((line) => line.tokens)
      expect(counts).toEqual(countTokens(drawn))
      expect(MARK_KINDS.reduce((sum, kind) => sum + counts[kind], 0)).toBe(boxes(drawn).length)
      expect(suspicious).toBeLessThanOrEqual(boxes(drawn).length)
    }, 2_000)
  })

  test('places tokens without a gap and lines at the offset of their first token', () => {
    checkProperty(hostileBytes, (bytes) => {
      const { lines } = showBytes(bytes)
      let at = 0
      for (const { offset, tokens } of lines) {
        if (tokens.length > 0) expect(tokens[0]?.start).toBe(offset)
        for (const { start, end } of tokens) {
          expect(start).toBe(at)
          at = end
        }
      }
      expect(at).toBe(bytes.length)
    }, 2_000)
  })

  test('leaves no run of 16 equal characters in a plain token', () => {
    checkProperty(hostileText, (text) => {
      for (const token of showText(text).tokens) if (token.kind === 'plain') expect(token.text).not.toMatch(/(.)\1{16}(?!\p{M})/u)
    }, 2_000)
  })

  test('boxes every code point of the boxed classes, alone and inside a word', () => {
    for (const point of HIDDEN_POINTS) {
      const text = `a${String.fromCodePoint(point)}b`
      expect(boxes(showText(text).tokens).length, text).toBe(1)
      expect(boxes(tokensOf(bytesOf(text))).length, text).toBe(1)
    }
  })

  test('boxes every tag character and every variation selector', () => {
    const points = [...range(0xe0000, 0xe007f), ...range(0xe0100, 0xe01ef), ...range(0xfe00, 0xfe0f)]
    for (const point of points) expect(['tag', 'variation_selector']).toContain(showText(`x${String.fromCodePoint(point)}`).tokens[1]?.kind)
  })
})

describe('a boxed token', () => {
  test.each<[text: string, kind: MarkKind, label: string, words: string]>([
    ['\u202e', 'direction', 'RLO', 'right-to-left override'],
    ['\u200b', 'zero_width', 'ZWSP', 'zero-width space'],
    ['\u00ad', 'zero_width', 'U+00AD', 'soft hyphen'],
    ['\u001b', 'terminal_escape', 'ESC', 'terminal escape'],
    ['\r', 'control', 'CR', 'carriage return'],
    ['\u00a0', 'other_space', 'NBSP', 'no-break space'],
    ['\u{e0041}', 'tag', 'TAG A', 'tag character for A'],
    ['\ufe0f', 'variation_selector', 'VS16', 'variation selector 16'],
    ['\ue000', 'private_use', 'U+E000', 'private use character U+E000'],
    ['\ufffe', 'noncharacter', 'U+FFFE', 'not a character U+FFFE'],
    ['\ud800', 'noncharacter', 'U+D800', 'not a character U+D800'],
    ['\u0378', 'unassigned', 'U+0378', 'unassigned character U+0378'],
    ['\u0301', 'combining', 'U+0301', 'combining mark U+0301'],
  ])('says what %j is', (text, kind, label, words) => {
    expect(showText(text).tokens).toMatchObject([{ kind, label, words, times: 1 }])
  })

  test('names a byte that is no UTF-8 by its value', () => {
    expect(tokensOf(Uint8Array.of(0x61, 0xe9, 0x62))).toMatchObject([{ text: 'a' }, { kind: 'invalid_utf8', label: '0xE9', source: 'e9', start: 1, end: 2 }, { text: 'b' }])
  })

  test('collapses a run and says how long it is', () => {
    const { tokens, counts } = showText(`a${' '.repeat(212)}b`)
    expect(labels(tokens)).toBe('a[SPACE x 212]b')
    expect(tokens[1]).toMatchObject({ kind: 'padding', words: 'space, 212 times', start: 1, end: 213 })
    expect(counts.padding).toBe(1)
  })

  test('does not call an indent or a ruled line suspicious', () => {
    expect(showText(`a\n${' '.repeat(20)}b ${'='.repeat(40)}`).suspicious).toBe(0)
    expect(showText('\n'.repeat(200)).suspicious).toBe(1)
  })

  test('stands for the third combining mark on one letter and for one without a letter', () => {
    expect(labels(showText('e\u0301\u0301\u0301=\u0338').tokens)).toBe('e\u0301\u0301[U+0301]=[U+0338]')
  })
})

describe('escapes in JSON bytes', () => {
  test('are boxed and counted like the character they stand for', () => {
    const { counts, lines } = showBytes(bytesOf('"\\u202e \\u001b[2K \\u200b\\r\\n"'))
    expect(counts).toMatchObject({ direction: 1, terminal_escape: 1, zero_width: 1, control: 1, line_break: 1 })
    expect(labels(lines.flatMap((line) => line.tokens))).toBe('"[\\u202e] [\\u001b][2K [\\u200b][\\r][\\n]"')
  })

  test('are not found behind an escaped backslash', () => {
    expect(showBytes(bytesOf('"\\\\u202e"')).suspicious).toBe(0)
  })

  test('of a letter that needs none are boxed, and so is half a pair', () => {
    expect(labels(tokensOf(bytesOf('"\\u0041\\ud800"')))).toBe('"[\\u0041][\\ud800]"')
  })

  test('are plain text in a string that is no JSON', () => {
    expect(labels(showText('\\u202e\\n').tokens)).toBe('\\u202e\\n')
  })
})

describe('lines of the byte view', () => {
  test('break at commas between members and never inside a string', () => {
    const text = `{"args":{"max_rows":null,"note":"${'a, '.repeat(20)}","sql":"DELETE FROM prod.customers"},"server":"pg-prod-eu","tool":"sql.execute"}`
    expect(showBytes(bytesOf(text)).lines.map(({ offset, tokens }) => [offset, labels(tokens)])).toEqual([
      [0, '{"args":{"max_rows":null,'],
      [25, `"note":"${'a, '.repeat(20)}",`],
      [95, '"sql":"DELETE FROM prod.customers"},"server":"pg-prod-eu",'],
      [153, '"tool":"sql.execute"}'],
    ])
  })

  test('end at a line feed, also at an escaped one', () => {
    expect(showBytes(bytesOf('"a\\nb"')).lines.map(({ tokens }) => labels(tokens))).toEqual(['"a[\\n]', 'b"'])
  })

  test('are one empty line for no bytes', () => {
    expect(showBytes(new Uint8Array()).lines).toEqual([{ offset: 0, tokens: [] }])
  })
})

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)
