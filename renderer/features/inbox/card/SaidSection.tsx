import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { UntrustedText } from '../../../components/Untrusted.tsx'
import classes from './SaidSection.module.css'
import { Section } from './Section.tsx'

/** What others say about it. It stands last, fenced off, and in the other voice: it proves nothing. */
export function SaidSection({ card, onSeen }: { readonly card: ChallengeCard; readonly onSeen: (id: string) => void }) {
  const said = [
    ['Session is for', card.purpose],
    ['Agent says', card.statement],
    ['Client calls itself', card.clientName],
  ] as const
  const given = said.filter(([, text]) => text !== null && text !== '')
  if (given.length === 0) return null
  return (
    <Section id="said" title="What they say about it" aside="their words, not checked" onSeen={onSeen}>
      <dl className={classes['said']}>
        {given.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd><UntrustedText text={text ?? ''} /></dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
