/**
 * A UUID of version 7 (RFC 9562): its first 48 bits are the time, so that ids sort by their birth.
 * @param nowMs milliseconds since 1970
 * @param random ten bytes from a cryptographic source; more are ignored, fewer are a mistake of the caller
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('A UUID needs ten random bytes')
  const time = Math.floor(nowMs).toString(16).padStart(12, '0')
  const digits = [...random.subarray(0, 10)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const variant = ((Number.parseInt(digits.charAt(3), 16) & 0x3) | 0x8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-${variant}${digits.slice(4, 7)}-${digits.slice(7, 19)}`
}
