import { afterEach, describe, expect, it } from 'vitest'
import { beginPairing, type Pin } from '../../electron/core/links/index.ts'
import { generatePrivateKey } from '../../shared/evidence/index.ts'
import type { PairingView } from '../../shared/ipc/views.ts'
import { certificateOf } from '../builders/certificate.ts'
import { idOf, NONCE } from '../builders/protocol.ts'
import { FakeTime } from '../fakes/FakeTime.ts'
import { nextId } from '../fakes/links/nextId.ts'
import { PairingPoint } from '../fakes/links/PairingPoint.ts'

const open: PairingPoint[] = []
afterEach(async () => {
  for (const point of open.splice(0)) await point.close()
})

async function waiting(tls: Parameters<typeof PairingPoint.open>[0] = null) {
  const point = await PairingPoint.open(tls)
  open.push(point)
  return point
}

function pairing(point: PairingPoint | null, over: { readonly code?: string; readonly address?: string; readonly mayLeaveThisHost?: boolean; readonly onPin?: (pin: Pin) => void } = {}) {
  const time = new FakeTime()
  const views: PairingView[] = []
  const pins: Pin[] = []
  let watchers: (() => void)[] = []
  const handle = beginPairing({ address: over.address ?? point?.address ?? '', code: over.code ?? 'abcd efgh 2345' }, {
    self: { consoleId: idOf('console'), name: 'desk', version: '0.1.0', key: generatePrivateKey() },
    reviewerKey: generatePrivateKey().publicKey,
    logOrigin: 'countersign/desk',
    mayLeaveThisHost: over.mayLeaveThisHost ?? true,
    newId: nextId,
    surroundings: { now: time.now, after: time.after, random: () => 0 },
    onView: (view) => {
      views.push(view)
      for (const watcher of watchers.splice(0)) watcher()
    },
    onPin: over.onPin ?? ((pin) => void pins.push(pin)),
  })
  const untilStep = async (step: PairingView['step']) => {
    while (views.at(-1)?.step !== step) await new Promise<void>((resolve) => void watchers.push(resolve))
    return views.at(-1)
  }
  return { handle, time, views, pins, untilStep }
}

