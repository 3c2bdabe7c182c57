import type { Chain, Hop } from '../../shared/domain/index.ts'
import { counted } from './numbers.ts'

/** A node of the line: a hop, or a count of those left out between the second and the last two. */
export type ChainNode = { readonly kind: 'hop'; readonly hop: Hop } | { readonly kind: 'more'; readonly count: number }

/** The nodes of a chain on one line: of more than five hops the first, the second and the last two. */
export function nodesOf(chain: Chain): readonly ChainNode[] {
  const all = chain.map((hop) => ({ kind: 'hop', hop }) as const)
  if (all.length <= 5) return all
  return [...all.slice(0, 2), { kind: 'more', count: all.length - 4 }, ...all.slice(-2)]
}

export const KIND_WORDS = { human: 'Human', agent: 'Agent', sub_agent: 'Sub-agent', service: 'Service' } as const

/** What the head of a chain says of it: how many of its identities are known for certain. */
export function assuranceOf(chain: Chain): string {
  if (chain.length === 0) return 'No identity is known'
  const verified = chain.filter(({ assurance }) => assurance === 'verified').length
  if (verified === chain.length) return `${counted(verified, 'identity', 'identities')} verified`
  return `${verified} of ${counted(chain.length, 'identity', 'identities')} verified`
}
