import type { JsonMember } from '../../shared/json/index.ts'

/**
 * The first member whose name a less exact reader could take for one of `names`, or null. Go's decoder and that of .NET
 * ignore case (Go also takes a long s for an s), and C libraries end a name at NUL: to such a server
 * `{"method":"ping","METHOD":"tools/call"}` is a call, and to us it would be a ping.
 */
export function findLookAlike(members: readonly JsonMember[], names: readonly string[]): string | null {
  return members.find(({ key }) => !names.includes(key) && names.includes(foldName(key)))?.key ?? null
}

/** Two members that a less exact reader could take for the same one, or null. What is left of no name is no name. */
export function findTwins(members: readonly JsonMember[]): readonly [string, string] | null {
  const seen = new Map<string, string>()
  for (const { key } of members) {
    const name = foldName(key)
    const twin = seen.get(name)
    if (twin !== undefined && name !== '') return [twin, key]
    seen.set(name, key)
  }
  return null
}

/** A name as the least exact reader would take it. */
export function foldName(name: string): string {
  const [head = ''] = name.split('\0')
  // Up and down again, because the long s and the Kelvin sign have only one of the two directions.
  return head.trim().toUpperCase().toLowerCase()
}
