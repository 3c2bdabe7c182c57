import { LOOKING_BACK, WATCHING } from '../components/screens.ts'
import { paneProps } from '../components/focusNextPane.ts'
import { CoreState } from '../features/health/CoreState.tsx'
import { useLiveOverview } from '../stores/overview.ts'
import { openScreen, useScreen, type ScreenId } from '../stores/screen.ts'
import classes from './Rail.module.css'

/** The way to every screen, with what waits there. Its foot says whether the core is well. */
export function Rail() {
  return (
    <nav className={classes['rail']} aria-label="Screens" {...paneProps}>
      <ul>{WATCHING.map((facts) => <RailItem key={facts.id} {...facts} />)}</ul>
      <hr className={classes['line']} />
      <ul>{LOOKING_BACK.map((facts) => <RailItem key={facts.id} {...facts} />)}</ul>
      <CoreState />
    </nav>
  )
}

function RailItem({ id, name, shortcut, Icon }: (typeof WATCHING)[number]) {
  const isOpen = useScreen(({ screen }) => screen === id)
  const count = useCount(id)
  return (
    <li>
      <button
        type="button"
        className={classes['item']}
        aria-current={isOpen ? 'page' : undefined}
        title={`${name} (Ctrl ${shortcut})`}
        onClick={() => openScreen(id)}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        <span className={classes['name']}>{name}</span>
        {count !== null && <span className={classes['count']}>{count}</span>}
      </button>
    </li>
  )
}

/** How many wait or stand there. Null where it is not known, which is not the same as none. */
function useCount(id: ScreenId): number | null {
  const overview = useLiveOverview()
  if (overview === null) return null
  if (id === 'fleet') return overview.pairedPoints
  // Nothing can wait where there is no point that could ask.
  return id === 'inbox' && overview.pairedPoints === 0 ? 0 : null
}
