import { useAnnouncements } from '../stores/announcements.ts'
import classes from './Announcer.module.css'

/** The two live regions of the window. */
export function Announcer() {
  const { polite, assertive } = useAnnouncements()
  return (
    <>
      <p className={classes['heard']} role="status" aria-live="polite">{polite}</p>
      <p className={classes['heard']} role="alert" aria-live="assertive">{assertive}</p>
    </>
  )
}
