/** Bytes as lower-case hexadecimal digits. */
export function hexOf(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The UTF-8 of one code point; for a surrogate the three bytes that WTF-8 gives it. */
export function utf8Of(point: number): number[] {
  if (point < 0x80) return [point]
  if (point < 0x800) return [0xc0 | (point >> 6), 0x80 | (point & 0x3f)]
  const tail = [0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)]
  return point < 0x10000 ? [0xe0 | (point >> 12), ...tail] : [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), ...tail]
}

/** How many bytes `utf8Of` gives. */
export const utf8Length = (point: number) => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4)
