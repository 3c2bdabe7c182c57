import { LOOK_ALIKE_ASCII, LOOK_ALIKES } from '../generated/unicodeTables.ts'

/** The ASCII character that a single other character looks like (UTS 39, single characters only), or null. */
export function lookAlikeOf(point: number): string | null {
  return point < 0x80 ? null : (TWINS.get(point) ?? null)
}

const TWINS = readTwins()

function readTwins(): ReadonlyMap<number, string> {
  const twins = new Map<number, string>()
  for (const [i, group] of LOOK_ALIKES.split(' ').entries()) {
    for (const point of group.split(',')) twins.set(parseInt(point, 16), LOOK_ALIKE_ASCII[i] ?? '?')
  }
  return twins
}
