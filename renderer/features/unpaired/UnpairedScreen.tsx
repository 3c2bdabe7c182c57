import { EmptyState } from '../../components/EmptyState.tsx'
import { paneProps } from '../../components/focusNextPane.ts'
import { PageBar } from '../../components/PageBar.tsx'
import { screenNamed } from '../../components/screens.ts'
import { usePoints } from '../../stores/feed.ts'
import type { ScreenId } from '../../stores/screen.ts'
import classes from './UnpairedScreen.module.css'

interface Words {
  readonly title: string
  readonly sentence: string
}

/** What each screen would show: said while there is no enforcement point to show it of, and while it cannot show it yet. */
const WORDS = {
  agents: {
    unpaired: { title: 'No agents', sentence: 'No enforcement point is paired yet, so no agent is registered at one.' },
    paired: { title: 'Agents have no screen of their own yet', sentence: 'Sessions lists what runs, with its owner; the kill switch finds every agent by its name.' },
  },
  insights: {
    unpaired: { title: 'No figures', sentence: 'Nothing was decided on this console, so there is nothing to learn from yet.' },
    paired: { title: 'There are no figures yet', sentence: 'What was decided stands in the log, entry by entry.' },
  },
  fleet: {
    unpaired: { title: 'No enforcement points', sentence: 'No enforcement point is paired yet.' },
    paired: { title: 'The fleet has no screen of its own yet', sentence: 'Settings lists the points with their addresses and states, and pairs another one.' },
  },
} as const satisfies Partial<Record<ScreenId, { readonly unpaired: Words; readonly paired: Words }>>

/** A screen that has nothing to show, in words. */
export function UnpairedScreen({ screen }: { readonly screen: keyof typeof WORDS }) {
  const points = usePoints()
  const { title, sentence } = WORDS[screen][points === null || Object.keys(points).length === 0 ? 'unpaired' : 'paired']
  return (
    <main className={classes['screen']} aria-label={screenNamed(screen)} {...paneProps}>
      <PageBar name={screenNamed(screen)} />
      <EmptyState title={points === null ? 'Not known' : title}>
        <p>{points === null ? 'The core has not said what is paired.' : sentence}</p>
      </EmptyState>
    </main>
  )
}
