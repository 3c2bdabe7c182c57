import { memo } from 'react'
import { showText, type Part, type Token } from '../../shared/display/index.ts'
import { inOrder } from './inOrder.ts'
import classes from './Untrusted.module.css'

/** Boxes that ordinary text has as well: they are drawn without alarm. */
const ORDINARY = new Set(['typographic', 'line_break', 'tab_stop', 'repeat'])

interface UntrustedProps {
  readonly tokens: readonly Token[]
}

/**
 * The only thing in this window that draws what somebody else wrote. It interprets nothing, keeps the order of the bytes
 * from left to right, and draws whatever does not show itself as a box that is read aloud as words.
 */
export const Untrusted = memo(function Untrusted({ tokens }: UntrustedProps) {
  return (
    <span className={classes['untrusted']} dir="ltr" translate="no">
      {tokens.map((token) => <TokenBox key={token.start} token={token} />)}
    </span>
  )
})

/** A text of somebody else that is still a plain string: a name, a reason, a purpose. */
export const UntrustedText = memo(function UntrustedText({ text }: { readonly text: string }) {
  return <Untrusted tokens={showText(text).tokens} />
})

/** One token: plain text as it is, everything else as a box. */
export function TokenBox({ token }: { readonly token: Token }) {
  if (token.kind === 'plain') return <>{token.text}</>
  return (
    <>
      {token.glyph !== '' && <span className={classes['glyph']} aria-hidden data-code="">{token.glyph}</span>}
      <span className={classes['box']} data-kind={ORDINARY.has(token.kind) ? 'ordinary' : token.kind} role="img" aria-label={token.words} data-code={token.code}>
        {token.label}
      </span>
    </>
  )
}

/** A headline: our own words, with the identifiers of others in it. The two voices never share a piece. */
export function Parts({ parts }: { readonly parts: readonly Part[] }) {
  return inOrder(parts, (part) => <PartText part={part} />)
}

function PartText({ part }: { readonly part: Part }) {
  if (part.kind === 'text') return <>{part.text}</>
  if (part.kind === 'term') return <code className={classes['term']}>{part.text}</code>
  return (
    <code className={classes['term']}>
      <Untrusted tokens={part.head} />
      {part.leftOut > 0 && <span className={classes['leftOut']} role="img" aria-label={`${part.leftOut} characters left out here, shown in the bytes`}>…</span>}
      {part.tail.length > 0 && <Untrusted tokens={part.tail} />}
    </code>
  )
}
