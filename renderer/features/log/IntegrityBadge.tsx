import { OctagonAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useLogView } from '../../stores/feed.ts'
import classes from './Log.module.css'
import { integrityOf } from './logWords.ts'

/** Whether the log is whole, in the head of its screen. */
export function IntegrityBadge() {
  const { tone, word, more } = integrityOf(useLogView())
  const Sign = tone === 'ok' ? ShieldCheck : tone === 'broken' ? OctagonAlert : ShieldQuestion
  return (
    <span className={classes['badge']} data-tone={tone} role="status">
      <Sign size={14} strokeWidth={1.75} aria-hidden />
      <strong>{word}</strong> <UntrustedText text={more} />
    </span>
  )
}
