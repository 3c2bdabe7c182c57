import { Check, Monitor, X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import type { PairingView } from '../../../shared/ipc/views.ts'
import { spanOf } from '../../components/moments.ts'
import { SmallButton } from '../../components/SmallButton.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useNow } from '../../components/useNow.ts'
import { useScreenKeys } from '../../components/useScreenKeys.ts'
import { answerPairing, cancelPairing, usePairing } from '../../stores/pairing.ts'
import { AddressForm } from './AddressForm.tsx'
import classes from './Pairing.module.css'
import { stepsOf, type StepState } from './pairingForm.ts'

interface PairingPaneProps {
  /** Leaves the page; null where there is nothing to go back to. */
  readonly onLeave: (() => void) | null
}

/** Pairs this console with a point: dial it with its code, compare words, and wait for the person at the other end. */
export function PairingPane({ onLeave }: PairingPaneProps) {
  const { pairing, problem } = usePairing()
  const [dial, compare, pinned] = stepsOf(pairing)
  return (
    <div className={classes['pane']}>
      <h2 className={classes['title']}>Pair with an enforcement point</h2>
      <p className={classes['lead']}>Countersign can only approve or stop what an enforcement point reports to it. Nothing is listed until one is paired.</p>
      <ol className={classes['steps']}>
        <Step n={1} state={dial} title="Dial the point with the code that it printed">
          {(pairing.step === 'idle' || pairing.step === 'failed') && <AddressForm />}
          {pairing.step === 'connecting' && <Connecting address={pairing.address} />}
          {pairing.step === 'failed' && <Failed sentence={pairing.sentence} />}
          {pairing.step === 'compare' && <p className={classes['quiet']}><UntrustedText text={pairing.pointName} /> answered from <code>{pairing.address}</code>.</p>}
        </Step>
        <Step n={2} state={compare} title="Compare these words on both screens">
          {pairing.step === 'compare' && <Words pairing={pairing} />}
        </Step>
        <Step n={3} state={pinned} title="The person at the point says the same">
          {pairing.step === 'waiting_for_point' && <p className={classes['quiet']} role="status">Waiting for <UntrustedText text={pairing.pointName} />: somebody has to answer y on its host. Nothing is paired before that. <SmallButton kind="quiet" onPress={() => void cancelPairing()}>Give up</SmallButton></p>}
          {pairing.step === 'paired' && <Paired name={pairing.pointName} onLeave={onLeave} />}
        </Step>
      </ol>
      {problem !== null && <p className={classes['problem']} role="alert"><UntrustedText text={problem} /></p>}
      {onLeave !== null && pairing.step === 'idle' && <SmallButton kind="quiet" onPress={onLeave}>Back to the list of points</SmallButton>}
    </div>
  )
}

interface StepProps {
  readonly n: number
  readonly state: StepState
  readonly title: string
  readonly children: ReactNode
}

function Step({ n, state, title, children }: StepProps) {
  return (
    <li className={classes['step']} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={classes['number']} aria-hidden>{state === 'done' ? <Check size={14} strokeWidth={2} /> : n}</span>
      <h3 className={classes['head']}>{title}</h3>
      <div className={classes['content']}>{children}</div>
    </li>
  )
}

function Connecting({ address }: { readonly address: string }) {
  return <p className={classes['quiet']} role="status">Dialling <code>{address}</code>. <SmallButton kind="quiet" onPress={() => void cancelPairing()}>Give up</SmallButton></p>
}

function Failed({ sentence }: { readonly sentence: string }) {
  return <p className={classes['problem']} role="alert"><UntrustedText text={sentence} /> Nothing was paired. Run the command on the point’s host again for a new code: each code is good for one try.</p>
}

function Paired({ name, onLeave }: { readonly name: string; readonly onLeave: (() => void) | null }) {
  return (
    <p className={classes['done']} role="status">
      <UntrustedText text={name} /> is paired. Its keys are pinned, and what it reports is listed from now on.{' '}
      <SmallButton onPress={() => void cancelPairing().then(() => onLeave?.())}>Close</SmallButton>
    </p>
  )
}

/** The eight words of this side. Those of the other side stand on its own screen and are never sent over this connection. */
function Words({ pairing }: { readonly pairing: Extract<PairingView, { step: 'compare' }> }) {
  const now = useNow()
  const box = useRef<HTMLDivElement>(null)
  const { words, pointName, endsAtMs } = pairing
  useScreenKeys({ n: () => void answerPairing(false), y: () => void answerPairing(true) })
  // The words take focus, and never one of the answers.
  useEffect(() => box.current?.focus(), [])
  return (
    <>
      <div className={classes['sides']}>
        <div ref={box} className={classes['side']} tabIndex={-1} role="group" aria-label="Words of this computer">
          <p className={classes['label']}>This computer</p>
          <ol className={classes['words']}>{numbered(words).map(({ n, word }) => <li key={n}><span className={classes['index']} aria-hidden>{n}</span>{word}</li>)}</ol>
        </div>
        <p className={classes['between']}>must be<br />the same as</p>
        <div className={classes['side']} data-other>
          <p className={classes['label']}>Shown by <UntrustedText text={pointName} /></p>
          <p className={classes['look']}><Monitor size={20} strokeWidth={1.75} aria-hidden />Look at that screen or ask the person in front of it, by voice. Do not copy from chat.</p>
          <p className={classes['sent']}>not sent over this connection</p>
        </div>
      </div>
      <div className={classes['answers']}>
        <SmallButton kind="inverse" shortcut="N" onPress={() => void answerPairing(false)}><X size={16} strokeWidth={1.75} aria-hidden />They differ</SmallButton>
        <SmallButton shortcut="Y" onPress={() => void answerPairing(true)}><Check size={16} strokeWidth={1.75} aria-hidden />They are the same</SmallButton>
        <p className={classes['quiet']}>If they differ, someone may be in between: the code is burned and nothing is paired. Ends in <strong aria-hidden>{spanOf(endsAtMs - now)}</strong>, then nothing is paired.</p>
      </div>
    </>
  )
}

const numbered = (words: readonly string[]) => words.map((word, i) => ({ n: i + 1, word }))
