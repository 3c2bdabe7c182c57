import type { Ref } from 'react'
import { Key } from '../../../components/Key.tsx'
import classes from './DecisionArea.module.css'
import { changeDraft } from './drafts.ts'

/** Reasons that are offered for a denial. There are none for an approval: those must be a person's own. */
const OFFERED = ['Wrong target', 'Not in the plan', 'Too much', 'Suspicious text'] as const

interface ReasonFieldProps {
  readonly challengeId: string
  readonly reason: string
  readonly field: Ref<HTMLInputElement>
  /** Denies for an offered reason. */
  readonly onDenyFor: (reason: string) => void
}

/** Why. It is signed with the decision, and kept while a person looks at something else. Esc leaves it. */
export function ReasonField({ challengeId, reason, field, onDenyFor }: ReasonFieldProps) {
  return (
    <div className={classes['reason']}>
      <div className={classes['field']}>
        <input
          ref={field}
          type="text"
          aria-label="Reason"
          aria-keyshortcuts="W"
          placeholder="Why? Your reason is signed with the decision"
          maxLength={2_000}
          autoComplete="off"
          spellCheck={false}
          value={reason}
          onChange={(event) => changeDraft(challengeId, () => ({ reason: event.target.value }))}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            event.preventDefault()
            event.currentTarget.closest('main')?.querySelector<HTMLElement>('h1')?.focus()
          }}
        />
        <Key>W</Key>
      </div>
      <ul className={classes['offered']} aria-label="Deny because">
        <li>Deny because:</li>
        {OFFERED.map((offer) => (
          // Pressing must not take focus from the field first: that would take the offers away under the pointer.
          <li key={offer}><button type="button" onPointerDown={(event) => event.preventDefault()} onClick={() => onDenyFor(offer)}>{offer}</button></li>
        ))}
      </ul>
    </div>
  )
}
