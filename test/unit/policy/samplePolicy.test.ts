import { describe, expect, it } from 'vitest'
import { CedarPolicy } from '../../../gateway/policy/CedarPolicy.ts'
import { PolicySet } from '../../../gateway/policy/PolicySet.ts'
import { SAMPLE_POLICY } from '../../../gateway/policy/samplePolicy.ts'
import { toId, type NewId } from '../../../shared/domain/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { makeInvocation } from '../../../shared/protocol/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import { digestOf } from '../../builders/protocol.ts'
import { callOf } from '../../fakes/enforce/neighbours.ts'

const newId: NewId = (kind) => toId(kind, uuidV7(1, new Uint8Array(10)))
const NEW = { target_exists: false, written_by_session: false }
const OWN = { target_exists: true, written_by_session: true }
const FOREIGN = { target_exists: true, written_by_session: false }

async function judged(tool: string, args: JsonObject, known: Readonly<Record<string, boolean>>) {
  const policy = new CedarPolicy({ set: PolicySet.read(SAMPLE_POLICY), factsOf: async () => ({ signals: [], known }), time: { now: () => ({ monotonicMs: 0, wallMs: 1_763_780_000_000 }) }, newId })
  const { verdict, terms } = await policy.judge(callOf({ tool, invocation: makeInvocation({ serverId: 'files', tool, definitionHash: digestOf('a'), arguments: args, injections: [], redactions: [] }) }))
  return terms === null ? verdict : `${verdict} ${terms.riskLevel} ${terms.presence} ${terms.approvalsRequired}`
}

describe('the sample policy', () => {
  it.each([
    ['reading', 'read_text_file', { path: 'a' }, {}, 'allow'],
    ['a new file', 'write_file', { path: 'a.txt', content: '' }, NEW, 'allow'],
    ['an own file', 'edit_file', { path: 'a.txt' }, OWN, 'allow'],
    ['a new folder', 'create_directory', { path: 'd' }, NEW, 'allow'],
    ['moving an own file', 'move_file', { source: 'a', destination: 'b' }, OWN, 'allow'],
    ['a new file that looks like a secret', 'write_file', { path: 'service/.env', content: '' }, NEW, 'challenge 2 click 1'],
    ['overwriting a foreign file', 'write_file', { path: 'plan.txt', content: '' }, FOREIGN, 'challenge 3 hold 1'],
    ['overwriting a foreign file that looks like a secret', 'write_file', { path: 'id_rsa', content: '' }, FOREIGN, 'challenge 3 hold 1'],
    ['editing a foreign file', 'edit_file', { path: 'plan.txt' }, FOREIGN, 'challenge 3 hold 1'],
    ['moving a foreign file', 'move_file', { source: 'plan.txt', destination: 'b' }, FOREIGN, 'challenge 4 typed 1'],
    ['an unknown tool', 'delete_file', { path: 'a' }, FOREIGN, 'deny'],
    ['a write of which nothing is known', 'write_file', { path: 'a' }, {}, 'deny'],
    ['a path that is no text', 'write_file', { path: 7 }, FOREIGN, 'deny'],
  ])('of %s', async (_what, tool, args, known, verdict) => {
    expect(await judged(tool, args, known)).toBe(verdict)
  })
})
