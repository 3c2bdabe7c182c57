import { Check, ChevronDown, Copy } from 'lucide-react'
import { useState } from 'react'
import classes from './ByteFoot.module.css'
import { groupedHash } from './bytePages.ts'
import { countOf } from './numbers.ts'

interface ByteFootProps {
  readonly byteLength: number
  readonly invocationHash: string
  readonly covered: readonly { readonly name: string; readonly hash: string }[]
  readonly hasDimmed: boolean
}

/** The foot of a byte block: the length, and the hash that is signed. It opens to everything that the signature covers. */
export function ByteFoot({ byteLength, invocationHash, covered, hasDimmed }: ByteFootProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div className={classes['foot']}>
      <p className={classes['length']}>
        <strong>{countOf(byteLength)}</strong> bytes, canonical JSON
        {hasDimmed && <span className={classes['note']}><em>dimmed</em> does not run</span>}
      </p>
      <p className={classes['signed']}>
        <button type="button" className={classes['open']} aria-expanded={isOpen} aria-controls="covered" onClick={() => setIsOpen(!isOpen)}>
          You sign SHA-256 <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
        </button>
        <code>{groupedHash(invocationHash)}</code>
        <CopyHash name="invocation" hash={invocationHash} />
      </p>
      {isOpen && (
        <dl id="covered" className={classes['covered']}>
          {covered.map(({ name, hash }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd><code>{hash}</code></dd>
              <CopyHash name={name} hash={hash} />
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function CopyHash({ name, hash }: { readonly name: string; readonly hash: string }) {
  const [isCopied, setIsCopied] = useState(false)
  const Icon = isCopied ? Check : Copy
  return (
    <button
      type="button"
      className={classes['copy']}
      aria-label={isCopied ? `The whole hash of the ${name} is copied` : `Copy the whole hash of the ${name}`}
      title={hash}
      onClick={() => void navigator.clipboard.writeText(hash).then(() => setIsCopied(true), () => setIsCopied(false))}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
