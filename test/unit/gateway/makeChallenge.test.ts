import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayContextOf } from '../../../gateway/point/displayContext.ts'
import { frictionFor, presenceFor } from '../../../gateway/point/friction.ts'
import { challengeMaker } from '../../../gateway/point/makeChallenge.ts'
import { renderFacts, type FactsContext } from '../../../shared/display/index.ts'
import { isPresenceEnough, type RiskLevel } from '../../../shared/domain/index.ts'
import { decodeBytes, generatePrivateKey, hashBytes, hashJson, verifyEnvelope } from '../../../shared/evidence/index.ts'
import { encodeUtf8, type JsonObject } from '../../../shared/json/index.ts'
import { makeInvocation, PAYLOADS, type Evaluation } from '../../../shared/protocol/index.ts'
import type { PointConfig } from '../../../gateway/config/index.ts'
import { digestOf, idOf, NOW } from '../../builders/protocol.ts'
import { callOf } from '../../fakes/enforce/neighbours.ts'

const KEY = generatePrivateKey()
const CONFIG = {
  agents: [{ agent_id: idOf('agent'), name: 'scribe' }],
  servers: [{ server_id: 'files', display: { write_file: { kind: 'file_write', fields: { path: '/path', content: '/content' }, critical_pointers: ['/arguments/path'] } } }],
} as unknown as PointConfig

function calling(args: JsonObject, tool = 'write_file') {
  const invocation = makeInvocation({ serverId: 'files', tool, definitionHash: digestOf('a'), arguments: args, injections: [], redactions: [] })
  return callOf({ tool, invocation, invocationHash: hashBytes(invocation.bytes) })
}

async function making({ riskLevel = 3 as RiskLevel, selfApproval = 'deny' as 'deny' | 'marked', args = { path: 'plan.txt', content: 'x' } as JsonObject } = {}) {
  const call = calling(args)
  const evaluation = {
    evaluation_id: idOf('evaluation'), evaluated_at: NOW, policy_hash: digestOf('d'), determining_policies: [], signals: [],
    request: { subject: { type: 'agent', id: 'a' }, action: { name: 'tools/call' }, resource: { type: 'mcp_tool', id: 'files/write_file' }, context: {} },
  } as unknown as Evaluation
  const maker = challengeMaker({ pointId: idOf('point'), key: KEY, selfApproval, displayContextOf: (one) => displayContextOf(CONFIG, one) })
  return maker.make({
    challengeId: idOf('challenge'), txn: idOf('txn'), supersedes: null, call, actionHash: digestOf('e'), holdMode: 'stream', epoch: 3,
    raisedAt: { monotonicMs: 0, wallMs: 1_763_780_000_000 }, expiresAt: { monotonicMs: 300_000, wallMs: 1_763_780_300_000 },
    judgement: { evaluation, verdict: 'challenge', reason: 'Because.', terms: { riskLevel, approvalsRequired: 1, presence: 'click', lifeMs: 300_000 } },
  })
}

describe('a challenge', () => {
  it('is signed by the point, read by consoles as it is, and shown as its hash says', async () => {
    const { payload, envelope, challengeHash } = await making()
    expect(PAYLOADS.challenge.parse(payload)).toEqual(payload)
    expect(verifyEnvelope({ envelope, name: 'challenge', findKey: () => KEY.publicKey })).toMatchObject({ status: 'verified' })
    expect(challengeHash).toBe(hashBytes(decodeBytes(envelope.payload, 'base64') ?? new Uint8Array()))
    expect(payload.display_hash).toBe(hashJson(renderFacts(encodeUtf8(payload.invocation ?? ''), payload.display_context as unknown as FactsContext)))
    expect(payload.invocation_hash).toBe(hashBytes(encodeUtf8(payload.invocation ?? '')))
  })

  it('lets nobody in its chain approve, and marks self-approval only where it is allowed and up to Medium', async () => {
    const { payload } = await making()
    expect(payload.eligible.exclude).toEqual([{ iss: 'https://id.example', sub: 'mara' }])
    const stands = await Promise.all(([2, 3, 4] as const).flatMap((riskLevel) => (['deny', 'marked'] as const).map(async (selfApproval) => (await making({ riskLevel, selfApproval })).payload.self_approval)))
    expect(stands).toEqual(['deny', 'marked', 'deny', 'deny', 'deny', 'deny'])
  })

  it('names a value to type that can be typed, whatever the arguments are', async () => {
    expect((await making()).payload.critical_values).toEqual(['/arguments/path'])
    expect((await making({ args: { path: 'a\u202eb', content: 'x' } })).payload.critical_values).toEqual(['/tool'])
    expect((await making({ args: {} })).payload.critical_values).toEqual(['/tool'])
    expect(displayContextOf(CONFIG, calling({}, 'constructor'))).toMatchObject({ criticalPointers: ['/tool'] })
  })

  it('that nobody can review whole can only be denied', async () => {
    const { payload } = await making({ args: { path: 'a', content: 'x'.repeat(300_000) } })
    expect(payload).toMatchObject({ offered: ['deny'], invocation_ref: { bytes: expect.any(Number) } })
    expect(payload).not.toHaveProperty('invocation')
    // Nor is it rendered here, which might take long: no console renders it either.
    expect(payload.display_hash).toBe(hashJson(renderFacts(new Uint8Array(), payload.display_context as unknown as FactsContext)))
  })

  it('never asks for less than its risk demands', () => {
    fc.assert(fc.property(fc.constantFrom<RiskLevel>(0, 1, 2, 3, 4), fc.integer({ min: 1, max: 8 }), fc.constantFrom('click', 'hold', 'typed'), (risk, approvals, wanted) => {
      const presence = presenceFor(risk, approvals, wanted)
      const friction = frictionFor(risk, presence)
      expect(isPresenceEnough(presence, wanted)).toBe(true)
      if (risk >= 3) expect([isPresenceEnough(presence, 'hold'), friction.reason_required, friction.hold_ms, friction.seen_ms >= 3_000]).toEqual([true, true, 2_000, true])
      if (risk === 4 && approvals === 1) expect([presence, friction.seen_ms]).toEqual(['typed', 5_000])
      expect(friction.dwell_ms).toBeGreaterThanOrEqual(600)
    }), { numRuns: 200 })
  })
})
