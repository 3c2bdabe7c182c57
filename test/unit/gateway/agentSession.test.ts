import { describe, expect, it } from 'vitest'
import { ProxySession } from '../../../gateway/mcp/index.ts'
import { AgentSession } from '../../../gateway/point/AgentSession.ts'
import type { AgentConfig } from '../../../gateway/config/index.ts'
import type { CallSignals } from '../../../gateway/signals/CallSignals.ts'
import { hashBytes } from '../../../shared/evidence/index.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { callOf, decisionOn, enforcing, lockOn, PRIYA, settled } from '../../fakes/enforce/neighbours.ts'
import { MemoryFace } from '../../fakes/mcp/MemoryFace.ts'

const AGENT: AgentConfig = { agent_id: idOf('agent'), name: 'scribe', owner: { iss: 'i', sub: 's', name: 'n' }, purpose: 'writes', environment: 'pilot', server: 'files', credential_hash: digestOf('a') }
const SIGNALS = { isAsJudged: () => true, finished() {} } as unknown as CallSignals

/** One held call before the real session, whose server says nothing of its tools from then on until it is let. */
async function heldCall() {
  const parts = enforcing()
  const { enforcer, time } = parts
  const client = new MemoryFace()
  const server = new MemoryFace()
  const session = new AgentSession({ sessionId: idOf('session'), agent: AGENT, chain: callOf().chain, enforcer, signals: SIGNALS, time: { now: () => ({ monotonicMs: time.now(), wallMs: time.now() }), after: time.after }, abort: (call, refusal) => proxy.abort(call, refusal), problem: (sentence) => { throw new Error(sentence) } })
  const proxy = new ProxySession({ serverId: 'files', client, server, judge: session, hash: hashBytes, clock: { now: () => time.now(), after: time.after }, onReport: () => {} })
  const ran: unknown[] = []
  let asked: unknown[] = []
  let isSilent = false
  const list = () => {
    for (const id of asked) server.say({ jsonrpc: '2.0', id, result: { tools: [{ name: 'write_file', inputSchema: { type: 'object' } }] } })
    asked = []
  }
  server.onLine = (line) => {
    const { id, method } = JSON.parse(line) as { id?: unknown; method: string }
    if (method === 'tools/call') ran.push(id)
    if (method === 'tools/list') asked.push(id)
    if (!isSilent) list()
  }
  proxy.start()
  client.say({ jsonrpc: '2.0', id: 'call', method: 'tools/call', params: { name: 'write_file', arguments: { path: 'a', content: 'b' } } })
  await settled()
  isSilent = true
  server.say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' })
  await enforcer.decide(decisionOn(parts.raised[0] as never, 'approve'))
  await settled()
  expect(ran).toEqual([])
  return { ...parts, client, ran, list: async () => (list(), settled()) }
}

describe('a call that was let go while its server is asked for its tools once more', () => {
  it('runs when they are as they were', async () => {
    const { ran, list } = await heldCall()
    await list()
    expect(ran).toEqual(['call'])
  })

  it.each([['halt', 'drain'], ['halt', 'abort_inflight'], ['pause', 'drain']] as const)('does not run after a %s with %s, and nobody is told that it may still finish', async (effect, mode) => {
    const { enforcer, client, enforcements, ran, list } = await heldCall()
    expect(await enforcer.engage(lockOn({ kind: 'all' }, { effect, mode }), null)).toMatchObject({ inflightUnabortable: [] })
    await list()
    expect(ran).toEqual([])
    expect(client.messageOf('call')).toMatchObject({ result: { isError: true } })
    expect(enforcements.map(({ outcome }) => outcome)).toEqual(['blocked'])
  })

  it('does not run after a stop that has been released, or after its key was revoked', async () => {
    const stopped = await heldCall()
    await stopped.enforcer.engage(lockOn({ kind: 'all' }), null)
    await stopped.enforcer.release(lockOn({ kind: 'all' }).lock_id, PRIYA, null)
    await stopped.list()
    expect(stopped.ran).toEqual([])

    const revoked = await heldCall()
    await revoked.enforcer.revokeKey('key of ines')
    await revoked.list()
    expect(revoked.ran).toEqual([])
    expect(JSON.stringify(revoked.client.messageOf('call'))).toContain('came before it ran')
  })
})
