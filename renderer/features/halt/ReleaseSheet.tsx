import { useEffect, useState } from 'react'
import type { StopView } from '../../../shared/ipc/views.ts'
import { bridge } from '../../bridge.ts'
import { HoldButton } from '../../components/HoldButton.tsx'
import { SmallButton } from '../../components/SmallButton.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useDwelt } from '../../components/useDwelt.ts'
import { useHold } from '../../components/useHold.ts'
import { useHost } from '../../stores/host.ts'
import classes from './ReleaseSheet.module.css'
import { releaseNeeds } from './releaseNeeds.ts'
import { TargetName } from './StopWords.tsx'

const HOLD_MS = 2_000
/** Main counts from when it was told, so that this side waits a little longer. */
const DWELL_MS = 700

/**
 * Releases a stop: a reason, its name typed, a hold. The stop is pinned at the core while the sheet is open, and what is
 * released is signed while the key is still down.
 */
export function ReleaseSheet({ stop, onLeave }: { readonly stop: StopView; readonly onLeave: () => void }) {
  const { stopId, releaseObstacle, releaseTyped } = stop
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const inSteps = useHost(({ host }) => host?.confirmation === 'steps')
  const needs = releaseNeeds({ reason, typed, wanted: releaseTyped })
  const [pinned, setPinned] = useState('')
  const isDwelt = useDwelt(pinned, DWELL_MS)
  const isReady = needs === null && releaseObstacle === null && pinned === stopId && isDwelt
  useEffect(() => {
    void bridge.openRelease({ stopId }).then((result) => (result.ok ? setPinned(stopId) : setProblem(result.failure.message)))
    return () => void bridge.openRelease({ stopId: null })
  }, [stopId])
  const release = async () => {
    setProblem(null)
    const result = await bridge.release({ stopId, reason, typed, inSteps })
    if (!result.ok) setProblem(`${result.failure.message} What was stopped stays stopped until the board says otherwise.`)
    else if (result.value.status === 'refused') setProblem(result.value.sentence)
    else onLeave()
  }
  const handle = useHold({ mode: inSteps ? 'steps' : 'hold', holdMs: HOLD_MS, subject: stopId, isReady, onHeld: () => void release() })

  return (
    <section className={classes['sheet']} role="group" aria-labelledby="release">
      <header className={classes['head']}>
        <h2 id="release" className={classes['title']}>Reinstate <TargetName stop={stop} /></h2>
        <SmallButton kind="quiet" shortcut="Esc" onPress={onLeave}>Leave it stopped</SmallButton>
      </header>
      {releaseObstacle !== null
        ? <p className={classes['obstacle']} role="status"><UntrustedText text={releaseObstacle} /></p>
        : (
          <div className={classes['steps']} onKeyDown={(event) => event.key === 'Escape' && onLeave()}>
            <label className={classes['label']} htmlFor="release-reason">1. Reason, for the log and for whoever stopped it</label>
            <input id="release-reason" className={classes['field']} maxLength={2_000} autoComplete="off" required autoFocus value={reason} onChange={(event) => setReason(event.target.value)} />
            <label className={classes['label']} htmlFor="release-name">2. Type <code className={classes['wanted']}><UntrustedText text={releaseTyped} /></code></label>
            <input id="release-name" className={classes['field']} data-mono maxLength={256} autoComplete="off" spellCheck={false} required value={typed} onPaste={(event) => event.preventDefault()} onDrop={(event) => event.preventDefault()} onChange={(event) => setTyped(event.target.value)} />
            <div className={classes['act']}>
              <HoldButton handle={handle} holdMs={HOLD_MS} label="Hold to reinstate" stepsLabel="Reinstate" isSteps={inSteps} isReady={isReady} />
              <p className={classes['words']}>{needs ?? 'What waits is judged anew; approvals from before the stop stay void.'}</p>
            </div>
          </div>
          )}
      {problem !== null && <p className={classes['problem']} role="alert"><UntrustedText text={problem} /></p>}
    </section>
  )
}
