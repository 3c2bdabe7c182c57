import { countTokens, sourceOf, type ShownBytes, type ShownLine, type Span, type Token } from '../../shared/display/index.ts'

/** So many bytes are on one page at most: all of a page is in the document at once. */
export const PAGE_BYTES = 16_384

/** A token of the byte view, and whether it stands in something that does not run. */
export interface ViewToken {
  readonly token: Token
  readonly isDim: boolean
}

export interface ViewLine {
  readonly offset: number
  readonly tokens: readonly ViewToken[]
}

/** Lines of the byte view in pages. A line that is longer than a page goes on at the top of the next one. */
export function pagesOf(lines: readonly ShownLine[], dimmed: readonly Span[], pageBytes = PAGE_BYTES): readonly (readonly ViewLine[])[] {
  const pages: ViewLine[][] = [[]]
  let used = 0
  for (const { tokens } of lines) {
    let line: ViewToken[] = []
    const endLine = () => {
      if (line.length > 0) pages.at(-1)?.push({ offset: line[0]?.token.start ?? 0, tokens: line })
      line = []
    }
    for (const token of tokens.flatMap((one) => cut(one, dimmed, pageBytes))) {
      const bytes = token.token.end - token.token.start
      if (used > 0 && used + bytes > pageBytes) {
        endLine()
        pages.push([])
        used = 0
      }
      line.push(token)
      used += bytes
    }
    endLine()
  }
  return pages
}

/** Cuts plain text where something begins or ends that does not run, and where it is longer than a page. */
function cut(token: Token, dimmed: readonly Span[], pageBytes: number): readonly ViewToken[] {
  const isDim = (at: number) => dimmed.some(({ start, end }) => at >= start && at < end)
  if (token.kind !== 'plain') return [{ token, isDim: isDim(token.start) }]
  const pieces: ViewToken[] = []
  let text = ''
  let start = token.start
  let at = token.start
  let isDimNow = isDim(at)
  const end = () => {
    if (text !== '') pieces.push({ token: { kind: 'plain', text, start, end: at }, isDim: isDimNow })
    text = ''
    start = at
  }
  for (const letter of token.text) {
    if (isDim(at) !== isDimNow || at - start >= pageBytes - 4) {
      end()
      isDimNow = isDim(at)
    }
    text += letter
    at += utf8Length(letter)
  }
  end()
  return pieces
}

function utf8Length(letter: string): number {
  const point = letter.codePointAt(0) ?? 0
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x10000 ? 3 : 4
}

/** Whether what would be drawn is all that there is: the counts are of the tokens, and the tokens make up the bytes. */
export function isWhole(bytes: ShownBytes, byteLength: number): boolean {
  const tokens = bytes.lines.flatMap((line) => line.tokens)
  const counted = countTokens(tokens)
  const agree = Object.entries(counted).every(([kind, count]) => bytes.counts[kind as keyof typeof counted] === count)
  return agree && bytes.bytes === byteLength && sourceOf(tokens).length === byteLength
}

/** A row of the hexadecimal view. */
export interface HexRow {
  readonly offset: number
  readonly hex: string
  /** Printable ASCII as it is, a full stop for all else: this view interprets nothing. */
  readonly ascii: string
}

/** The same bytes as hexadecimal, sixteen to a row, in pages of the same size. */
export function hexPagesOf(bytes: ShownBytes, pageBytes = PAGE_BYTES): readonly (readonly HexRow[])[] {
  const source = sourceOf(bytes.lines.flatMap((line) => line.tokens))
  const pages: HexRow[][] = []
  for (let offset = 0; offset < source.length || pages.length === 0; offset += 16) {
    if (offset % pageBytes === 0) pages.push([])
    const row = [...source.subarray(offset, offset + 16)]
    if (row.length === 0) break
    pages.at(-1)?.push({
      offset,
      hex: row.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      ascii: row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
    })
  }
  return pages
}

/** A hash in groups of four, the first sixteen and the last eight of its digits: `cb7d 6621 9fbe e1a2 … c472 ed39`. */
export function groupedHash(hash: string): string {
  const digits = hash.replace(/^sha256:/, '')
  const groups = digits.match(/.{1,4}/g) ?? []
  return groups.length <= 6 ? groups.join(' ') : `${groups.slice(0, 4).join(' ')} … ${groups.slice(-2).join(' ')}`
}
