import { describe, expect, it } from 'vitest'
import { MAX_FRAME_BYTES, MAX_OPEN_CALLS } from '../../../gateway/mcp/index.ts'
import { hashBytes } from '../../../shared/evidence/index.ts'
import { callOf, memorySession, settle, TOOLS } from '../../fakes/mcp/memorySession.ts'
import { DENIED } from '../../fakes/mcp/ScriptedJudge.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const denial = (message: Record<string, unknown> | undefined) => (message?.['result'] as { _meta?: Record<string, unknown> } | undefined)?._meta?.['dev.countersign/denial']

describe('a call', () => {
  it('waits for the judge, then goes upstream, and its answer comes back byte for byte', async () => {
    const { client, server, judge, upstream } = memorySession()
    client.say(callOf(1))
    await settle()
    expect(upstream()).toEqual([])
    expect(judge.last).toMatchObject({ tool: 'write', serverId: 'files', definitionHash: hashBytes(bytes(JSON.stringify(TOOLS[0]))) })
    expect(judge.last.invocationHash).toBe(hashBytes(judge.last.invocation.bytes))
    judge.release(judge.last)
    await settle()
    expect(upstream()).toEqual([JSON.stringify(callOf(1))])
    const answer = '{ "result":{"ns":1757000000000000001 ,"a":1,"a":2}, "jsonrpc":"2.0","id":1}'
    server.say(answer)
    expect(client.lines).toEqual([answer])
    expect(judge.outcomes).toEqual([{ result: 'ok', bytes: 39, hash: hashBytes(bytes('{"ns":1757000000000000001 ,"a":1,"a":2}')), isError: false, errorCode: null, resultType: null }])
    expect(judge.told).toEqual(['1 forwarded', '1 outcome: ok'])
  })

  it('that is refused never goes upstream, and its caller is told why in words and in fields', async () => {
    const { client, judge, upstream } = memorySession()
    client.say(callOf('a'))
    await settle()
    judge.refuse(judge.last)
    await settle()
    expect(upstream()).toEqual([])
    expect(client.messages).toEqual([{
      jsonrpc: '2.0',
      id: 'a',
      result: { content: [{ type: 'text', text: DENIED.text }], isError: true, _meta: { 'dev.countersign/denial': { reason: 'denied', challenge_id: 'chl_1', next_action: 'none' } } },
    }])
  })

  it('says resultType to a caller of the newer revision only', async () => {
    const { client, judge } = memorySession()
    judge.policy = () => DENIED
    client.say(callOf(1, {}, { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }))
    client.say(callOf(2))
    await settle()
    expect([1, 2].map((id) => client.resultOf<{ resultType?: string }>(id).resultType)).toEqual(['complete', undefined])
  })

  it('is refused where the judge fails', async () => {
    const { client, judge, upstream, reports } = memorySession()
    client.say(callOf(1))
    await settle()
    judge.fail(judge.last)
    await settle()
    expect(upstream()).toEqual([])
    expect(denial(client.messageOf(1))).toMatchObject({ reason: 'internal' })
    expect(reports).toContainEqual({ kind: 'fault', why: 'the judge broke' })
    expect(judge.told).toEqual(['1 blocked: internal'])
  })

  it('is refused where its bytes changed after they were judged', async () => {
    const { client, judge, upstream } = memorySession()
    client.say(callOf(1, { path: 'a' }))
    await settle()
    judge.last.invocation.bytes[judge.last.invocation.argumentsSpan.end - 3] = 0x62
    judge.release(judge.last)
    await settle()
    expect(upstream()).toEqual([])
    expect(denial(client.messageOf(1))).toMatchObject({ reason: 'internal' })
  })

  it('that reaches for a secret is refused without asking the judge', async () => {
    const { client, judge, reports } = memorySession()
    client.say(callOf(1, { $secret: 'x' }))
    await settle()
    expect(judge.calls).toEqual([])
    expect(denial(client.messageOf(1))).toMatchObject({ reason: 'secret_reference' })
    expect(reports).toEqual([{ kind: 'callRefused', tool: 'write', reason: 'secret_reference' }])
  })

  it('never runs when it was cancelled while it waited, whatever the judge says then', async () => {
    const { client, judge, upstream } = memorySession()
    client.say(callOf(1))
    await settle()
    client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    judge.release(judge.last)
    await settle()
    expect({ upstream: upstream(), client: client.lines, told: judge.told }).toEqual({ upstream: [], client: [], told: ['1 left: cancelled'] })
  })

  it('never runs when it was cancelled in the same breath as it was released', async () => {
    const { client, judge, upstream } = memorySession()
    client.say(callOf(1))
    await settle()
    judge.release(judge.last)
    client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    await settle()
    expect(upstream()).toEqual([])
  })

  it('never runs when its client left while it waited', async () => {
    const { client, server, judge, upstream } = memorySession()
    client.say(callOf(1))
    await settle()
    client.leave()
    judge.release(judge.last)
    await settle()
    expect({ upstream: upstream(), told: judge.told, isEnded: server.isEnded }).toEqual({ upstream: [], told: ['1 left: client_gone'], isEnded: true })
  })

  it('that runs passes its cancellation on as it came, and what came of it is still told', async () => {
    const { client, server, judge, upstream } = memorySession()
    judge.policy = () => ({ kind: 'forward' })
    client.say(callOf(1))
    await settle()
    const cancel = '{"jsonrpc":"2.0", "method":"notifications/cancelled","params":{"requestId":1.0,"reason":"x"}}'
    client.say(cancel)
    expect(upstream()).toEqual([JSON.stringify(callOf(1)), cancel])
    server.say({ jsonrpc: '2.0', id: 1, result: { isError: true } })
    expect(client.lines).toEqual([])
    expect(judge.told).toEqual(['1 forwarded', '1 outcome: error'])
  })

  it('that runs is cancelled upstream when its client leaves, and its outcome is told all the same', async () => {
    const { client, server, judge, upstream } = memorySession()
    judge.policy = () => ({ kind: 'forward' })
    client.say(callOf(1))
    await settle()
    client.leave()
    expect(upstream()[1]).toContain('notifications/cancelled')
    server.say({ jsonrpc: '2.0', id: 1, error: { code: -32_800, message: 'cancelled' } })
    expect(judge.outcomes).toMatchObject([{ result: 'error', errorCode: -32_800 }])
  })

  it('that is aborted while it waits is prevented; one that runs is asked to stop, and both callers know at once', async () => {
    const { client, server, judge, session, upstream } = memorySession()
    client.say(callOf(1))
    client.say(callOf(2))
    await settle()
    const [first, second] = judge.calls
    if (first === undefined || second === undefined) throw new Error('Two calls were expected')
    judge.release(second)
    await settle()
    const refusal = { ...DENIED, reason: 'locked' }
    expect([session.abort(first, refusal), session.abort(second, refusal), session.abort(first, refusal)]).toEqual(['prevented', 'asked', 'over'])
    judge.release(first)
    await settle()
    expect(upstream().map((line) => JSON.parse(line) as unknown)).toMatchObject([{ id: 2 }, { method: 'notifications/cancelled', params: { requestId: 2 } }])
    server.say({ jsonrpc: '2.0', id: 2, result: {} })
    expect(client.messages).toMatchObject([{ id: 1 }, { id: 2 }])
    expect(client.messages.map(denial)).toMatchObject([{ reason: 'locked' }, { reason: 'locked' }])
  })

  it('keeps its caller posted while it is held, with the very token, counting upwards, and no longer', async () => {
    const { client, judge, time } = memorySession({ progressEveryMs: 15_000 })
    client.say(callOf(1, {}, { progressToken: 'tok' }))
    await settle()
    time.pass(31_500)
    judge.release(judge.last)
    await settle()
    time.pass(60_000)
    const progress = client.messages.map(({ params }) => params as { progressToken: unknown; progress: number })
    expect(progress.map(({ progressToken, progress: value }) => [progressToken, value])).toEqual([['tok', 0.001], ['tok', 0.002], ['tok', 0.003]])
    expect(time.waiting).toBe(0)
  })

  it('sends no signs of life to a caller that gave no token', async () => {
    const { client, time } = memorySession()
    client.say(callOf(1))
    await settle()
    time.pass(60_000)
    expect(client.lines).toEqual([])
  })

  it('is refused beyond the limit of open calls', async () => {
    const { client, judge } = memorySession()
    for (let id = 0; id <= MAX_OPEN_CALLS; id++) client.say(callOf(id))
    await settle()
    expect(judge.calls).toHaveLength(MAX_OPEN_CALLS)
    expect(denial(client.messageOf(MAX_OPEN_CALLS))).toEqual({ reason: 'rate_limited', next_action: 'retry', retry_after_ms: 10_000 })
  })

  it('that a server answers before it was asked stays held', async () => {
    const { client, server, judge, reports } = memorySession()
    client.say(callOf(1))
    await settle()
    server.say({ jsonrpc: '2.0', id: 1, result: { content: [] } })
    server.say({ jsonrpc: '2.0', id: '1', result: { content: [] } })
    expect(client.lines).toEqual([])
    expect(reports).toEqual([{ kind: 'answerDropped', id: 1 }, { kind: 'answerDropped', id: '1' }])
    judge.refuse(judge.last)
    await settle()
    expect(client.lines).toHaveLength(1)
  })
})

