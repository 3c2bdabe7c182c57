import { EmptyState } from '../../components/EmptyState.tsx'
import { paneProps } from '../../components/focusNextPane.ts'
import { PageBar } from '../../components/PageBar.tsx'
import { screenNamed } from '../../components/screens.ts'
import type { ScreenId } from '../../stores/screen.ts'
import classes from './UnpairedScreen.module.css'

/** What each screen would show, said while there is no enforcement point to show it of. */
const WORDS = {
  sessions: { title: 'No sessions', sentence: 'No enforcement point is paired yet, so no agent runs under one.' },
  agents: { title: 'No agents', sentence: 'No enforcement point is paired yet, so no agent is registered at one.' },
  halt: { title: 'Nothing to stop', sentence: 'No enforcement point is paired yet, so there is nothing that this console could stop.' },
  log: { title: 'No entries', sentence: 'No enforcement point is paired yet, and nothing was decided on this console.' },
  insights: { title: 'No figures', sentence: 'Nothing was decided on this console, so there is nothing to learn from yet.' },
  fleet: { title: 'No enforcement points', sentence: 'No enforcement point is paired yet.' },
} as const satisfies Partial<Record<ScreenId, { title: string; sentence: string }>>

/** A screen whose subject lives at enforcement points, while none is paired. */
export function UnpairedScreen({ screen }: { readonly screen: keyof typeof WORDS }) {
  const { title, sentence } = WORDS[screen]
  return (
    <main className={classes['screen']} aria-label={screenNamed(screen)} {...paneProps}>
      <PageBar name={screenNamed(screen)} />
      <EmptyState title={title}>
        <p>{sentence}</p>
      </EmptyState>
    </main>
  )
}
