import { EmptyState } from '../../components/EmptyState.tsx'
import type { InboxState } from './useInboxState.ts'

/** The place of the open challenge while there is none. */
export function EmptyInbox({ title, words }: InboxState) {
  return (
    <EmptyState title={title}>
      {words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </EmptyState>
  )
}