describe('pairing', () => {
  it.each([['without TLS on this host', null], ['over TLS', certificateOf()]])('%s shows the same words at both ends and pins what both people accepted', async (_, tls) => {
    const point = await waiting(tls)
    const { handle, time, views, pins, untilStep } = pairing(point)
    const shown = await untilStep('compare')
    await point.until(() => point.words !== null)
    expect(shown).toMatchObject({ words: point.words, pointName: 'files', pointId: point.pointId, endsAtMs: time.now() + 300_000 })
    expect(point.words).toHaveLength(8)
    handle.answer(true)
    await point.until(() => point.confirmed === true)
    expect(pins).toEqual([])
    point.send('pair.confirm', { accepted: true })
    await untilStep('paired')
    expect(views.map(({ step }) => step)).toEqual(['connecting', 'compare', 'waiting_for_point', 'paired'])
    expect(pins).toEqual([{ address: point.address, pointId: point.pointId, name: 'files', key: point.key.publicKey, certificateKey: tls?.certificateKey ?? null }])
    expect(time.waiting).toBe(0)
  })

  it('waits for the person here, although the point has accepted', async () => {
    const point = await waiting()
    const { handle, pins, untilStep } = pairing(point)
    await untilStep('compare')
    point.send('pair.confirm', { accepted: true })
    point.send('ping', { nonce: NONCE, server_time: '2026-11-22T03:12:04.000Z', epoch: 1, last_seq: 0 })
    await point.until(() => point.words !== null)
    expect(pins).toEqual([])
    handle.answer(true)
    await untilStep('paired')
    expect(pins).toHaveLength(1)
  })

  it('with a wrong code fails, and shows other words than the point could', async () => {
    const point = await waiting()
    const { pins, untilStep } = pairing(point, { code: 'ABCD-EFGH-2346' })
    expect(await untilStep('failed')).toMatchObject({ sentence: expect.stringContaining('did not take the code') })
    expect(point.words).toBeNull()
    expect(pins).toEqual([])
  })

  it('fails where the person says that the words differ, and tells the point so', async () => {
    const point = await waiting()
    const { handle, pins, untilStep } = pairing(point)
    await untilStep('compare')
    handle.answer(false)
    expect(await untilStep('failed')).toMatchObject({ sentence: expect.stringContaining('Nothing was paired') })
    await point.until(() => point.confirmed === false)
    handle.answer(true)
    expect(pins).toEqual([])
  })

  it("fails where the person at the point's host refuses", async () => {
    const point = await waiting()
    const { handle, pins, untilStep } = pairing(point)
    await untilStep('compare')
    handle.answer(true)
    point.send('pair.confirm', { accepted: false })
    expect(await untilStep('failed')).toMatchObject({ sentence: expect.stringContaining("On the point's host") })
    expect(pins).toEqual([])
  })

  it.each([[4403, 'is not waiting for a console'], [4408, 'waited too long'], [4429, 'somebody else'], [4400, 'Update the older'], [1012, 'before both sides had accepted']])('fails with a sentence where the point closes with %i', async (code, words) => {
    const point = await waiting()
    const { untilStep } = pairing(point)
    await untilStep('compare')
    point.socket?.close(code)
    expect(await untilStep('failed')).toMatchObject({ sentence: expect.stringContaining(words) })
  })

  it('fails where the link is cut, also after the person here accepted', async () => {
    const point = await waiting()
    const { handle, pins, untilStep } = pairing(point)
    await untilStep('compare')
    handle.answer(true)
    point.socket?.terminate()
    expect(await untilStep('failed')).toMatchObject({ sentence: expect.stringContaining('before both sides had accepted') })
    expect(pins).toEqual([])
  })

  it('fails after five minutes, and after ten seconds without a hello', async () => {
    const point = await waiting()
    const slow = pairing(point)
    await slow.untilStep('compare')
    slow.time.pass(299_999)
    expect(slow.views.at(-1)?.step).toBe('compare')
    slow.time.pass(1)
    expect(slow.views.at(-1)).toMatchObject({ step: 'failed', sentence: expect.stringContaining('five minutes') })

    point.isMute = true
    const mute = pairing(point)
    await point.until(() => point.connections === 2)
    mute.time.pass(10_000)
    expect(mute.views.at(-1)).toMatchObject({ step: 'failed', sentence: expect.stringContaining('Nothing that is a point answers') })
  })

  it('fails where nobody answers', async () => {
    const point = await PairingPoint.open()
    const { address } = point
    await point.close()
    const { untilStep } = pairing(null, { address })
    expect(await untilStep('failed')).toMatchObject({ sentence: expect.stringContaining('ECONNREFUSED') })
  })

  it('fails where the pin cannot be kept', async () => {
    const point = await waiting()
    const { handle, untilStep } = pairing(point, { onPin: () => {
      throw new Error('disk full')
    } })
    await untilStep('compare')
    handle.answer(true)
    point.send('pair.confirm', { accepted: true })
    expect(await untilStep('failed')).toMatchObject({ sentence: expect.stringContaining('could not be kept here (disk full)') })
  })

  it('fails before anything is sent to a point whose key is none', async () => {
    const point = await waiting()
    point.hello = (hello) => ({ ...hello, point: { ...hello.point, key: { ...hello.point.key, x: generatePrivateKey().publicKey.x } } })
    const { untilStep } = pairing(point)
    expect(await untilStep('failed')).toMatchObject({ sentence: expect.stringContaining('a key that no point may have') })
    expect(point.offer).toBeNull()
  })

  it.each([
    ['a code that is none', { code: 'ABCD', address: 'ws://127.0.0.1:1' }, 'not a pairing code'],
    ['an address that is none', { address: 'ht!tp:/' }, 'not the address of a point'],
    ['another host on the development runtime', { address: 'wss://gateway.example:7717', mayLeaveThisHost: false }, 'Install the shipped Electron'],
    ['another host without TLS', { address: 'ws://gateway.example:7717' }, 'without encryption'],
  ])('connects to nobody with %s', (_, over, words) => {
    const { views } = pairing(null, over)
    expect(views).toEqual([{ step: 'failed', sentence: expect.stringContaining(words) }])
  })

  it('ends without a word where the person gives up', async () => {
    const point = await waiting()
    const { handle, views, untilStep, time } = pairing(point)
    await untilStep('compare')
    handle.cancel()
    expect(views.map(({ step }) => step)).toEqual(['connecting', 'compare'])
    expect(time.waiting).toBe(0)
  })
})
