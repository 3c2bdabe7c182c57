import { EmptyState } from '../../components/EmptyState.tsx'

interface EmptyInboxProps {
  readonly title: string
  readonly words: readonly string[]
}

/** The place of the open challenge while there is none. */
export function EmptyInbox({ title, words }: EmptyInboxProps) {
  return (
    <EmptyState title={title}>
      {words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </EmptyState>
  )
}
