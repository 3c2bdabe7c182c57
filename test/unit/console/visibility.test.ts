import { describe, expect, it } from 'vitest'
import { TelemetryRing } from '../../../gateway/console/TelemetryRing.ts'
import { EVERYBODY, maySee, recordFor, scopeOfAgent, scopeOfCall, UNTRACED, withoutCall } from '../../../gateway/console/visibility.ts'
import { hashLocks } from '../../../gateway/console/statement.ts'
import type { Agent, ChallengeRecord, Evaluation, LockRecord, Role } from '../../../shared/protocol/index.ts'
import { idOf, NOW } from '../../builders/protocol.ts'

const person = { iss: 'https://id.example', sub: 'ines', name: 'Ines' }
const agentOf = (groups: string[], owner = { ...person, sub: 'otto' }): Agent => ({ agent_id: idOf('agent'), name: 'billing', owner, purpose: '', environment: 'sandbox', lifecycle: 'registered', credential_kind: 'launch', declared_tools: [], groups, findings: [] })
const viewer = (roles: Role[], groups: string[] = []) => ({ person, roles, groups })

describe('what somebody may see', () => {
  const finance = agentOf(['finance'])
  const mine = agentOf(['finance'], person)
  it.each([
    ['approver', ['finance'], finance, true, true],
    ['approver', ['legal'], finance, false, false],
    ['observer', ['finance'], finance, true, true],
    ['owner', [], finance, false, false],
    ['owner', [], mine, true, true],
    ['killer', [], finance, true, false],
    ['admin', [], finance, true, false],
    ['approver', [], agentOf([]), true, true],
  ] as const)('as %s of %j', (role, groups, agent, seesAgent, seesCall) => {
    const who = viewer([role], [...groups])
    expect(maySee(who, scopeOfAgent(agent))).toBe(seesAgent)
    expect(maySee(who, scopeOfCall(agent, []))).toBe(seesCall)
    expect(maySee(who, EVERYBODY)).toBe(true)
  })

  it('is widened by whom a challenge asks, and nothing untraced is shown to anybody but those who see all', () => {
    expect(maySee(viewer(['approver'], ['legal']), scopeOfCall(finance, ['legal']))).toBe(true)
    expect(maySee(viewer(['approver', 'owner'], ['finance']), UNTRACED)).toBe(false)
    expect(maySee(viewer(['killer']), UNTRACED)).toBe(true)
  })

  it('keeps who decided to itself while a challenge waits', () => {
    const record: ChallengeRecord = { envelope: { payloadType: '', payload: '', signatures: [] }, state: 'pending', decided_count: 1, ended_by: person, own_decisions: [idOf('decision')] }
    expect(recordFor(record, [])).toEqual({ envelope: record.envelope, state: 'pending', decided_count: 1, own_decisions: [] })
    expect(recordFor({ ...record, state: 'denied' }, [idOf('decision', 2)])).toMatchObject({ ended_by: person, own_decisions: [idOf('decision', 2)] })
  })

  it('has nothing of what a call was about where calls may not be read', () => {
    const evaluation = { request: { subject: { type: 'agent', id: 'a', properties: { secret: 1 } }, action: { name: 'tools/call', properties: { path: '/etc' } }, resource: { type: 'tool', id: 'x' }, context: { path: '/etc' } }, reason: 'It writes /etc.', policy_errors: ['/etc'], signals: [{ code: 'c', level_id: 2, sentence: '/etc', baseline: { count: 0, of: 0, since: NOW } }] } as unknown as Evaluation
    expect(JSON.stringify(withoutCall(evaluation))).not.toContain('/etc')
    expect(JSON.stringify(withoutCall(evaluation))).not.toContain('secret')
  })
})

describe('the ring of telemetry', () => {
  it('numbers without holes, and says by its first number what it lost', () => {
    const ring = new TelemetryRing<number>(10)
    for (let i = 0; i < 20_000; i++) ring.add(i, 1)
    expect(ring.head).toBe(20_010)
    const held = ring.after(10, 10)
    expect(held[0]?.seq).toBe(20_010 - 8_192 + 1)
    expect(held.map(({ seq, event }) => seq - event)).toEqual(Array.from({ length: 10 }, () => 11))
    expect(ring.after(20_010, 10)).toEqual([])
    expect(ring.after(20_008, 10).map(({ seq }) => seq)).toEqual([20_009, 20_010])
  })
})

describe('the hash of all locks', () => {
  const lock = (n: number, over: Partial<LockRecord> = {}): LockRecord => ({ lock_id: idOf('lock', n), target: { kind: 'all' }, effect: 'halt', mode: 'drain', initiating_entity: 'host', created_at: NOW, created_by: person, expires_at: null, epoch: n, drill: false, ...over })
  it('is over those that hold, in the order of their ids', () => {
    const now = Date.parse(NOW)
    const [one, two] = [lock(1), lock(2)]
    expect(hashLocks([two, one], now)).toBe(hashLocks([one, two], now))
    expect(hashLocks([one, lock(3, { released_at: NOW }), lock(4, { expires_at: NOW })], now)).toBe(hashLocks([one], now))
    expect(hashLocks([one, two], now)).not.toBe(hashLocks([one], now))
  })
})
