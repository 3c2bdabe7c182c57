/** A count with commas between the thousands, as `48,211`. Never shortened. */
export const countOf = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** A count and its noun: `1 session`, `9 sessions`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${countOf(count)} ${count === 1 ? one : many}`

/** Names or sentences in a row: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
