/** The most that one call from the window may carry, in characters and values together. */
export const MAX_CALL_WEIGHT = 65_536

/**
 * Weighs a value as it arrives from the window, and stops as soon as it is too heavy: the size is looked at before a
 * schema walks the value, so that a huge one costs nothing.
 * @returns whether the value is plain data and weighs no more than `limit`
 */
export function isWithinWeight(value: unknown, limit = MAX_CALL_WEIGHT): boolean {
  let weight = 0
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    weight += 1 + (typeof next === 'string' ? next.length : 0)
    if (weight > limit) return false
    if (typeof next !== 'object' || next === null) continue
    if (!isPlain(next)) return false
    const keys = Object.keys(next)
    if (keys.length > limit) return false
    if (!Array.isArray(next)) for (const key of keys) weight += key.length
    waiting.push(...Object.values(next))
  }
  return true
}

/** Maps, dates, buffers and the like survive the crossing too, but no contract has them. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null
}
