import { describe, expect, it } from 'vitest'
import type { Introduction } from '../../../gateway/mcp/index.ts'
import { ProxySession } from '../../../gateway/mcp/index.ts'
import { hashBytes } from '../../../shared/evidence/index.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'
import { MemoryFace } from '../../fakes/mcp/MemoryFace.ts'
import { ScriptedJudge } from '../../fakes/mcp/ScriptedJudge.ts'

function listening() {
  const client = new MemoryFace()
  const server = new MemoryFace()
  const heard: Introduction[] = []
  const tools: (readonly string[])[] = []
  new ProxySession({ serverId: 'files', client, server, judge: new ScriptedJudge(), hash: hashBytes, clock: new FakeTime(), onReport: () => {}, onIntroduction: (one) => heard.push(one), onTools: (names) => tools.push(names) }).start()
  return { client, server, heard, tools }
}

const INITIALIZE = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'agent', version: '1.0.0' } } }

describe('what a client says of itself', () => {
  it('is heard in initialize, and the revision is the one that the server agrees to', () => {
    const { client, server, heard } = listening()
    client.say(INITIALIZE)
    server.say({ jsonrpc: '2.0', id: 1, result: { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: 's', version: '1' } } })
    expect(heard).toEqual([
      { name: 'agent', version: '1.0.0', era: 'sessions', protocolVersion: '2025-11-25' },
      { name: 'agent', version: '1.0.0', era: 'sessions', protocolVersion: '2025-06-18' },
    ])
    expect(server.lines).toHaveLength(1)
  })

  it('is heard once where every request names its revision', () => {
    const { client, heard } = listening()
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientInfo': { name: 'newer', version: '2' } }
    for (const id of [1, 2, 3]) client.say({ jsonrpc: '2.0', id, method: 'tools/list', params: { _meta } })
    expect(heard).toEqual([{ name: 'newer', version: '2', era: 'stateless', protocolVersion: '2026-07-28' }])
  })

  it('may be anything, and changes nothing', () => {
    const { client, server, heard } = listening()
    client.say({ ...INITIALIZE, params: { clientInfo: { name: 7 }, protocolVersion: ['x'] } })
    client.say({ jsonrpc: '2.0', id: 2, method: 'ping', params: { _meta: { 'io.modelcontextprotocol/protocolVersion': 5 } } })
    expect(heard).toEqual([{ name: '', version: '', era: 'sessions', protocolVersion: '' }])
    expect(server.lines).toHaveLength(2)
  })
})

describe('the tools that a server lists', () => {
  it('are told by name after each list', () => {
    const { client, server, tools } = listening()
    client.say({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    server.say({ jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'write' }, { name: 'read' }] } })
    expect(tools).toEqual([['write', 'read']])
  })
})
