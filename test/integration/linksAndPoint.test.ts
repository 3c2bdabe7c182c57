import { afterEach, describe, expect, it } from 'vitest'
import { beginPairing, type Pin } from '../../electron/core/links/index.ts'
import type { PairingView } from '../../shared/ipc/views.ts'
import { idOf } from '../builders/protocol.ts'
import { serving, type Serving } from '../fakes/console/serving.ts'
import { nextId } from '../fakes/links/nextId.ts'
import { consoleOf } from '../fakes/links/linked.ts'

const open: Serving[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** Both ends as they are shipped: the point's server, and the console's links. */
async function paired() {
  const there = await serving()
  open.push(there)
  const desk = consoleOf()
  const views: PairingView[] = []
  let words: readonly string[] = []
  const pin = await new Promise<Pin>((resolve, reject) => {
    void there.server.beginPairing({
      person: { iss: 'local', sub: 'ines', name: 'Ines' }, roles: ['approver', 'killer', 'admin'], groups: [],
      confirm: async (shown) => {
        words = shown
        return true
      },
      tell: (news) => {
        if (news.kind !== 'code') return
        const handle = beginPairing({ address: there.url, code: news.code }, {
          self: { consoleId: idOf('console'), name: 'desk', version: '0.1.0', key: desk.key }, reviewerKey: desk.reviewer, logOrigin: 'countersign/desk', mayLeaveThisHost: false, newId: nextId,
          surroundings: { now: desk.time.now, after: desk.time.after, random: () => 0 },
          onView: (view) => {
            views.push(view)
            if (view.step === 'compare') handle.answer(true)
            if (view.step === 'failed') reject(new Error(view.sentence))
          },
          onPin: resolve,
        })
      },
    })
  })
  return { there, desk, views, words, pin }
}

describe("the console's links and the point's own server", () => {
  it('pair by the code, with the same words at both ends', async () => {
    const { there, views, words, pin } = await paired()
    expect(views.find(({ step }) => step === 'compare')).toMatchObject({ words })
    expect(pin).toMatchObject({ address: there.url, pointId: there.point.pointId, key: there.point.key.publicKey, certificateKey: null })
  })

  it('attach, carry a challenge, and resume behind it after a cut', async () => {
    const { there, desk, pin } = await paired()
    desk.links.add(pin, null, null)
    await desk.until(() => desk.told.includes('snapshot kept'))
    there.point.raise()
    await desk.until(() => desk.events.length === 1)
    expect(desk.events[0]).toMatchObject({ stream: 'control', seq: 1, frame: { type: 'challenge.raised' } })

    desk.links.reviewerChanged()
    await desk.until(() => desk.told.filter((word) => word === 'onAttached').length === 2)
    there.point.raise()
    await desk.until(() => desk.events.length === 2)
    expect(desk.snapshots).toHaveLength(1)
    expect(desk.events[1]).toMatchObject({ stream: 'control', seq: 2 })
    expect(desk.told).toContain('statement')
    expect(desk.alarms).toEqual([])
  })

  it('part where the reviewer key is revoked on the host, with a sentence that says what to do', async () => {
    const { there, desk, pin } = await paired()
    desk.links.add(pin, null, null)
    await desk.until(() => desk.told.includes('snapshot kept'))
    await there.server.revokeReviewerKey(desk.reviewer.kid)
    await desk.untilState('refused')
    expect(desk.state).toMatchObject({ reason: expect.stringContaining('no role there') })
  })
})
