import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoreSupervisor } from '../../../electron/main/core/CoreSupervisor.ts'
import type { CoreStatus } from '../../../shared/ipc/windowToMain.ts'
import { FakeCore } from '../../fakes/FakeCore.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

function supervised(random = () => 1) {
  const time = new FakeTime()
  const cores: FakeCore[] = []
  const statuses: CoreStatus[] = []
  const heard: unknown[] = []
  const problems: string[] = []
  const spawn = () => {
    const core = new FakeCore()
    cores.push(core)
    return core
  }
  const supervisor = new CoreSupervisor(spawn, { now: time.now, after: time.after, random }, {
    onStatus: (status) => void statuses.push(status),
    onMessage: (message) => void heard.push(message),
    onProblem: (problem) => void problems.push(problem),
  })
  supervisor.start()
  const newest = () => {
    const core = cores.at(-1)
    if (core === undefined) throw new Error('No core was started')
    return core
  }
  return { supervisor, time, cores, newest, statuses, heard, problems }
}

describe('the supervisor of the core', () => {
  it('asks nothing of a core before its hello', () => {
    const { supervisor, newest } = supervised()
    expect(supervisor.send({ kind: 'request', id: 1, channel: 'x', body: undefined })).toBe(false)
    newest().hello()
    expect(supervisor.send({ kind: 'request', id: 1, channel: 'x', body: undefined })).toBe(true)
    expect(newest().sent).toHaveLength(1)
  })

  it.each(['ended with code 0', 'ended with code 1', 'was ended by SIGKILL'])('takes "%s" without a hello for a crash', (how) => {
    const { supervisor, newest } = supervised()
    newest().end(how)
    expect(supervisor.status).toMatchObject({ status: 'waiting', attempt: 1, reason: `${how} before it had said hello` })
  })

  it('takes an end after the hello for a crash too, whatever the code', () => {
    const { supervisor, newest } = supervised()
    newest().hello()
    newest().end('ended with code 0')
    expect(supervisor.status).toMatchObject({ status: 'waiting', reason: 'ended with code 0' })
  })

  it('waits twice as long after each crash, half a minute at most, and starts again each time', () => {
    const { supervisor, time, cores, newest } = supervised()
    const waits: number[] = []
    for (let i = 0; i < 9; i++) {
      newest().end('ended with code 1')
      const { status } = supervisor
      if (status.status !== 'waiting') throw new Error('It does not wait')
      const wait = status.retryAtMs - time.now()
      waits.push(wait)
      time.pass(wait)
      expect(cores).toHaveLength(i + 2)
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  })

  it('begins with the shortest wait again after a core that ran well for a minute', () => {
    const { supervisor, time, newest } = supervised()
    for (let i = 0; i < 4; i++) {
      newest().end('ended with code 1')
      time.pass(30_000)
    }
    newest().hello()
    time.pass(60_000)
    newest().end('was ended by SIGSEGV')
    expect(supervisor.status).toMatchObject({ status: 'waiting', attempt: 1, retryAtMs: time.now() + 500 })
  })

  it('gives up on a core that says nothing, and ends it', () => {
    const { supervisor, time, newest } = supervised()
    const silent = newest()
    time.pass(10_000)
    expect(silent.isKilled).toBe(true)
    expect(supervisor.status).toMatchObject({ status: 'waiting', reason: 'said nothing for 10 s after its start' })
  })

  it('does not listen to a core of another version', () => {
    const { supervisor, newest } = supervised()
    newest().hello(1)
    expect(supervisor.status).toMatchObject({ status: 'waiting', reason: expect.stringContaining('speaks version 1') })
    expect(newest().isKilled).toBe(true)
  })

  it('starts no second core while the first has been told to end and lives on', () => {
    const { supervisor, time, cores, newest } = supervised()
    const first = newest()
    first.isHanging = true
    first.hello()
    supervisor.restart()
    time.pass(5_000)
    expect(cores).toHaveLength(1)
    first.end('was ended by SIGKILL')
    expect(cores).toHaveLength(2)
    newest().hello()
    expect(supervisor.status.status).toBe('ready')
  })

  it('starts a fresh core at each restart, also during a start', () => {
    const { supervisor, cores } = supervised()
    supervisor.restart()
    supervisor.restart()
    expect(cores.map(({ isKilled }) => isKilled)).toEqual([true, true, false])
  })

  it('takes a core that cannot even be started for a crash', () => {
    const time = new FakeTime()
    const supervisor = new CoreSupervisor(() => {
      throw new Error('EAGAIN')
    }, { now: time.now, after: time.after, random: () => 1 }, { onStatus() {}, onMessage() {}, onProblem() {} })
    supervisor.start()
    expect(supervisor.status).toMatchObject({ status: 'waiting', reason: 'could not be started (EAGAIN) before it had said hello' })
    time.pass(500)
    expect(supervisor.status).toMatchObject({ status: 'waiting', attempt: 2 })
  })

  it('ignores what a core says that was let go', () => {
    const { supervisor, time, cores, newest, heard } = supervised()
    const [first] = cores
    newest().end('ended with code 1')
    time.pass(500)
    first?.hello()
    expect(supervisor.status.status).toBe('starting')
    newest().hello()
    first?.say({ kind: 'answer', id: 1, result: { ok: true, value: 1 } })
    first?.end('ended with code 1')
    expect(heard).toEqual([])
    expect(supervisor.status.status).toBe('ready')
  })

  it('reports a message of unknown form and one that comes before the hello, and goes on', () => {
    const { newest, problems, heard, supervisor } = supervised()
    newest().say({ kind: 'answer', id: 1, result: { ok: true, value: 1 } })
    newest().say({ kind: 'nonsense' })
    newest().hello()
    newest().say({ kind: 'event', channel: 'window.cardChanged', body: {}, extra: 1 })
    // The window's view of the host is main's own word; no core may speak it.
    newest().say({ kind: 'event', channel: 'window.hostChanged', body: {} })
    expect(problems).toHaveLength(4)
    expect(heard).toEqual([])
    expect(supervisor.status.status).toBe('ready')
  })

  it('refuses a wish to sign that it cannot read, so that the core does not wait for ever', () => {
    const { newest, problems, heard } = supervised()
    newest().say({ kind: 'sign', id: 1, request: {} })
    newest().hello()
    newest().say({ kind: 'sign', id: 2, request: { what: 'decision', payload: { type: 'countersign.decision/v1' } } })
    expect(newest().sent).toEqual([{ kind: 'signed', id: 2, result: { ok: false, refusal: 'bad_payload', sentence: expect.stringContaining('Nothing was signed') } }])
    expect(problems).toHaveLength(2)
    expect(heard).toEqual([])
  })

  it('starts nothing any more once it was stopped, and leaves no timer behind', () => {
    const { supervisor, time, cores, newest } = supervised()
    newest().end('ended with code 1')
    supervisor.stop()
    time.pass(1_000_000)
    expect(cores).toHaveLength(1)
    expect(time.waiting).toBe(0)
    expect(supervisor.status).toEqual({ status: 'stopped' })
  })

  it('never has two cores running, and is ready only with one that said hello, whatever happens in any order', () => {
    const happenings = fc.array(fc.constantFrom('hello', 'end', 'pass', 'long', 'nonsense', 'restart', 'wrongVersion', 'hang', 'reaped'), { maxLength: 60 })
    fc.assert(fc.property(happenings, (list) => {
      const { supervisor, time, cores, newest } = supervised(() => 0.5)
      const ended = new Set<FakeCore>()
      const killed = () => cores.filter(({ isKilled }) => isKilled)
      const greeted = new Set<FakeCore>()
      for (const happening of list) {
        const core = newest()
        if (happening === 'hello' && !ended.has(core)) {
          core.hello()
          greeted.add(core)
        }
        if (happening === 'wrongVersion') core.hello(9)
        if (happening === 'nonsense') core.say({})
        if (happening === 'restart') supervisor.restart()
        if (happening === 'pass') time.pass(1_000)
        if (happening === 'long') time.pass(31_000)
        if (happening === 'end' && !ended.has(core)) {
          ended.add(core)
          core.end('ended with code 0')
        }
        if (happening === 'hang') core.isHanging = true
        if (happening === 'reaped') for (const one of killed()) one.end('was ended by SIGKILL')
        for (const one of killed()) if (!one.isHanging || happening === 'reaped') ended.add(one)
        expect(cores.filter((one) => !ended.has(one)).length).toBeLessThanOrEqual(1)
        if (supervisor.status.status === 'ready') expect(greeted.has(newest()) && !ended.has(newest())).toBe(true)
      }
    }), { numRuns: 500 })
  })
})
