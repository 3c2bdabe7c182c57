import type { InboxRow } from '../../../../shared/ipc/views.ts'
import { Key } from '../../../components/Key.tsx'
import classes from './HeldBack.module.css'
import { heldBackWords } from './rowWords.ts'

/** Above the list: what came while it was in use. It is shown when a person asks, never by itself under their hand. */
export function HeldBack({ rows, onShow }: { readonly rows: readonly InboxRow[]; readonly onShow: () => void }) {
  if (rows.length === 0) return null
  return (
    <button type="button" className={classes['held']} aria-keyshortcuts="N" onClick={onShow}>
      {heldBackWords(rows)} <Key>N</Key> show
    </button>
  )
}
