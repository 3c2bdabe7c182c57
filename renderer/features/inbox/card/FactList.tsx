import type { Fact } from '../../../../shared/display/index.ts'
import { countOf, counted } from '../../../components/numbers.ts'
import { Untrusted } from '../../../components/Untrusted.tsx'
import classes from './FactsSection.module.css'

/** A longer value stands only in the bytes, where it is paged: here it would push everything else out of sight. */
const MAX_BYTES = 4_096

/** Every value of the arguments, whole: a value is never cut, at most it is only in the bytes. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  if (facts.length === 0) return <p className={classes['quiet']}>The call has no arguments.</p>
  return (
    <dl className={classes['list']}>
      {facts.map((fact) => (
        <div key={fact.start}>
          <dt><Untrusted tokens={fact.where} /></dt>
          <dd>
            {fact.bytes > MAX_BYTES ? <span className={classes['quiet']}>{countOf(fact.bytes)} bytes, whole in the bytes above from {countOf(fact.start)} on</span> : <Untrusted tokens={fact.value} />}
            {fact.type === 'string' && fact.lines > 1 && <span className={classes['size']}>{counted(fact.bytes, 'byte')} in {counted(fact.lines, 'line')}</span>}
            {fact.type !== 'string' && <span className={classes['size']}>{fact.type}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
