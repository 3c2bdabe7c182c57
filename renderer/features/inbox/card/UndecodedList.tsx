import type { NotInspectable } from '../../../../shared/display/index.ts'
import { counted } from '../../../components/numbers.ts'
import { Untrusted } from '../../../components/Untrusted.tsx'
import classes from './FactsSection.module.css'

interface UndecodedListProps {
  readonly parts: readonly NotInspectable[]
  readonly isRead: boolean
  readonly onRead: (isRead: boolean) => void
}

/** What could not be decoded, each with its sentence. It never counts as seen by scrolling: a person marks it as read. */
export function UndecodedList({ parts, isRead, onRead }: UndecodedListProps) {
  if (parts.length === 0) return null
  return (
    <div className={classes['undecoded']}>
      <h3>{counted(parts.length, 'part')} could not be decoded</h3>
      <ul>
        {parts.map(({ start, code, sentence, text }) => (
          <li key={`${start} ${code}`}>
            {sentence} <code><Untrusted tokens={text} /></code>
          </li>
        ))}
      </ul>
      <label>
        <input type="checkbox" checked={isRead} data-need="undecoded" onChange={(event) => onRead(event.target.checked)} />
        I have read what could not be decoded
      </label>
    </div>
  )
}
