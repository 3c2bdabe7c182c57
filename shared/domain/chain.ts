/** A person, or anything else that acts, as its issuer knows it. */
export interface Actor {
  readonly iss: string
  readonly sub: string
}

/** One step of who acts for whom. `assurance` says how this point knows it. */
export interface Hop extends Actor {
  readonly hop: number
  readonly kind: 'human' | 'agent' | 'sub_agent' | 'service'
  readonly name?: string
  readonly assurance: 'verified' | 'asserted' | 'unknown'
  readonly evidence?: { readonly type: string; readonly hash?: string }
  readonly expires_at?: string
  readonly scope?: readonly string[]
}

/** Who acts for whom, root first. The tool and its target are not actors and never stand in it. */
export type Chain = readonly Hop[]

/** Whether two actors are the same: issuer and subject, both exactly. Names decide nothing. */
export const isSameActor = (a: Actor, b: Actor): boolean => a.iss === b.iss && a.sub === b.sub

/** Whether an actor stands anywhere in a chain. Whoever does may not approve what the chain asks for. */
export const isInChain = (chain: Chain, actor: Actor): boolean => chain.some((hop) => isSameActor(hop, actor))

/** Whether every hop is known for certain. An empty chain knows nobody. */
export const isWhollyVerified = (chain: Chain): boolean => chain.length > 0 && chain.every(({ assurance }) => assurance === 'verified')
