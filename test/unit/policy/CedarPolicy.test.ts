import { describe, expect, it } from 'vitest'
import { CedarPolicy } from '../../../gateway/policy/CedarPolicy.ts'
import type { CallFacts } from '../../../gateway/policy/facts.ts'
import { PolicySet } from '../../../gateway/policy/PolicySet.ts'
import { toId, type NewId } from '../../../shared/domain/index.ts'
import { encodeUtf8, parseJson, toJsonValue, type JsonObject } from '../../../shared/json/index.ts'
import { makeInvocation } from '../../../shared/protocol/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import { digestOf } from '../../builders/protocol.ts'
import { callOf } from '../../fakes/enforce/neighbours.ts'

const POLICY = `
@id("reads") permit (principal, action, resource) when { ["read_file", "list_directory"].contains(context.tool) };
@id("writes") permit (principal, action, resource) when { context.tool == "write_file" };
@id("overwrite") @risk_level("3") @reason("It overwrites a file that this session did not write.")
forbid (principal, action, resource)
  when { context.tool == "write_file" && context.facts.target_exists && !context.facts.written_by_session }
  unless { context has approval && context.approval.presence >= 2 };
@id("two") @risk_level("4") @reason("Money leaves the house.")
forbid (principal, action, resource) when { context.tool == "pay" } unless { context has approval && context.approval.approver_count >= 2 };
@id("pay") permit (principal, action, resource) when { context.tool == "pay" };
@id("never") @reason("Nobody may do that.")
forbid (principal, action, resource) when { context.tool == "write_file" && context.arguments.path like "/etc/*" };
`

const newId: NewId = (kind) => toId(kind, uuidV7(1, new Uint8Array(10)))
const KNOWN = { target_exists: false, written_by_session: false }

const ASKED = { riskLevel: 3, approvalsRequired: 1, presence: 'hold', lifeMs: 300_000 } as const

function judging(text = POLICY, facts: CallFacts | Error = { signals: [], known: KNOWN }) {
  const factsOf = async () => {
    if (facts instanceof Error) throw facts
    return facts
  }
  return new CedarPolicy({ set: PolicySet.read(text), factsOf, time: { now: () => ({ monotonicMs: 0, wallMs: 1_763_780_000_000 }) }, newId })
}

function calling(tool: string, args = '{"path":"/tmp/a"}') {
  const value = toJsonValue(parseJson(encodeUtf8(args))) as JsonObject
  return callOf({ tool, invocation: makeInvocation({ serverId: 'files', tool, definitionHash: digestOf('a'), arguments: value, injections: [], redactions: [] }) })
}

