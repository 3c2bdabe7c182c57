import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChallengePayload, LockReceiptPayload } from '../../shared/protocol/index.ts'
import { TestConsole } from '../fakes/console/TestConsole.ts'
import { GatewayRig } from '../fakes/gateway/GatewayRig.ts'

let rig: GatewayRig
const consoles: TestConsole[] = []
beforeEach(async () => {
  rig = await GatewayRig.make()
})
afterEach(async () => {
  for (const one of consoles.splice(0)) one.close()
  await rig.end()
})

/** A running point and a console that its host has let in. */
async function paired(person?: TestConsole['person']) {
  const { child, said } = await rig.run()
  const reviewer = await enrol(new TestConsole(person))
  return { child, said, reviewer }
}

async function enrol(reviewer: TestConsole, roles?: Parameters<TestConsole['enrolment']>[0]) {
  expect(await rig.host(reviewer.enrolment(roles))).toMatchObject({ ok: true })
  await reviewer.attach(String((await rig.host({ command: 'status' }))['address']))
  consoles.push(reviewer)
  return reviewer
}

async function stop(child: ChildProcess) {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

const about = (name: string) => ({ invocation }: ChallengePayload) => invocation?.includes(name) === true

describe('a call that a person decides on', () => {
  it('runs when it is approved: the file holds the new text, and the journal holds why', async () => {
    rig.put('plan.txt', 'as it was')
    const { child, reviewer } = await paired()
    const held = rig.write(await rig.connect(), 'plan.txt', 'changed')
    const seen = await reviewer.nextChallenge(about('plan.txt'))
    expect(seen.payload).toMatchObject({ risk: { level_id: 3 }, presence_required: 'hold', friction: { hold_ms: 2_000, seen_ms: 3_000, reason_required: true }, critical_values: ['/arguments/path'], self_approval: 'deny' })
    expect(seen.payload.signals).toMatchObject([{ code: 'foreign_file', sentence: expect.stringContaining('did not write plan.txt') }])
    expect(seen.payload.eligible.exclude).toContainEqual({ iss: 'https://id.example', sub: 'mara' })
    expect(rig.read('plan.txt')).toBe('as it was')

    expect(await reviewer.decide(seen, 'approve')).toMatchObject({ outcome: 'accepted', log_unproven: false, self_approved: false, log: { size: 1 } })
    expect(await held).toMatchObject({ isError: false })
    expect(rig.read('plan.txt')).toBe('changed')
    expect(await reviewer.nextState(seen.payload.challenge_id, ({ enforcement }) => enforcement !== undefined)).toMatchObject({ state: 'approved', enforcement: { outcome: 'forwarded' } })
    await reviewer.next('enforcement.recorded', ({ body }) => body.challenge_id === seen.payload.challenge_id && body.result === 'ok')
    await stop(child)
    expect(rig.inJournal('SELECT state, consumed FROM challenge')).toEqual([{ state: 'approved', consumed: 1 }])
    expect(rig.inJournal('SELECT verdict, sub FROM decision')).toEqual([{ verdict: 'approve', sub: 'ines' }])
  })

  it('does not run when it is denied, and the agent reads the reason', async () => {
    rig.put('plan.txt', 'as it was')
    const { reviewer } = await paired()
    const held = rig.write(await rig.connect(), 'plan.txt', 'changed')
    expect(await reviewer.decide(await reviewer.nextChallenge(about('plan.txt')), 'deny', { comment: 'not on a Friday' })).toMatchObject({ outcome: 'accepted' })
    expect(await held).toMatchObject({ isError: true, text: expect.stringContaining('not on a Friday'), denial: { reason: 'denied' } })
    expect(rig.read('plan.txt')).toBe('as it was')
  })

  it('is denied by the clock when nobody decides, and no approval helps it after that', async () => {
    rig.put('plan.txt', 'as it was')
    rig.changePolicy((text) => text.replace('@id("overwrite")', '@id("overwrite")\n@life_ms("10000")'))
    const { reviewer } = await paired()
    const held = rig.write(await rig.connect(), 'plan.txt', 'changed')
    const seen = await reviewer.nextChallenge(about('plan.txt'))
    expect(await held).toMatchObject({ isError: true, denial: { reason: 'expired' } })
    expect(await reviewer.decide(seen, 'approve')).toMatchObject({ outcome: 'refused', error: 'challenge_terminal' })
    expect(rig.read('plan.txt')).toBe('as it was')
  })

  it('never runs once its caller has left, whatever is approved later', async () => {
    rig.put('plan.txt', 'as it was')
    const { reviewer } = await paired()
    const leaving = new AbortController()
    const held = rig.write(await rig.connect(), 'plan.txt', 'changed', leaving.signal)
    const seen = await reviewer.nextChallenge(about('plan.txt'))
    leaving.abort()
    await expect(held).rejects.toThrow()
    expect(await reviewer.nextState(seen.payload.challenge_id, ({ state }) => state !== 'pending')).toMatchObject({ state: 'cancelled', reason: 'caller_gone' })
    expect(await reviewer.decide(seen, 'approve')).toMatchObject({ outcome: 'refused', error: 'challenge_terminal' })
    expect(rig.read('plan.txt')).toBe('as it was')
  })

  it('takes a typed value where it is Critical, and a weaker presence is refused', async () => {
    rig.put('plan.txt', 'as it was')
    const { reviewer } = await paired()
    const held = rig.call(await rig.connect(), 'move_file', { source: 'plan.txt', destination: 'gone.txt' })
    const seen = await reviewer.nextChallenge(about('plan.txt'))
    expect(seen.payload).toMatchObject({ risk: { level_id: 4 }, presence_required: 'typed', critical_values: ['/arguments/source', '/arguments/destination'] })
    expect(await reviewer.decide(seen, 'approve', { method: 'hold' })).toMatchObject({ outcome: 'refused', error: 'presence_required' })
    expect(await reviewer.decide(seen, 'approve', { method: 'typed' })).toMatchObject({ outcome: 'accepted' })
    expect(await held).toMatchObject({ isError: false })
    expect(rig.read('gone.txt')).toBe('as it was')
  })

  it('is refused to the person it acts for above Medium, and marked where it is allowed', async () => {
    rig.put('plan.txt', 'as it was')
    const { reviewer } = await paired({ iss: 'https://id.example', sub: 'mara', name: 'Mara Lindqvist' })
    const client = await rig.connect()
    const high = rig.write(client, 'plan.txt', 'changed')
    const seenHigh = await reviewer.nextChallenge(about('plan.txt'))
    expect(await reviewer.decide(seenHigh, 'approve')).toMatchObject({ outcome: 'refused', error: 'self_approval' })
    expect(await reviewer.decide(seenHigh, 'deny')).toMatchObject({ outcome: 'accepted' })
    expect(await high).toMatchObject({ isError: true })

    const medium = rig.write(client, 'service.env', 'TOKEN=x')
    const seen = await reviewer.nextChallenge(about('service.env'))
    expect(seen.payload).toMatchObject({ risk: { level_id: 2 }, presence_required: 'click', self_approval: 'marked' })
    expect(await reviewer.decide(seen, 'approve', { method: 'click' })).toMatchObject({ outcome: 'accepted', self_approved: true })
    expect(await medium).toMatchObject({ isError: false })
  })

  it('is not approved from a log that was put back from a copy', async () => {
    rig.put('a.txt', 'x')
    rig.put('b.txt', 'x')
    rig.put('c.txt', 'x')
    const { reviewer, said } = await paired()
    const client = await rig.connect()
    const approve = async (name: string) => {
      const held = rig.write(client, name, 'changed')
      const receipt = await reviewer.decide(await reviewer.nextChallenge(about(name)), 'approve')
      return { held, receipt }
    }
    expect((await approve('a.txt')).receipt).toMatchObject({ outcome: 'accepted' })
    const putBack = reviewer.log.copy()
    expect((await approve('b.txt')).receipt).toMatchObject({ outcome: 'accepted' })
    putBack()
    const third = await approve('c.txt')
    expect(third.receipt).toMatchObject({ outcome: 'refused', error: 'log_fork' })
    await said.until('does not continue')
    expect(await reviewer.decide(await reviewer.nextChallenge(about('c.txt')), 'deny')).toMatchObject({ outcome: 'accepted', log_unproven: true })
    expect(await third.held).toMatchObject({ isError: true })
    expect(rig.read('c.txt')).toBe('x')
  })
})

describe('an agent that is stopped', () => {
  const agentOf = ({ agent_id }: ChallengePayload) => ({ kind: 'agent', value: agent_id }) as const

  it('runs nothing more until it is released, and what was asked before stays void', async () => {
    rig.put('plan.txt', 'as it was')
    const { reviewer } = await paired()
    const client = await rig.connect()
    const held = rig.write(client, 'plan.txt', 'changed')
    const seen = await reviewer.nextChallenge(about('plan.txt'))
    const receipt: LockReceiptPayload = await reviewer.engage(agentOf(seen.payload))
    expect(receipt).toMatchObject({ outcome: 'accepted', epoch: 1, challenges_cancelled: [seen.payload.challenge_id] })
    expect(await held).toMatchObject({ isError: true })
    expect(await rig.write(client, 'new.txt', 'x')).toMatchObject({ isError: true, denial: { reason: 'locked' } })

    expect(await reviewer.release(receipt.lock_id)).toMatchObject({ verb: 'release', outcome: 'accepted' })
    expect(await reviewer.decide(seen, 'approve')).toMatchObject({ outcome: 'refused' })
    expect(await rig.write(client, 'new.txt', 'x')).toMatchObject({ isError: false })
    expect(rig.read('plan.txt')).toBe('as it was')
  })

  it('loses an approval that it had and had not used', async () => {
    rig.put('plan.txt', 'as it was')
    rig.changeConfig((config) => {
      const [agent] = config['agents'] as Record<string, unknown>[]
      if (agent !== undefined) agent['caller_deadline_ms'] = 4_000
    })
    const { reviewer } = await paired()
    const client = await rig.connect()
    // This client cannot wait long: it is told to come again, and meanwhile the approval waits for it.
    expect(await rig.write(client, 'plan.txt', 'changed')).toMatchObject({ isError: true, text: expect.stringContaining('again') })
    const seen = await reviewer.nextChallenge(about('plan.txt'))
    expect(seen.payload.hold_mode).toBe('retry')
    expect(await reviewer.decide(seen, 'approve')).toMatchObject({ outcome: 'accepted' })
    const { lock_id } = await reviewer.engage(agentOf(seen.payload))
    await reviewer.release(lock_id)

    const again = rig.write(client, 'plan.txt', 'changed')
    const anew = await reviewer.nextChallenge((payload) => about('plan.txt')(payload) && payload.challenge_id !== seen.payload.challenge_id)
    expect(await reviewer.decide(anew, 'deny')).toMatchObject({ outcome: 'accepted' })
    expect(await again).toMatchObject({ isError: true })
    expect(rig.read('plan.txt')).toBe('as it was')
  })

  it('that is paused waits instead, and is judged anew on release', async () => {
    rig.put('plan.txt', 'as it was')
    const { reviewer } = await paired()
    const client = await rig.connect()
    const held = rig.write(client, 'plan.txt', 'changed')
    const seen = await reviewer.nextChallenge(about('plan.txt'))
    const { lock_id } = await reviewer.engage(agentOf(seen.payload), 'pause')
    await reviewer.next('session.updated', ({ body }) => body.state === 'paused')
    const fresh = rig.write(client, 'new.txt', 'x')
    await reviewer.release(lock_id)
    expect(await fresh).toMatchObject({ isError: false })
    await reviewer.next('session.updated', ({ body }) => body.state === 'active' && body.counts.allow === 1)
    const anew = await reviewer.nextChallenge((payload) => payload.supersedes === seen.payload.challenge_id)
    expect(anew.payload.txn).toBe(seen.payload.txn)
    expect(await reviewer.decide(anew, 'approve')).toMatchObject({ outcome: 'accepted' })
    expect(await held).toMatchObject({ isError: false })
    expect(rig.read('plan.txt')).toBe('changed')
  })

  it('is released on the host with a reason, and nowhere a wrong id or an empty reason does it', async () => {
    const { reviewer, said } = await paired()
    const client = await rig.connect()
    await rig.write(client, 'a.txt', 'x')
    const { lock_id } = await reviewer.engage({ kind: 'all' })
    expect(await rig.command('status', '--config', rig.config)).toMatchObject({ code: 0, said: expect.stringContaining(`${lock_id} halt of all by Ines Okafor`) })
    expect(await rig.command('unlock', lock_id, '--reason', ' ', '--config', rig.config)).toMatchObject({ code: 1 })
    expect(await rig.command('unlock', 'lck_1', '--reason', 'x', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining('is not the id of a stop') })
    expect(await rig.command('unlock', lock_id.replace(/.$/, (last) => (last === '0' ? '1' : '0')), '--reason', 'x', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining('No such stop') })
    expect(await rig.write(client, 'b.txt', 'x')).toMatchObject({ isError: true })

    expect(await rig.command('unlock', lock_id, '--reason', 'looked at it', '--config', rig.config)).toMatchObject({ code: 0, said: expect.stringContaining('is released') })
    const { body } = await reviewer.next('lock.released')
    expect(body).toMatchObject({ lock_id, released_by: { iss: expect.stringMatching(/^host:/) } })
    await said.until('looked at it')
    expect(await rig.write(client, 'b.txt', 'x')).toMatchObject({ isError: false })
  })
})

describe('what consoles are shown', () => {
  it('is who is connected, with what the client says of itself, and when they leave', async () => {
    const { reviewer } = await paired()
    const client = await rig.connect()
    const { body } = await reviewer.next('session.updated', (frame) => frame.body.client_info.name === 'agent')
    expect(body).toMatchObject({ state: 'active', mcp: { era: 'sessions' }, chain: [{ kind: 'human', sub: 'mara' }, { kind: 'agent', assurance: 'verified' }] })
    await client.listTools()
    expect((await reviewer.next('agent.updated')).body.declared_tools).toContain('move_file')
    await rig.write(client, 'a.txt', 'x')
    await reviewer.next('session.updated', (frame) => frame.body.counts.allow === 1)
    await client.close()
    expect((await reviewer.next('session.ended')).body).toMatchObject({ session_id: body.session_id, state: 'ended', counts: { allow: 1, challenge: 0, deny: 0 } })
  })
})

describe('orders of the host', () => {
  it('pair a console by a code and eight words that both sides show', async () => {
    await rig.run()
    const address = String((await rig.host({ command: 'status' }))['address'])
    const reviewer = new TestConsole()
    consoles.push(reviewer)
    const terminal = rig.open('pair', '--person', reviewer.person.iss, reviewer.person.sub, reviewer.person.name, '--role', 'approver,killer', '--config', rig.config)
    const code = /([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})/.exec(await terminal.until(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/))?.[1] ?? ''
    const words = await reviewer.offer(address, code)
    expect(await terminal.until(/y\/n/)).toContain(words.join('  '))
    terminal.type('y\n')
    expect(await reviewer.confirm(true)).toBe(true)
    expect(await terminal.ended).toBe(0)
    expect((await reviewer.attach(address)).roles.sort()).toEqual(['approver', 'killer'])
  })

  it('pair nobody where the person says that the words differ', async () => {
    await rig.run()
    const address = String((await rig.host({ command: 'status' }))['address'])
    const reviewer = new TestConsole()
    consoles.push(reviewer)
    const terminal = rig.open('pair', '--person', 'i', 's', 'n', '--role', 'approver', '--config', rig.config)
    const code = /([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})/.exec(await terminal.until(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/))?.[1] ?? ''
    await reviewer.offer(address, code)
    await terminal.until(/y\/n/)
    terminal.type('n\n')
    expect(await terminal.ended).toBe(1)
    expect((await rig.host({ command: 'status' }))['consoles']).toEqual([])
  })

  it('end a pairing whose person has left, so that the next one need not wait', async () => {
    await rig.run()
    const line = ['pair', '--person', 'i', 's', 'n', '--role', 'approver', '--config', rig.config]
    const first = rig.open(...line)
    await first.until(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)
    expect(await rig.command(...line)).toMatchObject({ code: 1, said: expect.stringContaining('already') })
    first.leave()
    await first.ended
    await expect.poll(async () => {
      const next = rig.open(...line)
      const said = await next.until(/already|[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)
      next.leave()
      await next.ended
      return said
    }).toMatch(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)
  })

  it('say what to do where no point runs, and are not understood where they are wrong', async () => {
    const none = { code: 1, said: expect.stringContaining('countersign-gateway run --config') }
    expect(await rig.command('status', '--config', rig.config)).toMatchObject(none)
    expect(await rig.command('recover', '--config', rig.config)).toMatchObject(none)
    expect(await rig.command('pair', '--person', 'i', 's', 'n', '--role', 'king', '--config', rig.config)).toMatchObject({ code: 2, said: expect.stringContaining('There is no role "king"') })
    expect(await rig.command('unlock', '--config', rig.config)).toMatchObject({ code: 2 })
    expect(await rig.command('log', 'accept', '--config', rig.config)).toMatchObject({ code: 2 })
    expect(await rig.command('dance')).toMatchObject({ code: 2, said: expect.stringContaining('There is no command "dance"') })
    expect(await rig.command('--wrong')).toMatchObject({ code: 2 })
    expect(await rig.command('--help')).toMatchObject({ code: 0, said: expect.stringContaining('unlock LOCK --reason TEXT') })
    expect(await rig.command('log', 'accept', 'con_1', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining('is not the id of a console') })
  })

  it('refuse to recover what needs no recovery, and to accept a log that has not begun anew', async () => {
    const { reviewer } = await paired()
    expect(await rig.command('log', 'accept', reviewer.consoleId, '--config', rig.config)).toMatchObject({ code: 1 })
    expect(await rig.command('recover', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining('Nothing says') })
  })

  it('let a point that was put back from an old copy work again, after somebody has looked', async () => {
    rig.put('plan.txt', 'as it was')
    const first = await paired()
    first.reviewer.close()
    await stop(first.child)
    const journal = join(rig.base, 'point', 'point.sqlite')
    copyFileSync(journal, `${journal}.old`)

    const second = await rig.run()
    const address = String((await rig.host({ command: 'status' }))['address'])
    await first.reviewer.attach(address)
    const { lock_id } = await first.reviewer.engage({ kind: 'all' })
    expect((await rig.host({ command: 'unlock', lock_id, reason: 'looked at' }))['ok']).toBe(true)
    // The statement that comes with the attachment is of after the stop.
    await first.reviewer.attach(address)
    await first.reviewer.next('point.statement')
    await stop(second.child)

    copyFileSync(`${journal}.old`, journal)
    const third = await rig.run()
    await first.reviewer.attach(address).catch(() => {})
    await expect.poll(async () => (await rig.host({ command: 'status' }))['must_recover']).toBe(true)
    const client = await rig.connect()
    expect(await rig.write(client, 'plan.txt', 'changed')).toMatchObject({ isError: true })
    await third.said.until('put back from an old copy')
    expect(await rig.command('recover', '--config', rig.config)).toMatchObject({ code: 0, said: expect.stringContaining('works again') })
    expect((await rig.host({ command: 'status' }))['must_recover']).toBe(false)
    expect(Number((await rig.host({ command: 'status' }))['epoch'])).toBeGreaterThan(1)
  })
})
