import { TriangleAlert } from 'lucide-react'
import type { Obstacle } from '../../../../shared/ipc/views.ts'
import { countOf } from '../../../components/numbers.ts'
import { UntrustedText } from '../../../components/Untrusted.tsx'
import classes from './BytesMissing.module.css'

/** The place of the bytes while they are read or fetched, or where there are too many of them to be reviewed. */
export function BytesMissing({ byteLength, obstacles }: { readonly byteLength: number; readonly obstacles: readonly Obstacle[] }) {
  const why = obstacles.find(({ code }) => code === 'too_large' || code === 'incomplete' || code === 'unverifiable')
  return (
    <div className={classes['missing']} role="status">
      <p>{why === undefined ? `Reading ${countOf(byteLength)} bytes. Approving waits until every one is here and checked.` : <UntrustedText text={why.sentence} />}</p>
      {why?.code !== 'too_large' && <div className={classes['lines']} aria-hidden><span /><span /><span /></div>}
    </div>
  )
}

/** Stands above or in place of bytes that cannot be trusted to be what the point sent. */
export function UnverifiedNote({ sentence }: { readonly sentence: string }) {
  return (
    <p className={classes['unverified']} role="alert">
      <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />
      <span><strong>Not verified.</strong> <UntrustedText text={sentence} /></span>
    </p>
  )
}