describe('the policy', () => {
  it('allows what a permit covers and denies what none does', async () => {
    expect(await judging().judge(calling('read_file'))).toMatchObject({ verdict: 'allow', evaluation: { verdict: 'allow', decision: true, determining_policies: [{ id: 'reads' }] } })
    expect(await judging().judge(calling('delete_file'))).toMatchObject({ verdict: 'deny', reason: 'No policy permits it.' })
  })

  it('finds a challenge where an approval would change the answer, and says why in the words of the policy', async () => {
    const policy = judging(POLICY, { signals: [], known: { ...KNOWN, target_exists: true } })
    expect(await policy.judge(calling('write_file'))).toMatchObject({
      verdict: 'challenge',
      reason: 'It overwrites a file that this session did not write.',
      terms: { riskLevel: 3, approvalsRequired: 1, presence: 'hold' },
      evaluation: { decision: false, determining_policies: [{ id: 'overwrite', annotations: { risk_level: '3' } }] },
    })
  })

  it('asks for no more people than the policy needs, and for at least the presence that the risk needs', async () => {
    expect(await judging().judge(calling('pay'))).toMatchObject({ verdict: 'challenge', terms: { riskLevel: 4, approvalsRequired: 2, presence: 'typed' } })
  })

  it('waits for people as long as the policy says, and of several as long as the most impatient', async () => {
    const rules = POLICY.replace('@id("two")', '@id("two") @life_ms("20000")').concat('@life_ms("15000") forbid (principal, action, resource) when { context.tool == "pay" } unless { context has approval };')
    expect(await judging(rules).judge(calling('pay'))).toMatchObject({ terms: { lifeMs: 15_000 } })
    expect(await judging().judge(calling('pay'))).toMatchObject({ terms: { lifeMs: 300_000 } })
  })

  it('lets nobody approve what a forbid without a way out covers', async () => {
    const policy = judging(POLICY, { signals: [], known: { ...KNOWN, target_exists: true } })
    expect(await policy.judge(calling('write_file', '{"path":"/etc/passwd"}'))).toMatchObject({ verdict: 'deny', reason: expect.stringContaining('Nobody may do that.') })
  })

  it('allows an approved call exactly where what was given is enough', async () => {
    const policy = judging(POLICY, { signals: [], known: { ...KNOWN, target_exists: true } })
    const verdicts = [['click', 1], ['hold', 1], ['typed', 1]].map(async ([presence, approverCount]) => (await policy.judgeApproved(calling('write_file'), { presence, approverCount } as never, ASKED)).verdict)
    expect(await Promise.all(verdicts)).toEqual(['deny', 'allow', 'allow'])
    expect((await judging().judgeApproved(calling('pay'), { presence: 'typed', approverCount: 1 }, { ...ASKED, riskLevel: 4 })).verdict).toBe('deny')
  })

  it('denies an approved call whose risk is higher than the one that people saw, whatever they gave', async () => {
    const policy = judging(POLICY, { signals: [], known: { ...KNOWN, target_exists: true } })
    const judgement = await policy.judgeApproved(calling('write_file'), { presence: 'typed', approverCount: 1 }, { ...ASKED, riskLevel: 2 })
    expect(judgement).toMatchObject({ verdict: 'deny', reason: 'It overwrites a file that this session did not write.', evaluation: { decision: false } })
  })

  it('denies an approved call for which less was given than its risk asks for now, though the policy itself takes it', async () => {
    const policy = judging('@id("all") permit (principal, action, resource); @id("ask") @risk_level("3") forbid (principal, action, resource) unless { context has approval };')
    expect((await policy.judgeApproved(calling('pay'), { presence: 'click', approverCount: 1 }, ASKED)).verdict).toBe('deny')
    expect((await policy.judgeApproved(calling('pay'), { presence: 'hold', approverCount: 1 }, ASKED)).verdict).toBe('allow')
  })

  it('allows an approved call for which nothing would be asked any more', async () => {
    expect((await judging().judgeApproved(calling('write_file'), { presence: 'click', approverCount: 1 }, { ...ASKED, riskLevel: 0 })).verdict).toBe('allow')
  })

  it('denies when anything in the evaluation fails, though Cedar would skip the failing forbid', async () => {
    const policy = judging(POLICY, { signals: [], known: {} })
    expect(await policy.judge(calling('write_file'))).toMatchObject({
      verdict: 'deny',
      reason: 'The policy could not be evaluated, so it denies.',
      evaluation: { policy_errors: [expect.stringContaining('overwrite')] },
    })
  })

  it('denies when a source of facts fails', async () => {
    expect(await judging(POLICY, new Error('disk gone')).judge(calling('read_file'))).toMatchObject({ verdict: 'deny', evaluation: { policy_errors: ['disk gone'] } })
  })

  it.each(['__entity', '__extn', '__expr'])('denies arguments in which an agent put a %s, at any depth', async (name) => {
    const args = `{"path":"/tmp/a","deep":[{"${name}":{"fn":"decimal","arg":"1.0","type":"Agent","id":"x"}}]}`
    expect(await judging().judge(calling('read_file', args))).toMatchObject({ verdict: 'deny', evaluation: { policy_errors: [expect.stringContaining(name)] } })
  })

  it('can judge any JSON that a call may hold', async () => {
    for (const args of ['{}', '{"a":null,"b":1.5,"c":[null,1,"x",{"d":-0}],"__proto__":{"e":true},"":"","n":1e30}', '{"path":"\\u0000\\ud83d\\ude00"}']) {
      expect((await judging().judge(calling('read_file', args))).verdict, args).toBe('allow')
    }
  })

  it('shows policies the arguments, the signals and the chain', async () => {
    const text = 'permit (principal, action, resource) when { context.arguments.rows > 5 && context.signals.contains("first_time_access") && context.chain.depth == 1 && !context.chain.verified };'
    const signal = { code: 'first_time_access', level_id: 2 as const, sentence: 'First time.', baseline: { count: 0, of: 12, since: '2026-11-22T03:12:04.000Z' } }
    expect((await judging(text, { signals: [signal], known: {} }).judge(calling('x', '{"rows":6}'))).verdict).toBe('allow')
    expect((await judging(text, { signals: [], known: {} }).judge(calling('x', '{"rows":6}'))).verdict).toBe('deny')
  })
})

describe('a policy text', () => {
  it('has another hash as soon as anything in it changes', () => {
    const hashes = [POLICY, POLICY.replace('>= 2', '>= 3'), POLICY.replace('@id("two")', '@id("three")')].map((text) => PolicySet.read(text).hash)
    expect(new Set(hashes).size).toBe(3)
    expect(PolicySet.read(POLICY).hash).toBe(hashes[0])
  })

  it.each([
    ['permit (principal', /unexpected end/],
    ['@id("a") permit (principal, action, resource); @id("a") permit (principal, action, resource);', /two policies are named a/],
    ['@risk_level("5") permit (principal, action, resource);', /@risk_level must be 0 to 4/],
    ['@presence("webauthn") permit (principal, action, resource);', /reserved/],
    ['@life_ms("500") permit (principal, action, resource);', /@life_ms must be 10000 to 900000/],
    ['@life_ms("1e5") permit (principal, action, resource);', /@life_ms must be/],
    ['@presence("shout") permit (principal, action, resource);', /must be click, hold or typed/],
  ])('that is wrong is refused with its fault: %s', (text, fault) => {
    expect(() => PolicySet.read(text)).toThrow(fault)
  })
})

describe('a call with long arguments', () => {
  it('holds up nothing else for longer than one evaluation', async () => {
    const policy = judging(POLICY, { signals: [], known: { ...KNOWN, target_exists: true } })
    const order: string[] = []
    const judged = policy.judge(calling('write_file', JSON.stringify({ path: '/x', content: 'x'.repeat(200_000) }))).then(({ verdict }) => order.push(verdict))
    setImmediate(() => order.push('a stop'))
    await judged
    expect(order).toEqual(['a stop', 'challenge'])
  })
})
