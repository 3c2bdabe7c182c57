import { CircleX, RotateCcw } from 'lucide-react'
import type { StopView } from '../../../shared/ipc/views.ts'
import { UntrustedText } from '../../components/Untrusted.tsx'
import classes from './StopWords.module.css'
import { chipOf, endingOf } from './boardOf.ts'

/** What a stop is: inverse while it stops something. */
export function StopChip({ stop }: { readonly stop: StopView }) {
  const { word, isStopped } = chipOf(stop)
  const Sign = endingOf(stop) !== null ? RotateCcw : CircleX
  return <span className={classes['chip']} data-tone={isStopped ? 'inverse' : stop.state === 'released' ? 'ok' : 'dashed'}><Sign size={14} strokeWidth={1.75} aria-hidden />{word}</span>
}

const KIND_WORDS: Readonly<Record<StopView['target']['kind'], string>> = { all: '', point: 'point', agent: 'agent', session: 'session', principal: 'person' }

/** What a stop is aimed at: its name, and what kind of thing it is. */
export function TargetName({ stop: { target, targetName } }: { readonly stop: StopView }) {
  if (target.kind === 'all') return <>Everything</>
  return <><UntrustedText text={targetName} /> <span className={classes['kind']}>{KIND_WORDS[target.kind]}</span></>
}
