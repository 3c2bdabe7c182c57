import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CallSignals } from '../../../gateway/signals/CallSignals.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { FROM_POINT, makeInvocation } from '../../../shared/protocol/index.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { callOf } from '../../fakes/enforce/neighbours.ts'

let folder: string
let signals: CallSignals
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-signals-')))
  signals = new CallSignals({ files: { relativeTo: folder, tools: { write_file: '/path', edit_file: '/path', move_file: { from: '/source', to: '/destination' } } } }, () => 1_763_780_000_000)
  signals.sessionStarted(idOf('session'), 1_763_780_000_000)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
function calling(tool: string, args: JsonObject) {
  return callOf({ callId: `${idOf('session')}/${++count}`, tool, invocation: makeInvocation({ serverId: 'files', tool, definitionHash: digestOf('a'), arguments: args, injections: [], redactions: [] }) })
}

/** The whole life of a call that is let go at once. */
function run(tool: string, args: JsonObject, does: () => void) {
  const call = calling(tool, args)
  const seen = signals.of(call)
  does()
  signals.finished(call, true)
  return seen
}

const write = (name: string, text = 'x') => run('write_file', { path: join(folder, name) }, () => writeFileSync(join(folder, name), text))
const factsOf = (tool: string, args: JsonObject) => signals.of(calling(tool, args)).known
const OWN = { target_exists: true, written_by_session: true }
const FOREIGN = { target_exists: true, written_by_session: false }
const NEW = { target_exists: false, written_by_session: false }

