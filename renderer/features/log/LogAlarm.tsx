import { useState } from 'react'
import { bridge } from '../../bridge.ts'
import { SmallButton } from '../../components/SmallButton.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useLogView } from '../../stores/feed.ts'
import classes from './Log.module.css'

/** What was put aside at the start, and the way to a new log where this one is beyond mending. */
export function LogAlarm() {
  const log = useLogView()
  return (
    <>
      {(log?.notices ?? []).map((notice) => <p key={notice} className={classes['problem']} role="alert"><UntrustedText text={notice} /></p>)}
      {log?.mayBeginAnew === true && <BeginNewLog />}
    </>
  )
}

/** Two presses, because the points approve nothing more until somebody accepts the new log on the host of each. */
function BeginNewLog() {
  const [isAsking, setIsAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const begin = async () => {
    setIsAsking(false)
    const result = await bridge.beginNewLog()
    if (!result.ok) setProblem(result.failure.message)
    else setProblem(result.value.status === 'refused' ? result.value.sentence : null)
  }
  return (
    <div className={classes['problem']} role="group" aria-label="A new log">
      {isAsking
        ? <p>The old files stay where they are. At each point that remembers the old log, approvals stay off until somebody runs “countersign-gateway log accept” on its host. Stops that no point has confirmed must be ordered again.</p>
        : <p>Put the log back from a copy, or begin a new one beside it.</p>}
      {isAsking && <SmallButton kind="inverse" onPress={() => void begin()}>Begin a new log</SmallButton>}
      <SmallButton onPress={() => setIsAsking(!isAsking)}>{isAsking ? 'Leave it' : 'Begin a new log…'}</SmallButton>
      {problem !== null && <p role="alert"><UntrustedText text={problem} /></p>}
    </div>
  )
}
