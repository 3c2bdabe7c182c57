/** The most that one call from the window may carry, in characters and values together. */
export const MAX_CALL_WEIGHT = 65_536

/**
 * Weighs a value as it arrives from the window, and stops as soon as it is too heavy: the size is looked at before a
 * schema walks the value. What a huge one costs to arrive at all is the runtime's, and was paid before.
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
    if (Array.isArray(next)) {
      // Looked at before anything is listed: listing thirty million items takes seconds.
      if (next.length > limit) return false
      waiting.push(...next)
      continue
    }
    for (const key in next) {
      weight += 1 + key.length
      if (weight > limit) return false
      waiting.push((next as Record<string, unknown>)[key])
    }
  }
  return true
}

/** Maps, dates, buffers and the like survive the crossing too, but no contract has them. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null
}
