/** Why 32 bytes must not stand for a point: a second spelling of it, or one of the eight points of low order. */
export type PointFault = 'not_canonical' | 'low_order'

/** The prime of the field, RFC 8032 section 5.1. */
const P = 2n ** 255n - 19n

/** The order of the group that the base point generates. A signature's S must lie below it. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n

/** The y of one of the four points of order 8. */
const Y_OF_ORDER_8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n

/** The five y that the eight points of low order have: order 1, 2, 4 (twice) and 8 (four times). */
const LOW_ORDER_Y: ReadonlySet<bigint> = new Set([1n, P - 1n, 0n, Y_OF_ORDER_8, P - Y_OF_ORDER_8])

/**
 * What is wrong with an encoded point of edwards25519 (RFC 8032 section 5.1.3), or null. It does not ask whether the
 * point lies on the curve, nor whether it has a part of low order beside its main part: no signature of a key off the
 * curve verifies, and a mixed key has one spelling and harms its owner alone.
 * @param encoded 32 bytes
 */
export function faultOfPoint(encoded: Uint8Array): PointFault | null {
  const y = BigInt.asUintN(255, readLittleEndian(encoded))
  if (y >= P) return 'not_canonical'
  // The sign bit is ignored on purpose. At y = 1 and y = -1 it makes the second spelling of a point with x = 0, and
  // both of those are of low order; elsewhere it picks one of two points, which are both of low order or neither.
  return LOW_ORDER_Y.has(y) ? 'low_order' : null
}

/** Whether the second half of a signature is the one spelling of its number: S < L (RFC 8032 section 5.1.7). */
export function isCanonicalScalar(encoded: Uint8Array): boolean {
  return readLittleEndian(encoded) < L
}

function readLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
