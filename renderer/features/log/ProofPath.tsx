import type { LogEntryView } from '../../../shared/ipc/views.ts'
import { counted, countOf } from '../../components/numbers.ts'
import { UntrustedText } from '../../components/Untrusted.tsx'
import classes from './ProofPath.module.css'
import { levelsOf, shortHash } from './logWords.ts'

interface ProofPathProps {
  readonly n: number
  readonly inclusion: LogEntryView['inclusion']
}

/** The way from the entry up to the root, as RFC 6962 has it: at each level the hash that stands beside it. */
export function ProofPath({ n, inclusion: { status, leaf, path, root, size, sentence } }: ProofPathProps) {
  if (status === 'not_available') return <p className={classes['words']}><UntrustedText text={sentence} /></p>
  return (
    <>
      <ol className={classes['path']} data-status={status} aria-label={`From the root down to entry ${n}, ${counted(path.length, 'level')}`}>
        <li className={classes['root']}><span className={classes['node']}>{status === 'matches' ? 'Root' : 'Not the root'}</span><code>{root === null ? 'not known' : tiny(root)}</code></li>
        {levelsOf(path).toReversed().map((level) => (
          level.kind === 'skipped'
            ? <li key="skipped" className={classes['skipped']}>{counted(level.levels, 'more level')}{status === 'matches' && ', all match'}</li>
            : <li key={level.hash} className={classes['level']} data-side={level.side}><code className={classes['sibling']} title={level.hash}>{tiny(level.hash)}</code><span className={classes['side']}>{level.side}</span></li>
        ))}
        <li className={classes['leaf']}><span className={classes['node']}>{countOf(n)}</span><code>{tiny(leaf)}</code></li>
      </ol>
      <p className={classes['words']}><UntrustedText text={sentence} /></p>
      {root !== null && <p className={classes['words']}>Root <code title={root}>{shortHash(root)}</code> at size {countOf(size)}.</p>}
    </>
  )
}

const tiny = (hash: string) => {
  const digits = hash.replace(/^sha256:/, '')
  return `${digits.slice(0, 4)}…${digits.slice(-4)}`
}
