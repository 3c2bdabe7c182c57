import { CircleCheck, CircleHelp, OctagonAlert } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { LogEntryView } from '../../../shared/ipc/views.ts'
import { copyText } from '../../components/copyText.ts'
import { Drawer, DrawerSection, FactList } from '../../components/Drawer.tsx'
import { momentOf } from '../../components/moments.ts'
import { countOf } from '../../components/numbers.ts'
import { SmallButton } from '../../components/SmallButton.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useNow } from '../../components/useNow.ts'
import { useScreenKeys } from '../../components/useScreenKeys.ts'
import { VerdictChip } from '../../components/VerdictChip.tsx'
import { EntryBody } from './EntryBody.tsx'
import classes from './Log.module.css'
import { BODY_WORDS, bytesWords, INCLUSION_WORDS, proofText, shortHash, SIGNATURE_WORDS } from './logWords.ts'
import { ProofPath } from './ProofPath.tsx'
import { useLogEntry } from './useLogEntry.ts'

/** One entry in full: its body, whose signature it holds, and the proof that it stands in the log. */
export function LogDrawer({ n, onClose }: { readonly n: number; readonly onClose: () => void }) {
  const { entry, failure, checkedAtMs, verify } = useLogEntry(n)
  const [copied, setCopied] = useState<string | null>(null)
  const now = useNow()
  const copy = () => void (entry !== null && copyText(proofText(entry)).then((isCopied) => setCopied(isCopied ? 'Copied' : 'The system did not take the copy')))
  useScreenKeys({ v: verify, p: entry === null ? undefined : copy })
  if (entry === null) {
    return <Drawer label="Log entry" top={<span>entry {countOf(n)}</span>} subject={failure === null ? 'Reading the entry' : 'The entry could not be read'} onClose={onClose}><p className={classes['words']}>{failure ?? 'The core reads it and checks its proof.'}</p></Drawer>
  }
  const { row, signature, inclusion, bodyStatus, body, signed, bodyHash, checkpoint } = entry
  const foot = (
    <>
      <SmallButton shortcut="V" onPress={verify}>Verify again</SmallButton>
      <SmallButton shortcut="P" onPress={copy}>Copy proof</SmallButton>
      <span className={classes['said']} role="status">{copied ?? `Checked ${momentOf(checkedAtMs, now)}`}</span>
    </>
  )
  return (
    <Drawer label="Log entry" top={<>{row.verdict !== null && <VerdictChip verdict={row.verdict} />}<span className={classes['number']}>entry {countOf(row.n)}</span></>} subject={<UntrustedText text={row.sentence} />} foot={foot} onClose={onClose}>
      <div className={classes['facts']}>
        <FactList
          facts={[
            ['When', `${momentOf(row.atMs, now)} UTC`],
            ['By', row.by === null ? 'nobody' : <UntrustedText key="by" text={row.by} />],
            ...(row.agentName === null ? [] : [['Agent', <UntrustedText key="agent" text={row.agentName} />] as const]),
            ...(row.reason === null ? [] : [['Reason', <span key="reason" className={classes['quote']}><UntrustedText text={row.reason} /></span>] as const]),
            ['Kind', <code key="kind">{row.kind}</code>],
          ]}
        />
      </div>
      {signed !== null && <DrawerSection title={signature.status === 'not_verified' ? 'What claims to be signed' : 'What was signed'} beside={bytesWords(signed)}><EntryBody bytes={signed} label="Bytes that were signed" /></DrawerSection>}
      <DrawerSection title="Body" beside={body !== null && bodyStatus === 'kept' ? bytesWords(body) : BODY_WORDS[bodyStatus]}>
        {body !== null && signed === null && <EntryBody bytes={body} label="Bytes of the body" />}
        {body !== null && signed !== null && (
          <details>
            <summary className={classes['summary']}>Show the envelope as it is stored</summary>
            <EntryBody bytes={body} label="Bytes of the body" />
          </details>
        )}
        <p className={classes['hash']}>SHA-256 <span title={bodyHash}>{shortHash(bodyHash)}</span></p>
      </DrawerSection>
      <DrawerSection title="Signature" beside={<Mark tone={SIGNATURE_TONES[signature.status]}>{SIGNATURE_WORDS[signature.status]}</Mark>}>
        <p className={classes['words']}><UntrustedText text={signature.sentence} /></p>
        {signature.kid !== null && <p className={classes['hash']}>key {signature.kid}</p>}
      </DrawerSection>
      <DrawerSection title="Inclusion proof" beside={<Mark tone={INCLUSION_TONES[inclusion.status]}>{INCLUSION_WORDS[inclusion.status]}</Mark>}>
        <ProofPath n={row.n} inclusion={inclusion} />
      </DrawerSection>
      <DrawerSection title="Checkpoint">
        {checkpoint === null ? <p className={classes['words']}>No signed checkpoint covers this entry yet.</p> : <pre className={classes['checkpoint']}><UntrustedText text={checkpoint} /></pre>}
      </DrawerSection>
    </Drawer>
  )
}

type Tone = 'ok' | 'broken' | 'unknown'
const SIGNATURE_TONES: Readonly<Record<LogEntryView['signature']['status'], Tone>> = { verified: 'ok', not_verified: 'broken', unknown_key: 'unknown', none: 'unknown' }
const INCLUSION_TONES: Readonly<Record<LogEntryView['inclusion']['status'], Tone>> = { matches: 'ok', does_not_match: 'broken', not_available: 'unknown' }

function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const Sign = tone === 'ok' ? CircleCheck : tone === 'broken' ? OctagonAlert : CircleHelp
  return <span className={classes['mark']} data-tone={tone}><Sign size={14} strokeWidth={1.75} aria-hidden />{children}</span>
}
