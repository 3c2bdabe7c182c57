import { ListFilter } from 'lucide-react'
import type { RefObject } from 'react'
import classes from './FilterField.module.css'
import { Key } from './Key.tsx'

interface FilterFieldProps {
  readonly ref?: RefObject<HTMLInputElement | null>
  readonly label: string
  readonly value: string
  readonly onChange: (typed: string) => void
}

/** The field above a table that narrows it. Esc empties it and leaves. */
export function FilterField({ ref, label, value, onChange }: FilterFieldProps) {
  return (
    <div className={classes['bar']}>
      <search className={classes['filter']}>
        <ListFilter size={14} strokeWidth={1.75} aria-hidden />
        <input
          ref={ref}
          className={classes['field']}
          aria-label={label}
          placeholder={label}
          spellCheck={false}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            onChange('')
            event.currentTarget.blur()
          }}
        />
        <span aria-hidden><Key>/</Key></span>
      </search>
    </div>
  )
}