describe('traffic that is not well formed', () => {
  it.each([
    ['equal keys in a call', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"write","arguments":{"path":"a","path":"b"}}}', 1, -32_700],
    ['equal methods', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"write"}}', null, -32_700],
    ['no JSON', 'hello', null, -32_700],
    ['a call with params that are none', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}', 1, -32_602],
    ['a call with a null id', '{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"write"}}', null, -32_600],
    ['an empty batch', '[]', null, -32_600],
  ])('is answered and goes no further: %s', async (_name, frame, id, code) => {
    const { client, server, judge } = memorySession()
    client.say(frame)
    await settle()
    expect(client.messages).toMatchObject([{ jsonrpc: '2.0', id, error: { code } }])
    expect({ server: server.lines, calls: judge.calls }).toEqual({ server: [], calls: [] })
  })

  it('smuggles no call past the judge in a batch', async () => {
    const { client, server, judge } = memorySession()
    client.say(`[${JSON.stringify(callOf(1))},{"jsonrpc":"2.0","id":2,"method":"ping"},{"jsonrpc":"2.0","method":"tools/call","params":{"name":"write"}}]`)
    client.say(`[[${JSON.stringify(callOf(3))}]]`)
    client.say(`{"jsonrpc":"2.0","method":"x","params":\r${JSON.stringify(callOf(4))}\r}`)
    await settle()
    expect({ server: server.lines, calls: judge.calls }).toEqual({ server: [], calls: [] })
    expect(client.messages[0]).toMatchObject([{ id: 1, error: { code: -32_600 } }, { id: 2, error: { code: -32_600 } }])
  })

  it('judges a call whose method hides behind escapes', async () => {
    const { client, judge, upstream } = memorySession()
    client.say('{"jsonrpc":"2.0","id":1,"\\u006dethod":"tools\\/c\\u0061ll","\\u0070arams":{"n\\u0061me":"write","\\u0061rguments":{"p":1.0}}}')
    await settle()
    expect(judge.calls).toHaveLength(1)
    judge.release(judge.last)
    await settle()
    expect(upstream()).toEqual(['{"jsonrpc":"2.0","id":1,"\\u006dethod":"tools\\/c\\u0061ll","\\u0070arams":{"n\\u0061me":"write","\\u0061rguments":{"p":1}}}'])
  })

  it('drops a call that is sent as a notification, and says so', async () => {
    const { client, server, judge, reports } = memorySession()
    client.say({ jsonrpc: '2.0', method: 'tools/call', params: { name: 'write', arguments: {} } })
    await settle()
    expect({ server: server.lines, client: client.lines, calls: judge.calls, reports }).toEqual({ server: [], client: [], calls: [], reports: [{ kind: 'callDropped', why: 'sent_as_notification' }] })
  })

  it('refuses an id that is in flight, without an answer that could be taken for that of the first', async () => {
    const { client, judge, upstream } = memorySession()
    client.say(callOf(1, { path: 'first' }))
    client.say('{"jsonrpc":"2.0","id":1.0,"method":"tools/call","params":{"name":"write","arguments":{"path":"second"}}}')
    client.say({ jsonrpc: '2.0', id: 1, method: 'ping' })
    client.say('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"write","arguments":{"a":1,"a":2}}}')
    await settle()
    expect(client.messages.map(({ id }) => id)).toEqual([null, null, null])
    judge.release(judge.last)
    await settle()
    expect(upstream().map((line) => JSON.parse(line) as unknown)).toMatchObject([{ params: { arguments: { path: 'first' } } }])
  })

  it('answers a frame that is too long by its id, and goes on', async () => {
    const { client, upstream, judge } = memorySession()
    judge.policy = () => ({ kind: 'forward' })
    client.say(callOf(1, { text: 'x'.repeat(MAX_FRAME_BYTES) }))
    client.say(callOf(2))
    await settle()
    expect(client.messages).toMatchObject([{ id: 1, error: { code: -32_600 } }])
    expect(upstream()).toHaveLength(1)
  })

  it('reads a call that is split at every byte', async () => {
    const frame = bytes(`${JSON.stringify(callOf(1, { path: '\u00e4\u{1f600}' }))}\r\n`)
    for (let cut = 1; cut < frame.length; cut++) {
      const { client, judge, upstream } = memorySession()
      judge.policy = () => ({ kind: 'forward' })
      client.feed(frame.slice(0, cut))
      client.feed(frame.slice(cut))
      await settle()
      expect(upstream()).toEqual([`${JSON.stringify(callOf(1, { path: '\u00e4\u{1f600}' }))}\r`])
    }
  })

  it('from the server ends nothing, however deep it nests', () => {
    const { client, server, reports } = memorySession()
    server.say(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    server.say('[[{"jsonrpc":"2.0","method":"x"}],7]')
    expect(client.lines).toEqual([])
    expect(reports).toHaveLength(3)
  })

  it('from the server is dropped and reported; answers in a batch find their requests', async () => {
    const { client, server, reports } = memorySession()
    client.say({ jsonrpc: '2.0', id: 1, method: 'ping' })
    server.say('Server listening on stdio')
    server.say('[{"jsonrpc":"2.0","id":1,"result":{}}, {"jsonrpc":"2.0","method":"notifications/x"}]')
    expect(client.lines).toEqual(['{"jsonrpc":"2.0","id":1,"result":{}}', '{"jsonrpc":"2.0","method":"notifications/x"}'])
    expect(reports).toMatchObject([{ kind: 'frameRefused', from: 'server' }])
  })
})

