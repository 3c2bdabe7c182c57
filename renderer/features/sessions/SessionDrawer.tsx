import { CircleX } from 'lucide-react'
import type { SessionRow } from '../../../shared/ipc/views.ts'
import { Drawer, DrawerSection, FactList } from '../../components/Drawer.tsx'
import { EnvironmentTag } from '../../components/EnvironmentTag.tsx'
import { agoOf, leftOf, momentOf } from '../../components/moments.ts'
import { counted } from '../../components/numbers.ts'
import { SmallButton } from '../../components/SmallButton.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useNow } from '../../components/useNow.ts'
import { usePoints } from '../../stores/feed.ts'
import { openScreen } from '../../stores/screen.ts'
import { ChainList } from './ChainList.tsx'
import type { SessionWord } from './listSessions.ts'
import { State } from './sessionColumns.tsx'
import classes from './Sessions.module.css'

interface SessionDrawerProps {
  readonly session: SessionRow
  readonly word: SessionWord
  readonly onClose: () => void
  readonly onKill: () => void
}

/** One session in full: whose it is, who acts for whom in it, and the way to its stop. */
export function SessionDrawer({ session, word, onClose, onKill }: SessionDrawerProps) {
  const { agentName, sessionId, environment, client, counts, isLive, state } = session
  const foot = (
    <>
      {counts.challenge > 0 && <SmallButton onPress={() => openScreen('inbox')}>Open inbox</SmallButton>}
      <span className={classes['push']}><SmallButton kind="quiet" shortcut="K" onPress={onKill} isDisabled={state === 'ended'}><CircleX size={14} strokeWidth={1.75} aria-hidden />Kill session</SmallButton></span>
    </>
  )
  return (
    <Drawer label="Session" top={<><State word={word} /><EnvironmentTag environment={environment} /></>} subject={<UntrustedText text={agentName} />} foot={foot} onClose={onClose}>
      <div className={classes['facts']} data-not-live={!isLive}>
        <p className={classes['id']}>{sessionId}</p>
        <SessionFacts session={session} />
      </div>
      <DrawerSection title="Who is behind it" beside={assuranceWords(session)}><ChainList chain={session.chain} /></DrawerSection>
      <DrawerSection title="What the client says of itself" beside="not checked by anyone">
        <p className={classes['claim']}><UntrustedText text={client.name} /> <UntrustedText text={client.version} /></p>
      </DrawerSection>
      <DrawerSection title="Verdicts">
        <FactList facts={[['Allowed', counted(counts.allow, 'call')], ['Challenged', counted(counts.challenge, 'call')], ['Denied', counted(counts.deny, 'call')]]} />
      </DrawerSection>
    </Drawer>
  )
}

function SessionFacts({ session }: { readonly session: SessionRow }) {
  const now = useNow()
  const pointName = usePoints()?.[session.pointId]?.name ?? session.pointId
  const { ownerName, purpose, startedAtMs, lastEventAtMs, endedAtMs, identityExpiresAtMs, isLive, lockedBy, lockOrdered, route, servers } = session
  const approx = isLive ? '' : '≈ '
  return (
    <FactList
      facts={[
        ['Owner', ownerName === null ? 'Nobody answers for this agent' : <UntrustedText key="owner" text={ownerName} />],
        ...(purpose === null ? [] : [['Purpose', <UntrustedText key="purpose" text={purpose} />] as const]),
        ['Started', `${momentOf(startedAtMs, now)} UTC, ${agoOf(startedAtMs, now)}`],
        ['Last event', `${approx}${momentOf(lastEventAtMs, now)} UTC`],
        ...(endedAtMs === null ? [] : [['Ended', `${momentOf(endedAtMs, now)} UTC`] as const]),
        ['Identity', identityExpiresAtMs === null ? 'Has no end of its own' : identityExpiresAtMs <= now ? `Ended ${momentOf(identityExpiresAtMs, now)} UTC` : `Ends in ${approx}${leftOf(identityExpiresAtMs, now)}`],
        ...(lockedBy === null ? [] : [['Stopped', lockedBy === 'halt' ? 'A halt covers it: every call is refused' : 'A pause covers it: calls are held'] as const]),
        ...(lockOrdered === null || lockedBy === 'halt' ? [] : [['Stop sent', `A ${lockOrdered} was ordered and its point has not confirmed it: calls may still run`] as const]),
        ['Point', <UntrustedText key="point" text={pointName} />],
        ['Route', <UntrustedText key="route" text={route} />],
        ['Servers', servers.length === 0 ? 'None' : <>{servers.map((server, i) => <span key={server}>{i > 0 && ', '}<UntrustedText text={server} /></span>)}</>],
      ]}
    />
  )
}

function assuranceWords({ chain }: SessionRow): string {
  const loose = chain.filter(({ assurance }) => assurance !== 'verified').length
  if (chain.length === 0) return 'nobody is named'
  return loose === 0 ? `${counted(chain.length, 'identity', 'identities')} verified` : `${loose} of ${counted(chain.length, 'identity', 'identities')} not verified`
}
