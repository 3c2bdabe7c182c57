import { describe, expect, it } from 'vitest'
import { CoreLine, type Identity } from '../../../electron/main/core/CoreLine.ts'
import { CoreRelay } from '../../../electron/main/core/CoreRelay.ts'
import { CoreSupervisor } from '../../../electron/main/core/CoreSupervisor.ts'
import { Signer } from '../../../electron/main/signing/Signer.ts'
import { generatePrivateKey, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { MainToCore } from '../../../shared/ipc/mainAndCore.ts'
import { idOf } from '../../builders/protocol.ts'
import { approvalOf, denialOf, pinnedOf } from '../../builders/signing.ts'
import { FakeCore } from '../../fakes/FakeCore.ts'
import { FakeHand } from '../../fakes/FakeHand.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

const BEGIN = { kind: 'begin', folder: '/data/core', appVersion: '0.1.0', consoleName: 'desk', mayLeaveThisHost: false, localPoint: null } as const
const IDENTITY = { kind: 'identity', consoleId: idOf('console'), consoleName: 'desk', consoleKey: 'x', logOrigin: 'countersign.log/desk' } as const

/** Main's side of the line as `main.ts` connects it, with a core in the test's hands. */
function connected({ key = generatePrivateKey() as PrivateKey | null } = {}) {
  const time = new FakeTime()
  const hand = new FakeHand(time)
  const cores: FakeCore[] = []
  const windowHeard: unknown[] = []
  const starterHeard: Identity[] = []
  const keys = { key }
  const signer = new Signer({ now: time.now, wallNow: () => 0, presses: hand.presses, key: () => keys.key })
  const spawn = () => {
    const core = new FakeCore()
    cores.push(core)
    return core
  }
  const supervisor = new CoreSupervisor(spawn, { now: time.now, after: time.after, random: () => 1 }, {
    onStatus: (status) => line.statusChanged(status),
    onMessage: (message) => line.hear(message),
    onProblem: (problem) => {
      throw new Error(problem)
    },
  })
  const send = (message: MainToCore) => supervisor.send(message)
  const relay = new CoreRelay({ send, after: time.after })
  const line = new CoreLine({ send, beginning: BEGIN, relay, signer, key: () => keys.key, tellWindow: (channel, body) => windowHeard.push([channel, body]), tellStarter: (identity) => starterHeard.push(identity) })
  supervisor.start()
  const core = () => cores.at(-1) ?? expect.fail('No core was started')
  const startAnew = () => {
    core().end('was ended by SIGKILL')
    time.pass(500)
    core().hello()
  }
  core().hello()
  return { time, hand, core, startAnew, keys, line, relay, windowHeard, starterHeard }
}

const keyOf = (key: PrivateKey | null) => (key === null ? null : { kid: key.publicKey.kid, x: key.publicKey.x })

describe('the line between main and the core', () => {
  it('tells every core first what it needs, the key and the state of the screen, and a core started anew the same', () => {
    const { core, startAnew, keys, line } = connected()
    const first = [BEGIN, { kind: 'reviewerKey', key: keyOf(keys.key) }, { kind: 'screen', isLocked: false }]
    expect(core().sent).toEqual(first)
    line.screenChanged(true)
    expect(core().sent.at(-1)).toEqual({ kind: 'screen', isLocked: true })
    startAnew()
    expect(core().sent).toEqual([first[0], first[1], { kind: 'screen', isLocked: true }])
  })

  it('says that there is no key until it is there, and then says which', () => {
    const { core, keys, line } = connected({ key: null })
    expect(core().sent[1]).toEqual({ kind: 'reviewerKey', key: null })
    keys.key = generatePrivateKey()
    line.keyChanged()
    expect(core().sent.at(-1)).toEqual({ kind: 'reviewerKey', key: keyOf(keys.key) })
  })

  it('hands events to the window and answers to whoever asked', async () => {
    const { core, relay, windowHeard } = connected()
    core().say({ kind: 'event', channel: 'window.feedPatched', body: { version: 2 } })
    expect(windowHeard).toEqual([['window.feedPatched', { version: 2 }]])
    const asked = relay.ask('core.readFeed', undefined)
    const { id } = core().sent.at(-1) as { id: number }
    core().say({ kind: 'answer', id, result: { ok: true, value: 'feed' } })
    expect(await asked).toEqual({ ok: true, value: 'feed' })
  })

  it('signs for the core what a hand was seen for, and says why it did not sign the rest', () => {
    const { core, hand, time } = connected()
    core().say({ kind: 'pinned', subject: pinnedOf() })
    time.pass(600)
    core().say({ kind: 'sign', id: 7, request: approvalOf() })
    expect(core().sent.at(-1)).toMatchObject({ kind: 'signed', id: 7, result: { ok: false, refusal: 'no_press', sentence: expect.stringContaining('Press again') } })
    hand.click()
    core().say({ kind: 'sign', id: 8, request: approvalOf() })
    expect(core().sent.at(-1)).toMatchObject({ kind: 'signed', id: 8, result: { ok: true, payload: { presence: { method: 'click' } } } })
  })

  it('lets go of what was pinned when its core ends, and goes on denying', () => {
    const { core, startAnew, hand, time } = connected()
    core().say({ kind: 'pinned', subject: pinnedOf() })
    startAnew()
    time.pass(600)
    hand.click()
    core().say({ kind: 'sign', id: 1, request: approvalOf() })
    expect(core().sent.at(-1)).toMatchObject({ result: { refusal: 'not_pinned' } })
    core().say({ kind: 'sign', id: 2, request: denialOf() })
    expect(core().sent.at(-1)).toMatchObject({ id: 2, result: { ok: true } })
  })

  it('settles what was asked of a core that ended', async () => {
    const { core, relay } = connected()
    const asked = relay.ask('core.readFeed', undefined)
    core().end('was ended by SIGKILL')
    expect(await asked).toMatchObject({ ok: false, failure: { code: 'core_silent' } })
  })

  it('tells whoever started the program who this console is: once both keys are there, and again only on a change', () => {
    const { core, startAnew, keys, line, starterHeard } = connected({ key: null })
    core().say(IDENTITY)
    expect(starterHeard).toEqual([])
    keys.key = generatePrivateKey()
    line.keyChanged()
    expect(starterHeard).toEqual([{ ...IDENTITY, reviewerKey: keyOf(keys.key) }])
    startAnew()
    core().say(IDENTITY)
    expect(starterHeard).toHaveLength(1)
    core().say({ ...IDENTITY, logOrigin: 'countersign.log/desk-2' })
    expect(starterHeard.at(-1)).toMatchObject({ logOrigin: 'countersign.log/desk-2' })
    expect(starterHeard).toHaveLength(2)
  })
})
