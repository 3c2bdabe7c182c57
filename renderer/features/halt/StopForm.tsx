import { useState, type KeyboardEvent } from 'react'
import { plainText } from '../../../shared/display/index.ts'
import type { StopTarget } from '../../../shared/ipc/windowToCore.ts'
import { HoldButton } from '../../components/HoldButton.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useHold, type HoldHandle } from '../../components/useHold.ts'
import { useScreenKeys } from '../../components/useScreenKeys.ts'
import { bridge } from '../../bridge.ts'
import { usePoints } from '../../stores/feed.ts'
import { clearHaltTarget, useHaltTarget } from '../../stores/haltTarget.ts'
import { useHost, useIsCoreReady } from '../../stores/host.ts'
import classes from './Halt.module.css'
import { Segments } from './Segments.tsx'
import { holdWords, KINDS, previewLines, silentWords, type Manner, type TargetKind } from './targets.ts'
import { TargetPicker } from './TargetPicker.tsx'
import { usePreview } from './usePreview.ts'

const HOLD_MS = 1_500

interface StopFormProps {
  /** With the id of the order. */
  readonly onStopped: (stopId: string) => void
}

/** What to stop, what that stops, how and why; then the hold. Nothing here waits for a live stream or for a reason. */
export function StopForm({ onStopped }: StopFormProps) {
  const target = useHaltTarget((store) => store.target)
  const [lastKind, setLastKind] = useState<TargetKind>('agent')
  const kind = target?.kind ?? lastKind
  const [manner, setManner] = useState<Manner>({ effect: 'halt', mode: 'abort_inflight' })
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const inSteps = useHost(({ host }) => host?.confirmation === 'steps')
  const { preview, failure } = usePreview(target)
  const block = useBlock(target)

  const isReady = block === null
  const choose = (next: TargetKind) => {
    setLastKind(next)
    aimAt(next === 'all' ? { kind: 'all' } : null)
  }
  const stop = async (of: StopTarget) => {
    setProblem(null)
    const result = await bridge.stop({ target: of, ...manner, reason, isDrill: false })
    if (!result.ok) return setProblem(`${result.failure.message} Whether the stop was recorded is not known: look at the board before you hold again.`)
    if (result.value.status === 'refused') return setProblem(result.value.sentence)
    setReason('')
    setLastKind('agent')
    clearHaltTarget()
    onStopped(result.value.id)
  }
  const subject = JSON.stringify([target, manner])
  const holding = useHold({ mode: inSteps ? 'steps' : 'hold', holdMs: HOLD_MS, subject, isReady, onHeld: () => void (target !== null && stop(target)) })
  useScreenKeys({ 1: () => choose('all'), 2: () => choose('agent'), 3: () => choose('session') })
  const words = holdWords(manner, preview, kind)

  return (
    <div className={classes['steps']} {...enterOfFields(holding)}>
      <section className={classes['step']} aria-labelledby="halt-what">
        <h2 id="halt-what" className={classes['head']}>1. What to stop</h2>
        <Segments label="What to stop" value={kind} options={KINDS.map(({ kind: value, name }, i) => ({ value, name, shortcut: String(i + 1) }))} onChoose={choose} />
        {kind !== 'all' && <TargetPicker key={kind} kind={kind} chosen={target} onChoose={aimAt} />}
      </section>
      <section className={classes['step']} aria-labelledby="halt-stops">
        <h2 id="halt-stops" className={classes['head']}>2. What that stops</h2>
        <div aria-live="polite">
          {target === null && <p className={classes['quiet']}>Nothing is chosen yet.</p>}
          {target !== null && preview === null && <p className={classes['quiet']}>{failure ?? 'The core is counting.'} {failure !== null && 'The stop itself does not wait for this.'}</p>}
          {preview !== null && <dl className={classes['figures']}>{previewLines(preview).map(([figure, what]) => <div key={what} className={classes['figure']}><dt>{figure}</dt><dd>{what}</dd></div>)}</dl>}
          {preview !== null && silentWords(preview, plainText) !== null && <p className={classes['notLive']}>{silentWords(preview, plainText)}</p>}
        </div>
      </section>
      <section className={classes['step']} aria-labelledby="halt-how">
        <h2 id="halt-how" className={classes['head']}>3. How, and why</h2>
        <div className={classes['manner']}>
          <Segments label="Effect" value={manner.effect} options={[{ value: 'halt', name: 'Halt' }, { value: 'pause', name: 'Pause' }]} onChoose={(effect) => setManner({ ...manner, effect })} />
          <Segments label="What is in flight" value={manner.mode} options={[{ value: 'abort_inflight', name: 'Abort what is in flight' }, { value: 'drain', name: 'Let it finish' }]} onChoose={(mode) => setManner({ ...manner, mode })} />
        </div>
        <input className={classes['field']} aria-label="Reason, may be empty" placeholder="Reason, may be empty" maxLength={2_000} autoComplete="off" value={reason} onChange={(event) => setReason(event.target.value)} />
      </section>
      <footer className={classes['foot']}>
        <div className={classes['act']}>
          <HoldButton handle={holding} holdMs={HOLD_MS} label={words} stepsLabel={words.replace(/^Hold to ./, (verb) => verb.slice(-1).toUpperCase())} isSteps={inSteps} isReady={isReady} tone="critical" />
        </div>
        <p className={classes['quiet']}>{block ?? wordsUnder(manner, inSteps)}</p>
        {problem !== null && <p className={classes['problem']} role="alert"><UntrustedText text={problem} /></p>}
      </footer>
    </div>
  )
}

/** Why nothing can be stopped just now, or null. A silent point is no reason: its stop is recorded and sent first. */
function useBlock(target: StopTarget | null): string | null {
  const isCoreReady = useIsCoreReady()
  const points = usePoints()
  if (!isCoreReady) return 'The core is not running, so this console can stop nothing just now. Stop on the host of the point, or wait for the core.'
  if (points !== null && Object.keys(points).length === 0) return 'No enforcement point is paired, so there is nothing that this console could stop.'
  return target === null ? 'Choose what to stop first.' : null
}

function wordsUnder({ effect }: Manner, inSteps: boolean): string {
  const how = inSteps ? 'Two presses.' : '1.5 s.'
  const what = effect === 'pause' ? 'Calls stay held and are judged anew on release.' : 'Covered calls are refused and their challenges cancelled.'
  return `${how} ${what} No approval or key needed to stop; reinstating needs a reason, the name typed and a hold.`
}

/** The aim lives in the store, where another screen may have set it before this one opened. */
const aimAt = (target: StopTarget | null) => useHaltTarget.setState({ target })

const isEnterOfField = ({ key, target }: KeyboardEvent) => key === 'Enter' && target instanceof HTMLInputElement && target.type !== 'radio'

/** Enter in a field of the form is the button's as well, so that nobody has to look for it. */
function enterOfFields({ down, up }: HoldHandle) {
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (!isEnterOfField(event) || event.defaultPrevented) return
      event.preventDefault()
      down(event.repeat)
    },
    onKeyUp: (event: KeyboardEvent) => void (isEnterOfField(event) && up()),
  }
}
