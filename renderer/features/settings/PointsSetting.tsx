import { useState } from 'react'
import type { PointView } from '../../../shared/ipc/views.ts'
import { momentOf } from '../../components/moments.ts'
import { listed } from '../../components/numbers.ts'
import { SmallButton } from '../../components/SmallButton.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useNow } from '../../components/useNow.ts'
import { usePoints } from '../../stores/feed.ts'
import { usePairing } from '../../stores/pairing.ts'
import { PairingPane } from '../pairing/PairingPane.tsx'
import { linkWords } from './linkWords.ts'
import classes from './SettingsScreen.module.css'

/** The points that this console is paired with, and the way to another one. */
export function PointsSetting() {
  const points = usePoints()
  const isUnderWay = usePairing(({ pairing }) => ['connecting', 'compare', 'waiting_for_point'].includes(pairing.step))
  const [isOpen, setIsOpen] = useState(false)
  if (isOpen || isUnderWay) return <PairingPane onLeave={() => setIsOpen(false)} />
  return (
    <section aria-labelledby="points">
      <h2 id="points" className={classes['head']}>Enforcement points</h2>
      {points === null && <p className={classes['note']}>The core has not said which points are paired.</p>}
      {points !== null && Object.keys(points).length === 0 && <p className={classes['note']}>None is paired yet.</p>}
      <ul className={classes['points']}>{Object.values(points ?? {}).map((point) => <Point key={point.pointId} point={point} />)}</ul>
      <SmallButton onPress={() => setIsOpen(true)}>Pair another point</SmallButton>
    </section>
  )
}

function Point({ point }: { readonly point: PointView }) {
  const now = useNow()
  const { pointId, name, address, link, sinceMs, roles, reviewer, reason, alarm } = point
  return (
    <li className={classes['point']} data-not-live={link !== 'attached'}>
      <h3 className={classes['pointName']}><UntrustedText text={name} /></h3>
      <dl className={classes['facts']}>
        <dt>Address</dt>
        <dd><code>{address}</code></dd>
        <dt>State</dt>
        <dd>{linkWords(link)} since {momentOf(sinceMs, now)} UTC{reason !== null && <>. <UntrustedText text={reason} /></>}{alarm !== null && <strong> <UntrustedText text={alarm} /></strong>}</dd>
        <dt>Your roles</dt>
        <dd>{roles.length === 0 ? 'None: you can see nothing and decide nothing there' : listed(roles)}{reviewer !== null && <>, as <UntrustedText text={reviewer.name} /></>}</dd>
        <dt>Name on the wire</dt>
        <dd><code>{pointId}</code></dd>
      </dl>
    </li>
  )
}
