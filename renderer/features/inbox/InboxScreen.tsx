import { Key } from '../../components/Key.tsx'
import { PageBar } from '../../components/PageBar.tsx'
import { paneProps } from '../../components/focusNextPane.ts'
import { toggleKeys } from '../../stores/keysPanel.ts'
import { EmptyInbox } from './EmptyInbox.tsx'
import classes from './InboxScreen.module.css'
import { useInboxState } from './useInboxState.ts'

/** The challenges that wait for a person, and the one that is open. */
export function InboxScreen() {
  const state = useInboxState()
  return (
    <>
      <section className={classes['list']} aria-label="Inbox" {...paneProps}>
        <PageBar name="Inbox" holds={state.holds} />
        <footer className={classes['foot']}>
          <button type="button" className={classes['keys']} onClick={toggleKeys}>
            <Key>?</Key> all keys
          </button>
        </footer>
      </section>
      <main className={classes['detail']} aria-label="Challenge" {...paneProps}>
        <EmptyInbox {...state} />
      </main>
    </>
  )
}
