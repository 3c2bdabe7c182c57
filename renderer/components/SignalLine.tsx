import { riskWord } from '../../shared/domain/index.ts'
import type { Signal } from '../../shared/protocol/index.ts'
import { countOf } from './numbers.ts'
import { RiskShape } from './RiskShape.tsx'
import classes from './SignalLine.module.css'
import { UntrustedText } from './Untrusted.tsx'

/** One reason why an action was stopped: its level, its name, one sentence, and at the right what it was measured against. */
export function SignalLine({ signal }: { readonly signal: Signal }) {
  const { code, level_id: level, sentence, baseline } = signal
  return (
    <li className={classes['signal']}>
      <span className={classes['name']}>
        <RiskShape level={level} />
        <span><span className={classes['level']}>{riskWord(level)}: </span>{nameOf(code)}</span>
      </span>
      {/* The point computed the sentence, but names in it are others'. */}
      <span className={classes['sentence']}><UntrustedText text={sentence} /></span>
      <span className={classes['evidence']} title={`Since ${baseline.since}`}>{countOf(baseline.count)} of {countOf(baseline.of)}</span>
    </li>
  )
}

/** `first_time_access` as "First time access". Codes are of the protocol; whatever else stands there is shown as it is. */
function nameOf(code: string) {
  if (!/^[a-z][a-z0-9_]*$/.test(code)) return <UntrustedText text={code} />
  const words = code.replaceAll('_', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
