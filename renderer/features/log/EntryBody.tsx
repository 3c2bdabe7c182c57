import { useMemo, useState } from 'react'
import type { ShownBytes } from '../../../shared/display/index.ts'
import { pagesOf } from '../../components/bytePages.ts'
import { SmallButton } from '../../components/SmallButton.tsx'
import { TokenBox } from '../../components/Untrusted.tsx'
import classes from './Log.module.css'

/** Bytes of an entry: always wrapped, in byte order, whatever does not show itself in a box. */
export function EntryBody({ bytes, label }: { readonly bytes: ShownBytes; readonly label: string }) {
  const pages = useMemo(() => pagesOf(bytes.lines, []), [bytes])
  const [page, setPage] = useState(0)
  return (
    <div className={classes['body']} role="region" aria-label={label} tabIndex={0}>
      {(pages[page] ?? []).map(({ offset, tokens }) => (
        <code key={offset} className={classes['line']} dir="ltr" translate="no">{tokens.map(({ token }) => <TokenBox key={token.start} token={token} />)}</code>
      ))}
      {pages.length > 1 && (
        <nav className={classes['pager']} aria-label={`${label}, pages`}>
          <SmallButton isDisabled={page === 0} onPress={() => setPage(page - 1)}>Page before</SmallButton>
          <span>{page + 1} of {pages.length}</span>
          <SmallButton isDisabled={page === pages.length - 1} onPress={() => setPage(page + 1)}>Next page</SmallButton>
        </nav>
      )}
    </div>
  )
}
