import type { Chain, Hop } from '../../../shared/domain/index.ts'
import { leftOf } from '../../components/moments.ts'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useNow } from '../../components/useNow.ts'
import { nameOfHop } from './listSessions.ts'
import classes from './ChainList.module.css'

const KINDS: Readonly<Record<Hop['kind'], string>> = { human: 'Human', agent: 'Agent', sub_agent: 'Sub-agent', service: 'Service' }

/** Who acts for whom, root first, every hop. What is asserted stands in quotation marks, what is unknown is asked. */
export function ChainList({ chain }: { readonly chain: Chain }) {
  const now = useNow()
  if (chain.length === 0) return <p className={classes['none']}>The point names nobody, so nobody can be said to be behind it.</p>
  return (
    <ol className={classes['chain']}>
      {chain.map((hop) => (
        <li key={hop.hop} className={classes['hop']} data-assurance={hop.assurance} data-ends={nodeOf(hop, now)}>
          <p className={classes['kind']}>{KINDS[hop.kind]}, {hop.assurance}{expiryOf(hop, now)}</p>
          <p className={classes['name']}>{hop.assurance === 'asserted' && '“'}<UntrustedText text={nameOfHop(hop)} />{hop.assurance === 'asserted' && '”'}{hop.assurance === 'unknown' && ' ?'}</p>
          <p className={classes['identity']}><UntrustedText text={hop.sub} /></p>
          <p className={classes['identity']}><UntrustedText text={hop.iss} /></p>
        </li>
      ))}
    </ol>
  )
}

function nodeOf({ expires_at }: Hop, now: number): 'soon' | 'over' | undefined {
  if (expires_at === undefined) return undefined
  const left = Date.parse(expires_at) - now
  return left <= 0 ? 'over' : left < 60_000 ? 'soon' : undefined
}

function expiryOf({ expires_at }: Hop, now: number): string {
  if (expires_at === undefined) return ''
  const untilMs = Date.parse(expires_at)
  return untilMs <= now ? ', identity is over' : `, ends in ${leftOf(untilMs, now)}`
}
