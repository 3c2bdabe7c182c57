import { Search } from 'lucide-react'
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Key } from '../../components/Key.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useAgentRows } from '../../stores/feed.ts'
import classes from './CommandSearch.module.css'
import { findCommands, type Command } from './commands.ts'

/** The search field of the strip: type the name of a screen or a command, Enter goes there. */
export function CommandSearch() {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const [isOpen, setIsOpen] = useState(false)
  const agents = useAgentRows()
  const found = findCommands(typed, Object.values(agents ?? {}))
  useFocusKey(field)

  const close = () => {
    setIsOpen(false)
    setTyped('')
    field.current?.blur()
  }
  const run = (command: Command | undefined) => {
    if (command === undefined) return
    close()
    command.run()
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setActive((active + step + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter') run(found[active])
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <search className={classes['search']}>
      <Search size={14} strokeWidth={1.75} aria-hidden />
      <input
        ref={field}
        className={classes['field']}
        role="combobox"
        aria-label="Screens and commands"
        aria-expanded={isOpen}
        aria-controls="commands"
        aria-activedescendant={isOpen && found[active] !== undefined ? `command-${active}` : undefined}
        placeholder="Screens and commands"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
        }}
        onFocus={() => {
          setIsOpen(true)
          setActive(0)
        }}
        onBlur={() => setIsOpen(false)}
        onKeyDown={press}
      />
      <span className={classes['keys']} aria-hidden><Key>Ctrl</Key><Key>K</Key></span>
      {isOpen && <Results found={found} active={active} onRun={run} />}
    </search>
  )
}

interface ResultsProps {
  readonly found: readonly Command[]
  readonly active: number
  readonly onRun: (command: Command) => void
}

function Results({ found, active, onRun }: ResultsProps) {
  if (found.length === 0) return <p className={classes['results']} role="status">No screen and no command has this name.</p>
  return (
    <ul id="commands" className={classes['results']} role="listbox" aria-label="Screens and commands">
      {found.map((command, index) => (
        // Pressing must not take focus from the field first: that would close the list under the pointer.
        <li
          key={command.key}
          id={`command-${index}`}
          className={classes['result']}
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onRun(command)}
        >
          {command.name}{command.agent !== undefined && <> <UntrustedText text={command.agent} /></>}
        </li>
      ))}
    </ul>
  )
}

function useFocusKey(field: { readonly current: HTMLInputElement | null }): void {
  useLayoutEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      field.current?.focus()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [field])
}