describe('what an agent can do to its session', () => {
  it('a call that a last look finds changed does not run, and its caller is told', async () => {
    const { client, judge, upstream } = memorySession()
    judge.seen = () => ({ kind: 'refuse', reason: 'blocked', nextAction: 'retry', text: 'It changed. The call was not run.' })
    client.say(callOf(1))
    await settle()
    judge.release(judge.last)
    await settle()
    expect(upstream()).toEqual([])
    expect(denial(client.messageOf(1))).toMatchObject({ reason: 'blocked', next_action: 'retry' })
    expect(judge.told).toEqual(['1 blocked: blocked'])
  })

  it('an id that is too long to be kept is refused, and not said again', async () => {
    const { client, upstream } = memorySession()
    client.say({ jsonrpc: '2.0', id: 'x'.repeat(2_000), method: 'ping' })
    client.say(`{"jsonrpc":"2.0","id":"${'x'.repeat(2_000)}","method":"ping","a":1,"a":2}`)
    await settle()
    expect(upstream()).toEqual([])
    expect(client.messages).toMatchObject([{ id: null, error: {} }, { id: null, error: {} }])
    expect(client.lines.join('').length).toBeLessThan(1_000)
  })

  it('who asks and never reads is cut off, and nothing that waits for it runs', async () => {
    const { client, judge, upstream, reports } = memorySession()
    client.say(callOf(1))
    await settle()
    client.waitingBytes = 33 * 1_048_576
    client.say('nonsense')
    expect(client.isEnded).toBe(true)
    const { length } = client.lines
    client.say('nonsense')
    judge.release(judge.last)
    await settle()
    expect(client.lines).toHaveLength(length)
    expect(upstream()).toEqual([])
    expect(reports.at(-1)).toMatchObject({ kind: 'frameRefused' })
  })
})
