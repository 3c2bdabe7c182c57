import { LOOKING_BACK, WATCHING } from '../components/screens.ts'
import { paneProps } from '../components/focusNextPane.ts'
import { CoreState } from '../features/health/CoreState.tsx'
import { useFeed } from '../stores/feed.ts'
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
  return useFeed(({ snapshot }) => {
    if (snapshot === null) return null
    const { inbox, sessions, agents, points } = snapshot.rows
    switch (id) {
      case 'inbox':
        return Object.values(inbox).filter(({ end }) => end === null).length
      case 'sessions':
        return Object.values(sessions).filter(({ state }) => state !== 'ended').length
      case 'agents':
        return Object.keys(agents).length
      case 'fleet':
        return Object.keys(points).length
      default:
        return null
    }
  })
}
