import { describe, expect, it } from 'vitest'
import { Agents } from '../../../gateway/point/Agents.ts'
import { Sessions } from '../../../gateway/point/Sessions.ts'
import type { AgentConfig, ServerConfig } from '../../../gateway/config/index.ts'
import type { LockEffect } from '../../../shared/domain/index.ts'
import { printCanonicalJson } from '../../../shared/json/index.ts'
import { FROM_POINT, LIMITS, type Agent, type Evaluation, type Session } from '../../../shared/protocol/index.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

const AGENT: AgentConfig = { agent_id: idOf('agent'), name: 'scribe', owner: { iss: 'i', sub: 's', name: 'n' }, purpose: 'writes', environment: 'pilot', server: 'files', credential_hash: digestOf('a') }
const SERVER = { server_id: 'files' } as ServerConfig
const CHAIN = [{ hop: 0, kind: 'human' as const, iss: 'i', sub: 's', assurance: 'asserted' as const }]

function sessions() {
  const time = new FakeTime()
  const told: [string, Session][] = []
  let effect: LockEffect | null = null
  const all = new Sessions({
    events: { sessionStarted: (one) => told.push(['started', one]), sessionUpdated: (one) => told.push(['updated', one]), sessionEnded: (one) => told.push(['ended', one]) },
    now: time.now, after: time.after, effectOn: () => effect,
  })
  return { all, time, told, pause: (next: LockEffect | null) => { effect = next; all.locksChanged() } }
}

const start = (n = 1) => ({ sessionId: idOf('session', n), agent: AGENT, server: SERVER, chain: CHAIN, epoch: 4 })
const evaluated = (verdict: Evaluation['verdict'], n = 1) => ({ session_id: idOf('session', n), verdict }) as Evaluation

describe('a session', () => {
  it('is told of when it starts, as consoles read it', () => {
    const { all, told } = sessions()
    all.start(start())
    expect(told.map(([what]) => what)).toEqual(['started'])
    expect(FROM_POINT['session.started'].parse(told[0]?.[1])).toMatchObject({ state: 'active', agent_id: AGENT.agent_id, purpose: 'writes', epoch: 4, counts: { allow: 0, challenge: 0, deny: 0 } })
  })

  it('is told of once in a quarter of a second, however much happens', () => {
    const { all, told, time } = sessions()
    all.start(start())
    for (let i = 0; i < 1_000; i++) all.evaluated(evaluated(i % 4 === 0 ? 'challenge' : 'allow'))
    expect(told).toHaveLength(1)
    time.pass(250)
    expect(told.slice(1).map(([what, { counts }]) => [what, counts])).toEqual([['updated', { allow: 750, challenge: 250, deny: 0 }]])
    time.pass(10_000)
    expect(told).toHaveLength(2)
  })

  it('has the name that its client gives itself, cut to what a name may be long', () => {
    const { all } = sessions()
    all.start(start())
    all.introduced(idOf('session'), { name: 'x'.repeat(4_000), version: '1', era: 'stateless', protocolVersion: '2026-07-28' })
    expect(FROM_POINT['session.updated'].parse(all.all()[0])).toMatchObject({ client_info: { name: 'x'.repeat(128) }, mcp: { era: 'stateless', protocol_version: '2026-07-28' } })
  })

  it('is told whole where its client has a character where a name is cut', () => {
    const { all } = sessions()
    all.start(start())
    all.introduced(idOf('session'), { name: `${'x'.repeat(127)}\u{1f600}`, version: `${'1'.repeat(63)}\u{1f600}`, era: 'stateless', protocolVersion: `${'2'.repeat(31)}\u{1f600}` })
    expect(() => printCanonicalJson(all.all()[0] as never)).not.toThrow()
    expect(all.all()[0]?.client_info).toEqual({ name: 'x'.repeat(127), version: '1'.repeat(63) })
  })

  it('is paused while a pause covers it, and active again after', () => {
    const { all, told, time, pause } = sessions()
    all.start(start())
    pause('pause')
    expect(all.all()[0]?.state).toBe('paused')
    time.pass(250)
    pause(null)
    time.pass(250)
    expect(told.map(([what, { state }]) => `${what} ${state}`)).toEqual(['started active', 'updated paused', 'updated active'])
  })

  it('that has ended is told of once and never again, and is kept for an hour', () => {
    const { all, told, time } = sessions()
    all.start(start())
    all.evaluated(evaluated('deny'))
    all.end(idOf('session'))
    all.end(idOf('session'))
    all.evaluated(evaluated('deny'))
    time.pass(1_000)
    expect(told.map(([what]) => what)).toEqual(['started', 'ended'])
    expect(all.all()).toMatchObject([{ state: 'ended', counts: { deny: 1 }, ended_at: told[1]?.[1].last_event_at }])
    time.pass(3_600_000)
    expect(all.all()).toEqual([])
  })

  it('makes room when 200 others have ended after it', () => {
    const { all } = sessions()
    for (let n = 1; n <= 201; n++) {
      all.start(start(n))
      all.end(idOf('session', n))
    }
    expect(all.all()).toHaveLength(200)
    expect(all.all().some(({ session_id }) => session_id === idOf('session', 1))).toBe(false)
  })
})

describe('agents', () => {
  it('are those of the configuration, with the tools that were listed last, told of when they change', () => {
    const told: unknown[] = []
    const agents = new Agents([AGENT], (agent) => told.push(FROM_POINT['agent.updated'].parse(agent).declared_tools))
    agents.toolsListed(AGENT.agent_id, ['write_file', 'read_file'])
    agents.toolsListed(AGENT.agent_id, ['read_file', 'write_file'])
    agents.toolsListed(AGENT.agent_id, ['x'.repeat(9_999)])
    expect(told).toEqual([['read_file', 'write_file'], ['x'.repeat(256)]])
  })
})

describe('the tools of an agent', () => {
  it('fit into a frame and have their JSON, whatever its server calls them', () => {
    const told: Agent[] = []
    const agents = new Agents([AGENT], (agent) => void told.push(agent))
    agents.toolsListed(AGENT.agent_id, Array.from({ length: 1_000 }, (_, i) => `${i}${'\u0001'.repeat(300)}\u{1f600}`))
    agents.toolsListed(AGENT.agent_id, [`${'x'.repeat(255)}\u{1f600}`])
    expect(told).toHaveLength(2)
    for (const agent of told) expect(printCanonicalJson(agent as never).length).toBeLessThan(LIMITS.frameBytes / 3)
  })
})
