import { Check, CirclePause, Circle, CircleDashed, CircleDotDashed, CircleSlash2, CircleX, PauseCircle, Unplug, type LucideIcon } from 'lucide-react'
import type { SessionRow } from '../../../shared/ipc/views.ts'
import type { Column } from '../../components/DataGrid.tsx'
import { EnvironmentTag } from '../../components/EnvironmentTag.tsx'
import { leftOf, momentOf } from '../../components/moments.ts'
import { countOf } from '../../components/numbers.ts'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { nameOfHop, shortId, type SessionWord } from './listSessions.ts'
import classes from './Sessions.module.css'

const SIGNS: Readonly<Record<SessionWord, LucideIcon>> = { Running: Circle, Waiting: CirclePause, Paused: PauseCircle, 'Stop sent': CircleDotDashed, Killed: CircleX, Silent: Unplug, Ended: CircleDashed }

/** The columns of the table. Chain, purpose and owner leave where it is narrow; state, agent and times never do. */
export function sessionColumns(wordFor: (session: SessionRow) => SessionWord, now: number): readonly Column<SessionRow>[] {
  return [
    { id: 'state', head: 'State', width: '86px', cell: (session) => <State word={wordFor(session)} /> },
    { id: 'agent', head: 'Agent, session', width: 'minmax(130px, 1.3fr)', cell: agentCell },
    { id: 'owner', head: 'Owner', width: 'minmax(80px, 0.8fr)', from: 800, cell: ({ ownerName }) => (ownerName === null ? <span className={classes['quiet']}>none</span> : <UntrustedText text={ownerName} />) },
    { id: 'purpose', head: 'Purpose', width: 'minmax(90px, 1.2fr)', from: 900, cell: ({ purpose }) => purpose !== null && <UntrustedText text={purpose} /> },
    { id: 'environment', head: 'Env', width: '84px', cell: ({ environment }) => <EnvironmentTag environment={environment} /> },
    { id: 'chain', head: 'Chain', width: 'minmax(110px, 1.3fr)', from: 1_020, cell: chainCell },
    ...countColumns,
    { id: 'identity', head: 'Identity', width: '58px', isNumeric: true, cell: (session) => <Identity session={session} now={now} /> },
    { id: 'last', head: 'Last event', width: '66px', isNumeric: true, cell: ({ lastEventAtMs, isLive }) => <Moment ms={lastEventAtMs} now={now} isLive={isLive} /> },
    { id: 'started', head: 'Started', width: '66px', isNumeric: true, from: 710, cell: ({ startedAtMs }) => <Moment ms={startedAtMs} now={now} isLive /> },
  ]
}

const countColumns: readonly Column<SessionRow>[] = [
  { id: 'allow', head: <Check size={14} strokeWidth={1.75} aria-hidden />, label: 'Allowed', width: '38px', isNumeric: true, cell: ({ counts }) => <Count count={counts.allow} kind="allow" /> },
  { id: 'challenge', head: <CirclePause size={14} strokeWidth={1.75} aria-hidden />, label: 'Challenged', width: '30px', isNumeric: true, cell: ({ counts }) => <Count count={counts.challenge} kind="challenge" /> },
  { id: 'deny', head: <CircleSlash2 size={14} strokeWidth={1.75} aria-hidden />, label: 'Denied', width: '30px', isNumeric: true, cell: ({ counts }) => <Count count={counts.deny} kind="deny" /> },
]

/** The state of a session with its sign. */
export function State({ word }: { readonly word: SessionWord }) {
  const Sign = SIGNS[word]
  return <span className={classes['state']} data-word={word}><Sign size={14} strokeWidth={1.75} aria-hidden />{word}</span>
}

function agentCell({ agentName, sessionId, lockedBy }: SessionRow) {
  return <><span className={classes['agent']} data-stopped={lockedBy === 'halt'}><UntrustedText text={agentName} /></span><code className={classes['quiet']}>{shortId(sessionId)}</code></>
}

function chainCell({ chain }: SessionRow) {
  return <span className={classes['chain']}>{chain.map((hop, i) => <span key={hop.hop}>{i > 0 && <span aria-hidden> › </span>}{hop.assurance === 'unknown' && '? '}<UntrustedText text={nameOfHop(hop)} /></span>)}</span>
}

function Count({ count, kind }: { readonly count: number; readonly kind: 'allow' | 'challenge' | 'deny' }) {
  return <span className={classes['count']} data-kind={count === 0 ? 'none' : kind}>{countOf(count)}</span>
}

function Identity({ session: { identityExpiresAtMs, state, isLive }, now }: { readonly session: SessionRow; readonly now: number }) {
  if (state === 'ended') return <span className={classes['quiet']}>ended</span>
  if (identityExpiresAtMs === null) return <span className={classes['quiet']}>open</span>
  if (identityExpiresAtMs <= now) return <strong>over</strong>
  const left = `${isLive ? '' : '≈ '}${leftOf(identityExpiresAtMs, now)}`
  return identityExpiresAtMs - now < 600_000 ? <strong>{left}</strong> : left
}

function Moment({ ms, now, isLive }: { readonly ms: number; readonly now: number; readonly isLive: boolean }) {
  const whole = momentOf(ms, now)
  // A day and a time do not fit a cell; the drawer has both.
  return <time className={classes['time']} title={`${whole} UTC`}>{isLive ? '' : '≈ '}{whole.length > 8 ? whole.slice(0, -9) : whole}</time>
}
