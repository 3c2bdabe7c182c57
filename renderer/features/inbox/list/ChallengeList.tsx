import { useId, useRef, type KeyboardEvent, type RefObject } from 'react'
import { listProps } from '../../../components/focusNextPane.ts'
import { orderOf, NEW_MS, type Arrangement } from './arrangement.ts'
import classes from './ChallengeList.module.css'
import { Row } from './Row.tsx'

interface ChallengeListProps {
  readonly arrangement: Arrangement
  readonly nowMs: number
  readonly openId: string | null
  readonly activeId: string | null
  readonly listRef: RefObject<HTMLDivElement | null>
  readonly onActive: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onInUse: (what: 'pointer' | 'focus', isInUse: boolean) => void
}

const PAGE = 8

/** The challenges that wait, in groups. Arrow keys move in it, Enter opens; it never moves by itself under the hand. */
export function ChallengeList({ arrangement, nowMs, openId, activeId, listRef, onActive, onOpen, onInUse }: ChallengeListProps) {
  const name = useId()
  const pressed = useRef(false)
  const order = orderOf(arrangement)
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      // A key that was still down from the hold of another challenge opens nothing.
      if (!event.repeat && activeId !== null) onOpen(activeId)
      return
    }
    const next = nextOf(order, activeId, event.key)
    if (next === null) return
    event.preventDefault()
    onActive(next)
    document.getElementById(`row-${next}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div
      ref={listRef}
      className={classes['list']}
      role="listbox"
      aria-label="Challenges that wait"
      aria-activedescendant={activeId === null ? undefined : `row-${activeId}`}
      tabIndex={0}
      {...listProps}
      onKeyDown={press}
      onPointerDown={() => (pressed.current = true)}
      onFocus={() => {
        onInUse('focus', true)
        if (!pressed.current && activeId === null && order[0] !== undefined) onActive(order[0])
        pressed.current = false
      }}
      onBlur={() => onInUse('focus', false)}
      onPointerEnter={() => onInUse('pointer', true)}
      onPointerLeave={() => onInUse('pointer', false)}
    >
      {arrangement.groups.map(({ name: group, ids }, index) => (
        <div key={group} role="group" aria-labelledby={`${name}${index}`}>
          <p className={classes['group']} id={`${name}${index}`} role="presentation">{group} <span aria-hidden>{ids.length}</span></p>
          {ids.map((id) => {
            const row = arrangement.rows[id]
            const arrivedAtMs = arrangement.arrivedAtMs[id] ?? 0
            return row !== undefined && <Row key={id} row={row} nowMs={nowMs} isNew={nowMs - arrivedAtMs < NEW_MS} isOpen={id === openId} isActive={id === activeId} onOpen={() => onOpen(id)} />
          })}
        </div>
      ))}
    </div>
  )
}

/** Where a key leads from a row; null where it leads nowhere. */
function nextOf(order: readonly string[], activeId: string | null, key: string): string | null {
  const at = activeId === null ? -1 : order.indexOf(activeId)
  const last = order.length - 1
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1, ArrowUp: at < 0 ? last : at - 1, Home: 0, End: last, PageDown: Math.max(0, at) + PAGE, PageUp: at - PAGE,
  }
  const target = targets[key]
  return target === undefined ? null : (order[Math.max(0, Math.min(last, target))] ?? null)
}
