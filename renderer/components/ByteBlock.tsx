import { memo, useMemo, type ReactNode } from 'react'
import type { ShownBytes, Span } from '../../shared/display/index.ts'
import { ByteHead, type ByteView } from './ByteHead.tsx'
import classes from './ByteBlock.module.css'
import { hexPagesOf, pagesOf, type HexRow, type ViewLine } from './bytePages.ts'
import { EndMark } from './EndMark.tsx'
import { countOf } from './numbers.ts'
import { TokenBox } from './Untrusted.tsx'

interface ByteBlockProps {
  readonly bytes: ShownBytes
  readonly view: ByteView
  readonly page: number
  /** What does not run, such as comments: drawn dimmed, never left out. */
  readonly dimmed: readonly Span[]
  readonly onView: (view: ByteView) => void
  readonly onPage: (page: number) => void
  /** The end of this page has been on screen. */
  readonly onPageEnd: (view: ByteView, page: number, pages: number) => void
  /** The foot, with what is signed. */
  readonly children: ReactNode
}

/** Exactly the bytes that will run: our own view, wrapped, paged, all of a page in the document at once. */
export const ByteBlock = memo(function ByteBlock({ bytes, view, page, dimmed, onView, onPage, onPageEnd, children }: ByteBlockProps) {
  const text = useMemo(() => pagesOf(bytes.lines, dimmed), [bytes, dimmed])
  const hex = useMemo(() => (view === 'hex' ? hexPagesOf(bytes) : []), [bytes, view])
  const pages = view === 'hex' ? hex.length : text.length
  const shown = Math.min(page, pages - 1)
  return (
    <div className={classes['block']}>
      <ByteHead bytes={bytes} view={view} onView={onView} />
      <div className={classes['body']} role="region" aria-label="The bytes" tabIndex={0} data-bytes="">
        {view === 'hex' ? <HexPage rows={hex[shown] ?? []} /> : <TextPage lines={text[shown] ?? []} />}
        <EndMark key={`${view} ${shown}`} onSeen={() => onPageEnd(view, shown, pages)} />
      </div>
      {pages > 1 && <Pager page={shown} pages={pages} onPage={onPage} />}
      {children}
    </div>
  )
})

function TextPage({ lines }: { readonly lines: readonly ViewLine[] }) {
  return (
    <>
      {lines.map(({ offset, tokens }) => (
        <div key={offset} className={classes['line']}>
          <span className={classes['offset']} aria-hidden>{offset}</span>
          <code className={classes['text']} dir="ltr" translate="no">
            {tokens.map(({ token, isDim }) => (
              <span key={token.start} className={isDim ? classes['dim'] : undefined}><TokenBox token={token} /></span>
            ))}
          </code>
        </div>
      ))}
    </>
  )
}

function HexPage({ rows }: { readonly rows: readonly HexRow[] }) {
  return (
    <>
      {rows.map(({ offset, hex, ascii }) => (
        <div key={offset} className={classes['line']}>
          <span className={classes['offset']} aria-hidden>{offset}</span>
          <code className={classes['hex']}>{hex}</code>
          <code className={classes['ascii']} aria-hidden>{ascii}</code>
        </div>
      ))}
    </>
  )
}

function Pager({ page, pages, onPage }: { readonly page: number; readonly pages: number; readonly onPage: (page: number) => void }) {
  return (
    <nav className={classes['pager']} aria-label="Pages of the bytes">
      <button type="button" className={classes['turn']} aria-disabled={page === 0} onClick={() => page > 0 && onPage(page - 1)}>Page before</button>
      <span>Page {countOf(page + 1)} of {countOf(pages)}. Every page must be shown before the bytes count as seen.</span>
      <button type="button" className={classes['turn']} aria-disabled={page === pages - 1} onClick={() => page < pages - 1 && onPage(page + 1)}>Next page</button>
    </nav>
  )
}