describe('a file', () => {
  it('that is new is the session\'s own after it has written it', () => {
    expect(write('a.txt').known).toEqual(NEW)
    expect(factsOf('write_file', { path: join(folder, 'a.txt') })).toEqual(OWN)
  })

  it('that was there before is foreign, with a sentence that can be checked', () => {
    writeFileSync(join(folder, 'plan.txt'), 'x')
    const { known, signals: said } = signals.of(calling('write_file', { path: 'plan.txt' }))
    expect(known).toEqual(FOREIGN)
    expect(said).toMatchObject([{ code: 'foreign_file', level_id: 2, sentence: expect.stringMatching(/^This session did not write plan\.txt, which exists and was last changed on \d{4}-\d\d-\d\d at \d\d:\d\d:\d\d UTC\.$/), baseline: { count: 0, of: 0 } }])
    FROM_POINT['evaluation.recorded'].shape.signals.parse(said)
  })

  it('that somebody else changed after the session wrote it is foreign again', () => {
    write('a.txt')
    writeFileSync(join(folder, 'a.txt'), 'by somebody else')
    expect(factsOf('write_file', { path: join(folder, 'a.txt') })).toEqual(FOREIGN)
    rmSync(join(folder, 'a.txt'))
    writeFileSync(join(folder, 'other'), 'x')
    renameSync(join(folder, 'other'), join(folder, 'a.txt'))
    expect(signals.of(calling('write_file', { path: join(folder, 'a.txt') })).signals[0]?.sentence).toContain('after that it was changed from elsewhere')
  })

  it('that a call left as it was is not its own: a preview makes nobody the author', () => {
    writeFileSync(join(folder, 'plan.txt'), 'x')
    run('edit_file', { path: 'plan.txt', dryRun: true }, () => {})
    expect(factsOf('edit_file', { path: 'plan.txt' })).toEqual(FOREIGN)
  })

  it('that failed to be written is not its own', () => {
    const call = calling('write_file', { path: 'a.txt' })
    signals.of(call)
    writeFileSync(join(folder, 'a.txt'), 'by somebody else')
    signals.finished(call, false)
    expect(factsOf('write_file', { path: 'a.txt' })).toEqual(FOREIGN)
  })

  it('that is moved stays what it was: an own one its own, a foreign one foreign', () => {
    write('mine.txt')
    run('move_file', { source: 'mine.txt', destination: 'mine2.txt' }, () => renameSync(join(folder, 'mine.txt'), join(folder, 'mine2.txt')))
    expect(factsOf('write_file', { path: 'mine2.txt' })).toEqual(OWN)
    writeFileSync(join(folder, 'mine.txt'), 'put there by somebody else')
    expect(factsOf('write_file', { path: 'mine.txt' })).toEqual(FOREIGN)

    writeFileSync(join(folder, 'theirs.txt'), 'x')
    run('move_file', { source: 'theirs.txt', destination: 'taken.txt' }, () => renameSync(join(folder, 'theirs.txt'), join(folder, 'taken.txt')))
    expect(factsOf('write_file', { path: 'taken.txt' })).toEqual(FOREIGN)
  })

  it('that is its own counts as foreign when it is moved over a foreign one', () => {
    write('mine.txt')
    writeFileSync(join(folder, 'theirs.txt'), 'x')
    expect(factsOf('move_file', { source: 'mine.txt', destination: 'theirs.txt' })).toEqual(FOREIGN)
    expect(factsOf('move_file', { source: 'mine.txt', destination: 'free.txt' })).toEqual(OWN)
  })

  it.each([['a home folder', '~/notes.txt'], ['a way up', '../other/notes.txt'], ['nothing', ''], ['a NUL', 'a\0b'], ['a way up from where a link may lead', '/tmp/link/../notes.txt']])('that is named by %s counts as foreign, because nobody can say which it is', (_what, path) => {
    expect(homedir()).not.toBe('')
    expect(factsOf('write_file', { path })).toEqual(FOREIGN)
    expect(factsOf('write_file', { path: 7 })).toEqual(FOREIGN)
    expect(factsOf('write_file', {})).toEqual(FOREIGN)
  })

  it('that is named beside another which a less exact server could take for it counts as foreign', () => {
    expect(factsOf('write_file', { path: 'new.txt' })).toEqual(NEW)
    expect(factsOf('write_file', { path: 'new.txt', PATH: '/etc/hosts' })).toEqual(FOREIGN)
    expect(factsOf('move_file', { source: 'new.txt', '\u017fource': '/etc/hosts', destination: 'b.txt' })).toEqual(FOREIGN)
  })

  it('that cannot be looked at lets nobody decide on less', () => {
    mkdirSync(join(folder, 'd'))
    expect(() => factsOf('write_file', { path: `/${'x'.repeat(5_000)}` })).toThrow()
  })

  it('of a tool that names none has no facts', () => {
    expect(signals.of(calling('list_directory', { path: 'a' }))).toEqual({ signals: [], known: {} })
  })

  it('belongs to its session alone', () => {
    write('a.txt')
    expect(signals.of({ ...calling('write_file', { path: 'a.txt' }), sessionId: idOf('session', 2) }).known).toEqual(FOREIGN)
  })

  it('has hidden characters in its name written out in the sentence', () => {
    writeFileSync(join(folder, 'a\u202eb.txt'), 'x')
    expect(signals.of(calling('write_file', { path: 'a\u202eb.txt' })).signals[0]?.sentence).toContain('a[U+202E]b.txt')
  })
})

describe('a first time', () => {
  it('is said with what it is compared to, and not again after it ran', () => {
    expect(write('a.txt').signals).toEqual([])
    expect(write('b.txt').signals).toMatchObject([{ code: 'first_time_access', level_id: 1, baseline: { count: 0, of: 1, since: '2025-11-22T02:53:20.000Z' } }])
    expect(write('b.txt', 'y').signals).toEqual([])
  })
})

describe('a last look', () => {
  it('finds a file that has come into being since the call was judged', () => {
    const call = calling('write_file', { path: 'new.txt' })
    signals.of(call)
    expect(signals.isAsJudged(call)).toBe(true)
    writeFileSync(join(folder, 'new.txt'), 'somebody else was faster')
    expect(signals.isAsJudged(call)).toBe(false)
    signals.of(call)
    expect(signals.isAsJudged(call)).toBe(true)
  })

  it('finds that what the session wrote was changed from elsewhere', () => {
    write('own.txt')
    const call = calling('write_file', { path: join(folder, 'own.txt') })
    signals.of(call)
    writeFileSync(join(folder, 'own.txt'), 'changed from elsewhere')
    expect(signals.isAsJudged(call)).toBe(false)
  })

  it('has nothing to look at where a call names no file', () => {
    expect(signals.isAsJudged(calling('list_directory', { path: 'x' }))).toBe(true)
  })
})
