import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import classes from './DataGrid.module.css'
import { listProps } from './focusNextPane.ts'
import { Heard } from './Heard.tsx'
import { rowAfterKey, visibleRange } from './gridRows.ts'

/** A column of a grid. */
export interface Column<T> {
  readonly id: string
  readonly head: ReactNode
  /** The name of the column where its head is a sign. */
  readonly label?: string
  /** As a track of CSS grid. */
  readonly width: string
  readonly isNumeric?: boolean
  /** The grid's width in pixels from which on the column is there. */
  readonly from?: number
  readonly cell: (row: T) => ReactNode
}

interface DataGridProps<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  /** Rows that there really are, where only a part of them is here. */
  readonly total?: number
  readonly keyOf: (row: T) => string
  /** The row as one sentence for a screen reader. */
  readonly nameOf?: (row: T) => string
  readonly marksOf?: (row: T) => { readonly isNotLive?: boolean; readonly isOver?: boolean }
  readonly selected: string | null
  readonly onSelect: (key: string) => void
  readonly onOpen?: (key: string) => void
  /** The first and the last row that are on screen, whenever that changes. */
  readonly onRange?: (first: number, last: number) => void
}

/**
 * A table with one row in hand: arrows, Home, End and the page keys move, Enter opens. Beyond 100 rows only those near
 * the screen are in the page, with their real numbers. The selected row keeps its place on screen when others arrive.
 */
export function DataGrid<T>({ label, columns, rows, total = rows.length, keyOf, nameOf, marksOf, selected, onSelect, onOpen, onRange }: DataGridProps<T>) {
  const body = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 800, width: Infinity })
  const shown = columns.filter(({ from = 0 }) => view.width >= from)
  const selectedIndex = rows.findIndex((row) => keyOf(row) === selected)
  const range = visibleRange(rows.length, view.top, view.height)
  useMeasured(body, setView)
  useKeptPlace(body, selectedIndex, selected)
  useLayoutEffect(() => onRange?.(range.first, range.last), [onRange, range.first, range.last])

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const row = rows[selectedIndex]
    if (event.key === 'Enter' && row !== undefined && onOpen !== undefined && !event.repeat && event.target === event.currentTarget) {
      onOpen(keyOf(row))
    } else {
      const next = rows[rowAfterKey(event.key, selectedIndex, rows.length, Math.floor(view.height / ROW) - 1) ?? -1]
      if (next === undefined) return
      onSelect(keyOf(next))
      reveal(body.current, rows.indexOf(next))
    }
    event.preventDefault()
  }
  const tracks = { gridTemplateColumns: shown.map(({ width }) => width).join(' ') }

  return (
    <div
      ref={body}
      className={classes['grid']}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={shown.length}
      aria-activedescendant={selectedIndex >= range.first && selectedIndex < range.last && selected !== null ? rowId(label, selected) : undefined}
      tabIndex={0}
      {...listProps}
      onKeyDown={press}
      onFocus={(event) => event.target === event.currentTarget && selected === null && rows[0] !== undefined && onSelect(keyOf(rows[0]))}
    >
      <div className={classes['head']} role="row" aria-rowindex={1} style={tracks}>
        {shown.map(({ id, head, label: name, isNumeric }) => (
          <span key={id} role="columnheader" title={name} className={classes['cell']} data-numeric={isNumeric}>{name !== undefined && <Heard>{name}</Heard>}{head}</span>
        ))}
      </div>
      <div role="rowgroup" style={{ paddingTop: range.first * ROW, paddingBottom: (rows.length - range.last) * ROW }}>
        {rows.slice(range.first, range.last).map((row, i) => {
          const key = keyOf(row)
          const marks = marksOf?.(row)
          return (
            <div
              key={key}
              id={rowId(label, key)}
              role="row"
              className={classes['row']}
              style={tracks}
              aria-rowindex={range.first + i + 2}
              aria-selected={key === selected}
              aria-label={nameOf?.(row)}
              data-not-live={marks?.isNotLive}
              data-over={marks?.isOver}
              onClick={() => onSelect(key)}
              onDoubleClick={() => onOpen?.(key)}
            >
              {shown.map(({ id, cell, isNumeric }) => (
                <span key={id} role="gridcell" className={classes['cell']} data-numeric={isNumeric}>{cell(row)}</span>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

const ROW = 36
const HEAD = 32
const rowId = (label: string, key: string) => `${label.replace(/\W+/g, '-')}-${key}`

type View = { readonly top: number; readonly height: number; readonly width: number }

/** Follows where the grid is scrolled to and how large it is. */
function useMeasured(body: { readonly current: HTMLElement | null }, set: (view: View) => void): void {
  useLayoutEffect(() => {
    const element = body.current
    if (element === null) return
    const measure = () => set({ top: element.scrollTop, height: element.clientHeight - HEAD, width: element.clientWidth })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    measure()
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [body, set])
}

/** Scrolls by as many rows as arrived above the selected one, so that it does not move under the hand. */
function useKeptPlace(body: { readonly current: HTMLElement | null }, index: number, key: string | null): void {
  const before = useRef({ index, key })
  useLayoutEffect(() => {
    const moved = index - before.current.index
    if (body.current !== null && moved !== 0 && index >= 0 && before.current.index >= 0 && before.current.key === key) body.current.scrollBy(0, moved * ROW)
    before.current = { index, key }
  }, [body, index, key])
}

/** Brings a row into sight, below the head. */
function reveal(element: HTMLElement | null, index: number): void {
  if (element === null) return
  const top = index * ROW
  const room = element.clientHeight - HEAD
  if (top < element.scrollTop) element.scrollTop = top
  else if (top + ROW > element.scrollTop + room) element.scrollTop = top + ROW - room
}
