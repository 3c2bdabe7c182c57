import { FlaskConical, TriangleAlert } from 'lucide-react'
import { useHost } from '../../stores/host.ts'
import classes from './RuntimeNotice.module.css'

/** Strips that stay as long as what they say is true: no sandbox, or a runtime that is never shipped. */
export function RuntimeNotice() {
  const host = useHost((state) => state.host)
  if (host === null) return null
  return (
    <>
      {host.sandbox === 'not confined' && (
        <p className={classes['danger']} role="alert">
          <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
          This window runs without a sandbox, because the system offers none. Do not decide anything real in it.
        </p>
      )}
      {!host.runtime.isShipped && (
        <aside className={classes['notice']} aria-label="Runtime">
          <FlaskConical size={14} strokeWidth={1.75} aria-hidden />
          <span>
            Development runtime: Electron {host.runtime.electron}, never shipped
            <span className={classes['more']}>. What is seen here is no evidence about the shipped product on {host.runtime.shippedElectron}</span>
          </span>
        </aside>
      )}
    </>
  )
}
