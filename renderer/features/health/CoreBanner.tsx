import { Unplug } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useHost } from '../../stores/host.ts'
import classes from './CoreBanner.module.css'

/** Stands under the strip while the core is down: what happened, what it means, and when it is tried again. */
export function CoreBanner() {
  const core = useHost(({ host }) => host?.core)
  if (core?.status !== 'waiting') return null
  return (
    <section className={classes['banner']} aria-label="The core has stopped" role="status">
      <span className={classes['sign']}>
        <Unplug size={16} strokeWidth={1.75} aria-hidden />
      </span>
      <div>
        <p className={classes['what']}>The core has stopped: it {core.reason}</p>
        <p className={classes['means']}>
          What is on screen may be stale, and nothing can be approved until it is back. No call is released by this.{' '}
          <span aria-hidden><RetryCountdown atMs={core.retryAtMs} attempt={core.attempt} /></span>
        </p>
      </div>
    </section>
  )
}

function RetryCountdown({ atMs, attempt }: { readonly atMs: number; readonly attempt: number }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((atMs - now) / 1_000))
  return <>It is started again in {seconds} s, after {attempt === 1 ? '1 stop' : `${attempt} stops`}.</>
}
