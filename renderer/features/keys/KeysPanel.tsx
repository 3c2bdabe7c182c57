import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Key } from '../../components/Key.tsx'
import { closeKeys, useKeysPanel } from '../../stores/keysPanel.ts'
import { useScreen } from '../../stores/screen.ts'
import { keysOf } from './keyList.ts'
import classes from './KeysPanel.module.css'

/** All keys for this screen, over a corner of it and never over evidence. Esc closes it and gives focus back. */
export function KeysPanel() {
  const isOpen = useKeysPanel((state) => state.isOpen)
  return isOpen ? <OpenPanel /> : null
}

function OpenPanel() {
  const screen = useScreen((state) => state.screen)
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement
    close.current?.focus()
    return () => void (before instanceof HTMLElement && before.focus())
  }, [])
  return (
    <section className={classes['panel']} role="dialog" aria-label="Keys" onKeyDown={(event) => event.key === 'Escape' && closeKeys()}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>Keys</h2>
        <button ref={close} type="button" className={classes['close']} aria-label="Close the list of keys" onClick={closeKeys}>
          <X size={14} strokeWidth={1.75} aria-hidden />
        </button>
      </div>
      {keysOf(screen).map(({ name, lines }) => (
        <section key={name} aria-label={name}>
          <h3 className={classes['group']}>{name}</h3>
          <dl className={classes['keys']}>
            {lines.map(([keys, what]) => (
              <div key={what} className={classes['row']}>
                <dt className={classes['chord']}>{keys.map((key) => <Key key={key}>{key}</Key>)}</dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </section>
  )
}
