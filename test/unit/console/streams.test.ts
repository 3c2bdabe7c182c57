import Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { EventStreams } from '../../../gateway/console/EventStreams.ts'
import { EVERYBODY } from '../../../gateway/console/visibility.ts'
import { ConsoleStore } from '../../../gateway/journal/ConsoleStore.ts'
import type { Agent } from '../../../shared/protocol/index.ts'
import { idOf } from '../../builders/protocol.ts'
import { freshId } from '../../fakes/console/ScriptedConsole.ts'
import { settled } from '../../fakes/enforce/neighbours.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

const agentOf = (over: Partial<Agent> = {}): Agent => ({ agent_id: idOf('agent'), name: 'scribe', owner: null, purpose: '', environment: 'pilot', lifecycle: 'registered', credential_kind: 'launch', declared_tools: [], groups: [], findings: [], ...over })

describe('the control stream', () => {
  let db: Database.Database
  let time: FakeTime
  let said: string[]
  let broken: number
  let attempts: number
  let streams: EventStreams
  beforeEach(() => {
    db = new Database(':memory:')
    time = new FakeTime()
    said = []
    broken = 0
    attempts = 0
    const { streams: store } = new ConsoleStore(db)
    const append = store.append.bind(store)
    store.append = (...args) => {
      attempts++
      append(...args)
    }
    streams = new EventStreams({ store, time: { now: () => ({ monotonicMs: time.now(), wallMs: time.now() }), after: time.after }, newId: freshId, epoch: () => 0, log: (sentence) => void said.push(sentence), onBroken: () => void broken++ })
  })
  const tell = (over: Partial<Agent> = {}) => streams.control('agent.updated', agentOf(over), EVERYBODY)
  const names = () => streams.controlAfter(0, 100).map(({ seq, body }) => [seq, (body as Agent).name])

  it('goes on behind an event that cannot be written, which is said and left out', async () => {
    tell({ name: '\ud83d' })
    tell({ name: 'x'.repeat(1_000_000) })
    tell({ name: 'good' })
    streams.telemetry('agent.updated', agentOf({ name: '\ud83d' }), EVERYBODY)
    await settled()
    expect(names()).toEqual([[1, 'good']])
    expect(streams.head.telemetry).toBe(0)
    expect(said).toHaveLength(3)
  })

  it('tries once a second while the disk takes nothing, says so once, and loses nothing', async () => {
    db.pragma('query_only = ON')
    for (let i = 0; i < 50; i++) {
      tell({ name: String(i) })
      await settled()
    }
    expect([attempts, time.waiting, said.length]).toEqual([1, 1, 1])
    time.pass(3_000)
    expect([attempts, time.waiting, said.length]).toEqual([4, 1, 1])
    db.pragma('query_only = OFF')
    time.pass(1_000)
    expect(names()).toHaveLength(50)
    expect([broken, time.waiting]).toEqual([0, 0])
  })

  it('is given up for another where more waits than may, and every console has to come again', async () => {
    const { streamId } = streams.head
    db.pragma('query_only = ON')
    for (let i = 0; i < 200; i++) tell({ name: 'x'.repeat(100_000) })
    await settled()
    expect(broken).toBe(0)
    db.pragma('query_only = OFF')
    time.pass(1_000)
    expect(broken).toBe(1)
    expect(streams.head).toMatchObject({ control: 0 })
    expect(streams.head.streamId).not.toBe(streamId)
    tell({ name: 'after' })
    await settled()
    expect(names()).toEqual([[1, 'after']])
  })
})
