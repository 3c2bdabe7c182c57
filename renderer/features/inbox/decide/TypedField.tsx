import type { CriticalCandidate } from '../../../../shared/display/index.ts'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { escapedText } from '../../../../shared/display/index.ts'
import { countOf, counted } from '../../../components/numbers.ts'
import { Untrusted } from '../../../components/Untrusted.tsx'
import classes from './ConfirmSheet.module.css'
import { MAX_TYPED_TRIES } from './drafts.ts'

interface TypedFieldProps {
  readonly typed: string
  readonly onTyped: (typed: string) => void
  readonly ask: NonNullable<ChallengeCard['typed']>
  readonly tries: number
  readonly criticalValues: readonly CriticalCandidate[]
}

/** A value of this very action, typed by hand: no paste, no drop, no completion. Letter case counts. */
export function TypedField({ typed, onTyped, ask, tries, criticalValues }: TypedFieldProps) {
  const where = escapedText(ask.where)
  const at = criticalValues.find((value) => escapedText(value.where) === where)?.start
  const left = MAX_TYPED_TRIES - tries
  return (
    <>
      <p className={classes['ask']} id="typed-ask">
        {counted(ask.characters, 'character')} at <code><Untrusted tokens={ask.where} /></code>{at === undefined ? '' : `, from byte ${countOf(at)}`}. Letter case counts, pasting is off.
      </p>
      <input
        type="text"
        className={classes['typed']}
        aria-label="The value, typed"
        aria-describedby="typed-ask"
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={256}
        value={typed}
        onChange={(event) => {
          const { inputType } = event.nativeEvent as InputEvent
          // One press gives one character: whatever arrives in one piece was not typed.
          if (inputType === 'insertFromPaste' || inputType === 'insertFromDrop' || inputType === 'insertReplacementText') return
          onTyped(event.target.value)
        }}
        onPaste={(event) => event.preventDefault()}
        onDrop={(event) => event.preventDefault()}
        onCopy={(event) => event.preventDefault()}
      />
      {tries > 0 && <span className={classes['tries']} role="status">No match, {counted(left, 'try', 'tries')} left</span>}
    </>
  )
}
