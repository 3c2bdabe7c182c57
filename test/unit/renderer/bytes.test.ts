import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupedHash, hexPagesOf, isWhole, pagesOf } from '../../../renderer/components/bytePages.ts'
import { countWords } from '../../../renderer/components/markWords.ts'
import { firstUnseen, NOTHING_SEEN, withPage } from '../../../renderer/features/inbox/card/seen.ts'
import { showBytes, sourceOf } from '../../../shared/display/index.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

describe('the pages of the byte block', () => {
  it('hold every byte once and in order, whatever the bytes and wherever something is dimmed', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.tuple(fc.nat(400), fc.nat(400))), fc.integer({ min: 16, max: 100 }), (bytes, spans, pageBytes) => {
      const pages = pagesOf(showBytes(bytes).lines, spans.map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) })), pageBytes)
      const tokens = pages.flat().flatMap((line) => line.tokens.map(({ token }) => token))
      expect([...sourceOf(tokens)]).toEqual([...bytes])
    }))
  })

  it('are cut at the size of a page, also within one long string', () => {
    const pages = pagesOf(showBytes(bytesOf(`{"a":"${'abc '.repeat(10_000)}"}`)).lines, [])
    expect(pages.length).toBe(3)
    for (const page of pages) expect(page.flatMap((line) => line.tokens).reduce((sum, { token }) => sum + token.end - token.start, 0)).toBeLessThanOrEqual(16_384)
  })

  it('dim exactly what does not run', () => {
    const [page = []] = pagesOf(showBytes(bytesOf('{"a":"run # é not"}')).lines, [{ start: 10, end: 18 }])
    expect(page.flatMap((line) => line.tokens).filter(({ isDim }) => isDim).map(({ token }) => (token.kind === 'plain' ? token.text : token.label)).join('')).toBe('# é not')
  })

  it('show the same bytes as hexadecimal', () => {
    expect(hexPagesOf(showBytes(bytesOf('{"a":"\u202e"}')))).toEqual([[{ offset: 0, hex: '7b 22 61 22 3a 22 e2 80 ae 22 7d', ascii: '{"a":"..."}' }]])
  })

  it('are not shown where counts or length do not agree with what would be drawn', () => {
    const shown = showBytes(bytesOf('{"a":"\u202e"}'))
    expect(isWhole(shown, shown.bytes)).toBe(true)
    expect(isWhole(shown, shown.bytes + 1)).toBe(false)
    expect(isWhole({ ...shown, counts: { ...shown.counts, direction: 0 } }, shown.bytes)).toBe(false)
  })
})

describe('what counts as seen', () => {
  it('is every page of one view, in any order', () => {
    const some = withPage(withPage(NOTHING_SEEN, 'text', 2, 3, 10), 'text', 0, 3, 20)
    expect(some.isAllSeen).toBe(false)
    expect(firstUnseen(some, 'text', 3)).toBe(1)
    expect(withPage(some, 'text', 1, 3, 30)).toMatchObject({ isAllSeen: true, endSeenAtMs: 30 })
  })

  it('is not half of one view and half of the other', () => {
    expect(withPage(withPage(NOTHING_SEEN, 'text', 0, 2, 1), 'hex', 1, 2, 2).isAllSeen).toBe(false)
  })

  it('keeps the moment of the first time', () => {
    expect(withPage(withPage(NOTHING_SEEN, 'text', 0, 1, 5), 'hex', 0, 1, 99).endSeenAtMs).toBe(5)
  })
})

describe('the words around the bytes', () => {
  it('group a hash and leave out its middle', () => {
    expect(groupedHash(`sha256:cb7d66219fbee1a2${'0'.repeat(40)}c472ed39`)).toBe('cb7d 6621 9fbe e1a2 … c472 ed39')
  })

  it('count by kind, the worst first', () => {
    expect(countWords(showBytes(bytesOf('{"a":"\u202e\u202d\u200b"}')).counts)).toEqual(['2 direction controls', '1 zero-width'])
  })
})
