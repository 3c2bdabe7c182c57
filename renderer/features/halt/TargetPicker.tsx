import { Circle, CircleCheck, Search } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { StopTarget } from '../../../shared/ipc/windowToCore.ts'
import { counted } from '../../components/numbers.ts'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useAgentRows, useSessionRows } from '../../stores/feed.ts'
import classes from './TargetPicker.module.css'
import { isSameTarget, narrow, optionsOf, type Option } from './targets.ts'

interface TargetPickerProps {
  readonly kind: 'agent' | 'session'
  readonly chosen: StopTarget | null
  readonly onChoose: (target: StopTarget) => void
}

/** Finds an agent or a session by typing; the arrows choose. */
export function TargetPicker({ kind, chosen, onChoose }: TargetPickerProps) {
  const [typed, setTyped] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const options = optionsOf(kind, Object.values(useAgentRows() ?? {}), Object.values(useSessionRows() ?? {}))
  const found = narrow(options, typed)
  const index = found.findIndex(({ target }) => isSameTarget(target, chosen))
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    // Enter chooses while nothing that is found is chosen; after that it belongs to the hold.
    const next = step !== 0 ? found[Math.min(found.length - 1, Math.max(0, index + step))] : event.key === 'Enter' && index === -1 ? found[0] : undefined
    if (next === undefined) return
    event.preventDefault()
    onChoose(next.target)
  }
  useEffect(() => list.current?.children[index]?.scrollIntoView({ block: 'nearest' }), [index])
  const words = kind === 'agent' ? 'Find an agent by name or owner' : 'Find a session by agent, owner or its last 4 letters'

  return (
    <div className={classes['picker']}>
      <div className={classes['find']}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <input
          role="combobox"
          aria-label={words}
          placeholder={words}
          aria-expanded
          aria-controls="halt-targets"
          aria-activedescendant={index === -1 ? undefined : `halt-target-${index}`}
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={press}
        />
      </div>
      {found.length === 0 && <p className={classes['none']}>{options.length === 0 ? `This console knows no ${kind} that could be stopped. Everything can be stopped all the same.` : `No ${kind} fits.`}</p>}
      <ul ref={list} id="halt-targets" className={classes['list']} role="listbox" aria-label={kind === 'agent' ? 'Agents' : 'Sessions'}>
        {found.map((option, i) => <OptionRow key={option.target.kind === 'all' ? 'all' : option.target.value} option={option} kind={kind} id={`halt-target-${i}`} isChosen={i === index} onChoose={onChoose} />)}
      </ul>
    </div>
  )
}

interface OptionRowProps {
  readonly option: Option
  readonly kind: 'agent' | 'session'
  readonly id: string
  readonly isChosen: boolean
  readonly onChoose: (target: StopTarget) => void
}

function OptionRow({ option: { target, name, owner, mark, sessions }, kind, id, isChosen, onChoose }: OptionRowProps) {
  const Sign = isChosen ? CircleCheck : Circle
  return (
    <li id={id} role="option" aria-selected={isChosen} className={classes['option']} onPointerDown={(event) => event.preventDefault()} onClick={() => onChoose(target)}>
      <Sign size={16} strokeWidth={1.75} aria-hidden />
      <span className={classes['who']}>
        <span className={classes['name']}><UntrustedText text={name} /> <code className={classes['mark']}>{mark}</code></span>
        <span className={classes['owner']}>{owner === null ? 'no owner' : <>owner <UntrustedText text={owner} /></>}</span>
      </span>
      <span className={classes['count']}>{kind === 'agent' ? counted(sessions, 'session') : 'live'}</span>
    </li>
  )
}
