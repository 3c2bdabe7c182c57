import { describe, expect, it } from 'vitest'
import { callOf, memorySession, settle, TOOLS } from '../../fakes/mcp/memorySession.ts'

const denial = (message: Record<string, unknown> | undefined) => (message?.['result'] as { _meta?: Record<string, unknown> } | undefined)?._meta?.['dev.countersign/denial']

describe('definitions of tools', () => {
  const listed = (description: string) => ({ tools: [{ name: 'write', description, inputSchema: {} }] })

  it('are hashed as listed, and a change while a call is held refuses it when it is released', async () => {
    let description = 'one'
    const { client, server, judge, upstream } = memorySession({ list: () => listed(description) })
    client.say(callOf(1))
    await settle()
    description = 'two'
    server.say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' })
    await settle()
    expect(judge.changes).toMatchObject([{ tool: 'write', from: judge.last.definitionHash }])
    judge.release(judge.last)
    await settle()
    expect(upstream()).toEqual([])
    expect(denial(client.messageOf(1))).toEqual({ reason: 'definition_changed', next_action: 'list_tools' })
    expect(judge.told).toEqual(['1 blocked: definition_changed'])
  })

  it('are asked for again when they are old, even where the server announces nothing', async () => {
    let description = 'one'
    const { client, judge, time, upstream } = memorySession({ list: () => listed(description) })
    client.say(callOf(1))
    await settle()
    description = 'two'
    time.pass(60_000)
    judge.release(judge.last)
    await settle()
    expect(upstream()).toEqual([])
    expect(denial(client.messageOf(1))).toMatchObject({ reason: 'definition_changed' })
  })

  it('are taken from what the client lists, page by page, and a whole page alone needs no question of ours', async () => {
    const { client, server, judge } = memorySession()
    const answer = `{"jsonrpc":"2.0","id":1,"result":${JSON.stringify({ tools: TOOLS })}}`
    client.say({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    server.say(answer)
    client.say(callOf(2))
    await settle()
    expect(server.lines).toHaveLength(1)
    expect(client.lines).toEqual([answer])
    expect(judge.calls).toHaveLength(1)
    client.say({ jsonrpc: '2.0', id: 3, method: 'tools/list', params: { cursor: 'x' } })
    server.say({ jsonrpc: '2.0', id: 3, result: { ...listed('other'), nextCursor: 'y' } })
    expect(judge.changes).toMatchObject([{ tool: 'write' }])
  })

  it('are followed over all pages of our own question', async () => {
    const { client, server, judge } = memorySession({ list: () => null })
    server.onLine = (line) => {
      const { id, params } = JSON.parse(line) as { id: string; params: { cursor?: string } }
      const page = params.cursor === undefined ? { tools: [TOOLS[1]], nextCursor: 'two' } : { tools: [TOOLS[0]] }
      server.say({ jsonrpc: '2.0', id, result: page })
    }
    client.say(callOf(1))
    await settle()
    expect(judge.calls).toHaveLength(1)
  })

  it.each([
    ['a tool that is not listed', () => ({ tools: [] }), 'unknown_tool'],
    ['a tool that is listed twice', () => ({ tools: [TOOLS[0], { name: 'write' }] }), 'ambiguous_tool'],
    ['a list that cannot be read', () => ({ tools: 'none' }), 'unavailable'],
    ['a list without an end', () => ({ tools: [], nextCursor: 'again' }), 'unavailable'],
  ])('refuse a call of %s', async (_name, list, reason) => {
    const { client, judge } = memorySession({ list })
    client.say(callOf(1))
    for (let i = 0; i < 30; i++) await settle()
    expect(denial(client.messageOf(1))).toMatchObject({ reason })
    expect(judge.calls).toEqual([])
  })

  it('refuse a call where the server does not say in time which tools it has', async () => {
    const { client, time } = memorySession({ list: () => null })
    client.say(callOf(1))
    await settle()
    time.pass(10_000)
    await settle()
    expect(denial(client.messageOf(1))).toMatchObject({ reason: 'unavailable', next_action: 'retry' })
  })

  it('are asked for with what the newer revision wants in every request', async () => {
    const { client, server } = memorySession()
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {}, 'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' } }
    client.say(callOf(1, {}, { ...meta, progressToken: 1, traceparent: 'x' }))
    await settle()
    expect(server.messages[0]).toMatchObject({ method: 'tools/list', params: { _meta: meta } })
    const { _meta } = (server.messages[0] as { params: { _meta: object } }).params
    expect(Object.keys(_meta)).toHaveLength(3)
  })
})

describe('the ends of a session', () => {
  it('answers whoever waits when the server ends, and every later request', async () => {
    const { client, server, judge, upstream, reports } = memorySession()
    client.say(callOf(1))
    client.say(callOf(2))
    client.say({ jsonrpc: '2.0', id: 3, method: 'ping' })
    await settle()
    const [first, second] = judge.calls
    if (first === undefined || second === undefined) throw new Error('Two calls were expected')
    judge.release(first)
    await settle()
    server.leave('ended with code 1')
    client.say(callOf(4))
    client.say({ jsonrpc: '2.0', id: 5, method: 'ping' })
    judge.release(second)
    await settle()
    expect(upstream()).toHaveLength(2)
    expect(client.textOf(1)).toBe('The call was sent, and then the tool server ended with code 1. Whether the call was run is not known. Look before you repeat it.')
    expect(denial(client.messageOf(1))).toBeUndefined()
    expect([2, 4].map((id) => denial(client.messageOf(id)))).toMatchObject([{ reason: 'unavailable' }, { reason: 'unavailable' }])
    expect([3, 5].map((id) => client.messageOf(id))).toMatchObject([{ error: { code: -31_001 } }, { error: { code: -31_001 } }])
    expect(judge.told).toEqual(['1 forwarded', '1 outcome: unknown', '2 left: server_gone'])
    expect(reports).toContainEqual({ kind: 'serverEnded', how: 'ended with code 1' })
  })

  it('makes the server wait for a client that does not read, and never the other way round', () => {
    const { client, server } = memorySession()
    client.waitingBytes = 2_000_000
    server.say({ jsonrpc: '2.0', method: 'notifications/message' })
    expect([client.isPaused, server.isPaused]).toEqual([false, true])
    client.drain()
    expect(server.isPaused).toBe(false)
  })

  it('gives a server up that has stopped reading', async () => {
    const { client, server, judge } = memorySession()
    client.say(callOf(1))
    await settle()
    server.waitingBytes = 100_000_000
    client.say({ jsonrpc: '2.0', id: 2, method: 'ping' })
    judge.release(judge.last)
    await settle()
    expect(server.isEnded).toBe(true)
    expect(denial(client.messageOf(1))).toMatchObject({ reason: 'unavailable' })
    expect(client.messageOf(2)).toMatchObject({ error: { message: 'The tool server has stopped reading.' } })
  })
})
