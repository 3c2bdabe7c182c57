import { useId } from 'react'
import classes from './Segments.module.css'

interface SegmentsProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly options: readonly { readonly value: V; readonly name: string; readonly shortcut?: string }[]
  readonly onChoose: (value: V) => void
}

/** One of a few, side by side. Radio buttons underneath, so arrows and screen readers know them. */
export function Segments<V extends string>({ label, value, options, onChoose }: SegmentsProps<V>) {
  const name = useId()
  return (
    <div className={classes['segments']} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={classes['segment']} data-chosen={option.value === value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChoose(option.value)} />
          {option.name}
          {option.shortcut !== undefined && <span className={classes['shortcut']} aria-hidden>{option.shortcut}</span>}
        </label>
      ))}
    </div>
  )
}
