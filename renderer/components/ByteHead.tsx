import { Check, TriangleAlert } from 'lucide-react'
import type { ShownBytes } from '../../shared/display/index.ts'
import classes from './ByteBlock.module.css'
import { countWords } from './markWords.ts'
import { countOf } from './numbers.ts'

export type ByteView = 'text' | 'hex'

const VIEWS: readonly (readonly [ByteView, string, string])[] = [['text', 'Text', '1'], ['hex', 'Hex', '2']]

/** The head of a byte block: how much in it does not show itself, by kind, and the views. */
export function ByteHead({ bytes, view, onView }: { readonly bytes: ShownBytes; readonly view: ByteView; readonly onView: (view: ByteView) => void }) {
  const isSuspicious = bytes.suspicious > 0
  const words = countWords(bytes.counts)
  return (
    <div className={classes['head']}>
      <p className={classes['total']} data-suspicious={isSuspicious}>
        {isSuspicious ? <TriangleAlert size={14} strokeWidth={1.75} aria-hidden /> : <Check size={14} strokeWidth={1.75} aria-hidden />}
        {isSuspicious ? `${countOf(bytes.suspicious)} suspicious ${bytes.suspicious === 1 ? 'character' : 'characters'}` : 'No suspicious characters'}
      </p>
      <p className={classes['kinds']}>{words.map((kind) => <span key={kind}>{kind}</span>)}</p>
      <div className={classes['views']} role="group" aria-label="View of the bytes">
        {VIEWS.map(([id, name, key]) => (
          <button key={id} type="button" className={classes['view']} aria-pressed={view === id} title={`${name} (${key})`} onClick={() => onView(id)}>
            {name}
          </button>
        ))}
      </div>
    </div>
  )
}
