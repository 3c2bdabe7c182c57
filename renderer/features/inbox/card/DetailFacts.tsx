import type { Detail, FileWriteDetail, ShellDetail, ShownStatement, SqlDetail } from '../../../../shared/display/index.ts'
import { inOrder } from '../../../components/inOrder.ts'
import { countOf, counted } from '../../../components/numbers.ts'
import { Untrusted } from '../../../components/Untrusted.tsx'
import classes from './FactsSection.module.css'

/** What the declared kind of a tool adds: the file, the commands, the statements. */
export function DetailFacts({ detail }: { readonly detail: Detail }) {
  switch (detail.kind) {
    case 'json':
      return null
    case 'file_write':
      return <FileWrite detail={detail} />
    case 'shell':
      return <Shell detail={detail} />
    case 'sql':
      return <Sql detail={detail} />
  }
}

function FileWrite({ detail }: { readonly detail: FileWriteDetail }) {
  const { path, isAbsolute, parentSegments, marks, contentBytes, contentLines } = detail
  const notes = [
    isAbsolute ? 'an absolute path' : 'a path that starts where the tool runs',
    parentSegments > 0 ? `goes up ${counted(parentSegments, 'folder')}` : null,
    marks > 0 ? `${counted(marks, 'character')} of it in a box` : null,
  ].filter((note) => note !== null)
  return (
    <dl className={classes['list']}>
      <div><dt>File</dt><dd><code><Untrusted tokens={path} /></code> <span className={classes['size']}>{notes.join(', ')}</span></dd></div>
      <div><dt>New content</dt><dd>{countOf(contentBytes)} bytes in {counted(contentLines, 'line')}</dd></div>
    </dl>
  )
}

function Shell({ detail }: { readonly detail: ShellDetail }) {
  return (
    <ol className={classes['commands']} aria-label={detail.form === 'line' ? 'Commands of the line' : 'Words of the command'}>
      {detail.commands.map(({ start, joiner, assignments, argv, redirections }) => (
        <li key={start}>
          <span className={classes['joiner']}>{joiner}</span>
          {[...assignments, ...argv].map((word) => (
            <code key={word.start} className={classes['word']} data-known={word.isKnown} title={word.isKnown ? undefined : 'Known only when it runs'}>
              <Untrusted tokens={word.text} />
            </code>
          ))}
          {redirections.map(({ start: at, operator, target }) => (
            <code key={at} className={classes['word']}>{operator} {target !== null && <Untrusted tokens={target.text} />}</code>
          ))}
        </li>
      ))}
    </ol>
  )
}

const WHERE: Readonly<Record<ShownStatement['where'], string>> = {
  present: 'with a WHERE clause',
  absent: 'no WHERE clause: every row',
  only_in_comment: 'its WHERE clause is inside a comment: every row',
  not_applicable: '',
}

function Sql({ detail }: { readonly detail: SqlDetail }) {
  return (
    <ol className={classes['commands']} aria-label="Statements">
      {detail.statements.map(({ start, verb, targets, calls, where }) => (
        <li key={start}>
          <code className={classes['word']}>{verb === '' ? 'not known' : verb}</code>
          {inOrder(targets, (target) => <code className={classes['word']}><Untrusted tokens={target} /></code>)}
          {calls.length > 0 && <span className={classes['size']}>calls {inOrder(calls, (call) => <code><Untrusted tokens={call} /> </code>)}</span>}
          {WHERE[where] !== '' && <span className={classes['size']}>{WHERE[where]}</span>}
        </li>
      ))}
    </ol>
  )
}
