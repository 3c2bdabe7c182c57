import { OctagonAlert, Radio, Unplug, X } from 'lucide-react'
import { useState } from 'react'
import { plainText } from '../../../shared/display/index.ts'
import { bridge } from '../../bridge.ts'
import { SmallButton } from '../../components/SmallButton.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useNow } from '../../components/useNow.ts'
import { useScreenKeys } from '../../components/useScreenKeys.ts'
import { useLogView, usePoints } from '../../stores/feed.ts'
import { useHost } from '../../stores/host.ts'
import { bannersOf, type Banner } from './banners.ts'
import classes from './HealthBanner.module.css'
import { useReturns } from './useReturns.ts'

/** What a person must know before they trust the rest of the screen: one at a time, the worst first, the others counted. */
export function HealthBanner() {
  const now = useNow()
  const core = useHost(({ host }) => host?.core)
  const points = usePoints()
  const log = useLogView()
  const [returns, dismiss] = useReturns()
  const [shown, setShown] = useState(0)
  const banners = bannersOf({ core, points: Object.values(points ?? {}), log, returns }, now, (text) => plainText(text, 240))
  useScreenKeys({ 'Shift+r': banners.some(({ kind }) => kind === 'silent') ? retry : undefined })
  const at = shown % Math.max(1, banners.length)
  const banner = banners[at]
  if (banner === undefined) return null
  return (
    <section className={classes['banner']} data-kind={banner.kind} aria-label={NAMES[banner.kind]}>
      {/* Heard once: the words beside it count seconds, and a live region would say each of them. */}
      <p className={classes['heard']} role={banner.kind === 'alarm' ? 'alert' : 'status'}>{banner.spoken}</p>
      <span className={classes['sign']}><Sign kind={banner.kind} /></span>
      <div className={classes['words']}>
        <p className={classes['what']}>{banner.title}</p>
        <p className={classes['means']}>{banner.sentence} {banner.kind === 'silent' && <NextTry atMs={banner.retryAtMs} now={now} />}</p>
      </div>
      {banner.kind === 'silent' && <Names points={banner.points} />}
      {banners.length > 1 && <SmallButton kind="quiet" onPress={() => setShown(at + 1)}>{banners.length - 1} more</SmallButton>}
      {banner.kind === 'silent' && <span onKeyDown={(event) => event.key === 'r' && retry()}><SmallButton shortcut="Shift R" onPress={retry}>Retry now</SmallButton></span>}
      {banner.kind === 'back' && <SmallButton kind="quiet" label="Dismiss" onPress={() => dismiss(banner.key.replace('back ', ''))}><X size={14} strokeWidth={1.75} aria-hidden /></SmallButton>}
    </section>
  )
}

const retry = () => void bridge.retryLinks()

const NAMES: Readonly<Record<Banner['kind'], string>> = { alarm: 'Alarm', silent: 'Not live', back: 'Back' }

function Sign({ kind }: { readonly kind: Banner['kind'] }) {
  const Icon = kind === 'alarm' ? OctagonAlert : kind === 'silent' ? Unplug : Radio
  return <Icon size={16} strokeWidth={1.75} aria-hidden />
}

type Silent = Extract<Banner, { kind: 'silent' }>

function Names({ points }: Pick<Silent, 'points'>) {
  const few = points.slice(0, 3)
  return (
    <ul className={classes['names']} aria-label="Points that are away">
      {few.map(({ pointId, name }) => <li key={pointId} className={classes['name']}><UntrustedText text={name} /></li>)}
      {points.length > few.length && <li className={classes['name']}>{points.length - few.length} more</li>}
    </ul>
  )
}

function NextTry({ atMs, now }: { readonly atMs: number | null; readonly now: number }) {
  // The count is for the eye; a screen reader would hear it every second.
  return atMs === null ? null : <span aria-hidden>Next try in {Math.max(0, Math.ceil((atMs - now) / 1_000))} s.</span>
}
