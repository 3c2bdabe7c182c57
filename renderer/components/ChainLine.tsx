import type { Chain, Hop } from '../../shared/domain/index.ts'
import { KIND_WORDS, nodesOf } from './chain.ts'
import classes from './ChainLine.module.css'
import { leftOf } from './moments.ts'
import { UntrustedText } from './Untrusted.tsx'

interface ChainLineProps {
  readonly chain: Chain
  readonly nowMs: number
  /** The tool and its server stand at the end; they are what is acted with, not who acts. */
  readonly tool?: { readonly name: string; readonly server: string }
}

/** Who acts for whom, on one line, root first. A name that is only asserted stands in quotation marks. */
export function ChainLine({ chain, nowMs, tool }: ChainLineProps) {
  return (
    <ol className={classes['chain']}>
      {nodesOf(chain).map((node) =>
        node.kind === 'more' ? <li key="more" className={classes['node']}><p className={classes['name']}>{node.count} more</p></li> : <HopNode key={node.hop.hop} hop={node.hop} nowMs={nowMs} />,
      )}
      {tool !== undefined && (
        <li className={classes['node']} data-shape="target">
          <p className={classes['kind']}>Tool</p>
          <p className={classes['name']}><UntrustedText text={tool.name} /></p>
          <p className={classes['identity']}><UntrustedText text={tool.server} /></p>
        </li>
      )}
    </ol>
  )
}

const MINUTE = 60_000

function HopNode({ hop, nowMs }: { readonly hop: Hop; readonly nowMs: number }) {
  const expiresAtMs = hop.expires_at === undefined ? null : Date.parse(hop.expires_at)
  const isEnding = expiresAtMs !== null && expiresAtMs - nowMs < MINUTE
  const name = <UntrustedText text={hop.name ?? hop.sub} />
  return (
    <li className={classes['node']} data-shape={isEnding ? 'ending' : hop.assurance}>
      <p className={classes['kind']}>{KIND_WORDS[hop.kind]}{ASSURANCE[hop.assurance]}</p>
      <p className={classes['name']}>
        {hop.assurance === 'asserted' ? <>“{name}”</> : name}
        {hop.assurance === 'unknown' && ' ?'}
      </p>
      <p className={classes['identity']}><UntrustedText text={hop.sub} /></p>
      {expiresAtMs !== null && <p className={classes['left']}>{expiresAtMs > nowMs ? `Expires in ${leftOf(expiresAtMs, nowMs)}` : 'Expired'}</p>}
    </li>
  )
}

const ASSURANCE = { verified: '', asserted: ', asserted', unknown: ', not known' } as const
