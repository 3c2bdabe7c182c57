import { riskWord, type RiskLevel } from '../../shared/domain/index.ts'
import classes from './RiskBadge.module.css'
import { RiskShape } from './RiskShape.tsx'

/** Shape and word of a risk level. Boxed on a headline and in drawers; plain in lists, which place the shape themselves. */
export function RiskBadge({ level }: { readonly level: RiskLevel }) {
  return (
    <span className={classes['badge']} data-level={level}>
      <RiskShape level={level} size={12} />
      {riskWord(level)}
    </span>
  )
}

/** The word alone, in its colour, where the shape stands elsewhere in the row. */
export function RiskName({ level }: { readonly level: RiskLevel }) {
  return <span className={classes['word']} data-level={level}>{riskWord(level)}</span>
}
