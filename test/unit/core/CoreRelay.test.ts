import { describe, expect, it } from 'vitest'
import { CoreRelay } from '../../../electron/main/core/CoreRelay.ts'
import type { MainToCore } from '../../../shared/ipc/mainAndCore.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

function relayed({ isReady = true } = {}) {
  const time = new FakeTime()
  const sent: MainToCore[] = []
  const relay = new CoreRelay({
    after: time.after,
    send: (message) => {
      if (isReady) sent.push(message)
      return isReady
    },
  })
  return { relay, time, sent }
}

describe('the relay between window and core', () => {
  it('hands each answer to whoever asked, in whatever order they come', async () => {
    const { relay, sent } = relayed()
    const asked = [relay.ask('core.a', 1), relay.ask('core.b', 2)]
    expect(sent).toEqual([{ kind: 'request', id: 1, channel: 'core.a', body: 1 }, { kind: 'request', id: 2, channel: 'core.b', body: 2 }])
    relay.hear({ kind: 'answer', id: 2, result: { ok: true, value: 'b' } })
    relay.hear({ kind: 'answer', id: 1, result: { ok: true, value: 'a' } })
    expect(await Promise.all(asked)).toEqual([{ ok: true, value: 'a' }, { ok: true, value: 'b' }])
  })

  it('answers at once that there is no core', async () => {
    const { relay } = relayed({ isReady: false })
    expect(await relay.ask('core.a', 1)).toMatchObject({ ok: false, failure: { code: 'core_unavailable' } })
  })

  it('says of everything that a core left open when it ended that nothing is known', async () => {
    const { relay, time } = relayed()
    const asked = [relay.ask('core.a', 1), relay.ask('core.b', 2)]
    relay.settleAll()
    for (const result of await Promise.all(asked)) expect(result).toMatchObject({ ok: false, failure: { code: 'core_silent' } })
    expect(time.waiting).toBe(0)
  })

  it('says that nothing is known when a core gives no answer, and drops the answer that comes too late', async () => {
    const { relay, time } = relayed()
    const asked = relay.ask('core.a', 1)
    time.pass(10_000)
    expect(await asked).toMatchObject({ ok: false, failure: { code: 'core_silent', message: expect.stringContaining('is not known') } })
    relay.hear({ kind: 'answer', id: 1, result: { ok: true, value: 'late' } })
  })
})
