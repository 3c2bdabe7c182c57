import { describe, expect, it } from 'vitest'
import { GIVEN_UP_KEPT_MS, MAX_BATCH_ANSWERS, MAX_CALL_VALUES, MAX_NAME_LENGTH, MAX_OPEN_BYTES, MAX_OPEN_REQUESTS, MAX_PARTS, MAX_REFUSED_IN_A_SECOND, MAX_VALUES, OpenBytes } from '../../../gateway/mcp/index.ts'
import { callOf, memorySession, settle, TOOLS } from '../../fakes/mcp/memorySession.ts'

/** An array in which one value costs three bytes, so that a short frame holds many. */
const values = (count: number) => `[${'{},'.repeat(count - 1)}{}]`
const callWith = (id: number, args: string) => JSON.stringify(callOf(id)).replace('{"path":"a"}', () => args)

describe('a call', () => {
  it('may hold so many values and no more, wherever they stand', async () => {
    const { client, judge } = memorySession()
    // The params, the name, the arguments and the array are values too.
    client.say(callWith(1, `{"a":${values(MAX_CALL_VALUES - 4)}}`))
    client.say(callWith(2, `{"a":${values(MAX_CALL_VALUES - 3)}}`))
    client.say(JSON.stringify(callOf(3)).replace('"name"', () => `"_meta":{"a":${values(MAX_CALL_VALUES)}},"name"`))
    await settle()
    expect(judge.last.id).toBe(1)
    for (const id of [2, 3]) expect(client.messageOf(id)).toMatchObject({ error: { message: expect.stringContaining(`may hold ${MAX_CALL_VALUES} values`) } })
  })

  it('is answered by its id where its frame holds more values than are read', async () => {
    const { client, upstream } = memorySession()
    client.say(callWith(1, `{"a":${values(MAX_VALUES)}}`))
    await settle()
    expect(upstream()).toEqual([])
    expect(client.messageOf(1)).toMatchObject({ error: { message: expect.stringContaining(`more than ${MAX_VALUES} values`) } })
  })

  it('has a tool whose name can be read', async () => {
    const { client } = memorySession()
    client.say(JSON.stringify(callOf(1)).replace('write', 'x'.repeat(MAX_NAME_LENGTH + 1)))
    await settle()
    expect(client.messageOf(1)).toMatchObject({ error: { message: expect.stringContaining(`${MAX_NAME_LENGTH} characters`) } })
  })

  it.each([['case', '{"path":"a","PATH":"b"}'], ['a long s', '{"source":"a","\u017fource":"b"}'], ['a NUL', '{"path":"a","path\\u0000":"b"}']])('whose arguments differ by %s alone is refused, because a server may take one for the other', async (_what, args) => {
    const { client, upstream } = memorySession()
    client.say(callWith(1, args))
    await settle()
    expect(upstream()).toEqual([])
    expect(client.messageOf(1)).toMatchObject({ error: { message: expect.stringContaining('can be taken for each other') } })
  })

  it('may hold keys inside its arguments that differ by case: those are data', async () => {
    const { client, judge } = memorySession()
    client.say(callWith(1, '{"words":{"A":1,"a":2}}'))
    await settle()
    expect(judge.last.id).toBe(1)
  })

  it('is refused where the open ones hold as many bytes as they may, and taken again when one is over', async () => {
    const { client, judge } = memorySession()
    const big = { text: 'x'.repeat(4_000_000) }
    for (let id = 1; id <= MAX_OPEN_BYTES / 4_194_304; id++) client.say(callOf(id, big))
    await settle()
    client.say(callOf(90, big))
    await settle()
    expect(client.textOf(90)).toContain('as many bytes as they may')
    client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    client.say(callOf(91, big))
    await settle()
    expect(client.messageOf(91)).toBeUndefined()
    expect(judge.last.id).toBe(91)
  })
})

describe('a call that was given up', () => {
  it('keeps its bytes while its answer is waited for, and not for ever', async () => {
    const { client, judge, time } = memorySession()
    judge.policy = () => ({ kind: 'forward' })
    const big = { text: 'x'.repeat(4_000_000) }
    for (let id = 1; id <= MAX_OPEN_BYTES / 4_194_304; id++) client.say(callOf(id, big))
    await settle()
    for (let id = 1; id <= 8; id++) client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } })
    client.say(callOf(90, big))
    await settle()
    expect(client.textOf(90)).toContain('as many bytes as they may')
    time.pass(GIVEN_UP_KEPT_MS)
    client.say(callOf(91, big))
    await settle()
    expect(client.messageOf(91)).toBeUndefined()
    expect(judge.outcomes).toHaveLength(8)
  })
})

describe('room for bytes', () => {
  it('is shared by whoever draws on it, and comes back', () => {
    const room = new OpenBytes(10)
    expect([room.take(6), room.take(5), room.take(4)]).toEqual([true, false, true])
    room.giveBack(6)
    expect([room.take(7), room.take(6)]).toEqual([false, true])
  })
})

describe('who asks for more than may be open', () => {
  it('is refused each time and not cut off', async () => {
    const { client } = memorySession()
    for (let id = 0; id < MAX_OPEN_REQUESTS + 2 * MAX_REFUSED_IN_A_SECOND; id++) client.say({ jsonrpc: '2.0', id, method: 'resources/read' })
    for (let id = 0; id < 2 * MAX_REFUSED_IN_A_SECOND; id++) client.say({ jsonrpc: '2.0', id: `call ${id}`, method: 'tools/call', params: { name: 7 } })
    await settle()
    expect(client.isEnded).toBe(false)
    expect(client.messages).toHaveLength(4 * MAX_REFUSED_IN_A_SECOND)
  })
})

describe('who sends what is no message, over and over', () => {
  it('is answered so often in a second and then cut off', async () => {
    const { client, reports, time } = memorySession()
    for (let i = 0; i < MAX_REFUSED_IN_A_SECOND; i++) client.say('x')
    expect(client.isEnded).toBe(false)
    time.pass(1_000)
    client.say('x\n'.repeat(40_000))
    expect(client.isEnded).toBe(true)
    expect(client.lines).toHaveLength(2 * MAX_REFUSED_IN_A_SECOND + 1)
    expect(reports.at(-1)).toMatchObject({ why: 'The client sends what is no message, over and over; its connection was ended.' })
  })

  it('is cut off for batches too', () => {
    const { client } = memorySession()
    for (let i = 0; i <= MAX_REFUSED_IN_A_SECOND; i++) client.say('[{"jsonrpc":"2.0","id":1,"method":"ping"}]')
    expect(client.isEnded).toBe(true)
  })

  it('gets one answer to a batch of more than are worth answering', async () => {
    const { client } = memorySession()
    const batch = (count: number) => JSON.stringify(Array.from({ length: count }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' })))
    client.say(batch(MAX_BATCH_ANSWERS))
    expect(client.messages.at(-1)).toHaveLength(MAX_BATCH_ANSWERS)
    client.say(batch(MAX_BATCH_ANSWERS + 1))
    expect(client.messages.at(-1)).toMatchObject({ id: null, error: {} })
  })
})

describe('a server', () => {
  const tools = (count: number) => Array.from({ length: count }, (_, i) => ({ name: i === 0 ? 'write' : `tool ${i}` }))

  it('that lists more tools than can be known has none', async () => {
    const { client } = memorySession({ list: () => ({ tools: tools(200_000) }) })
    client.say(callOf(1))
    await settle()
    expect(client.textOf(1)).toContain('did not say which tools it has')
  })

  it('that lists them page by page without end has none', async () => {
    let page = 0
    const { client } = memorySession({ list: () => ({ tools: tools(1_000), nextCursor: `${++page}` }) })
    client.say(callOf(1))
    for (let i = 0; i < 20; i++) await settle()
    expect(client.textOf(1)).toContain('did not say which tools it has')
    expect(page).toBeLessThan(10)
  })

  it('whose pages are asked for without end is asked for the whole list before the next call', async () => {
    const { client, server, judge } = memorySession()
    for (let id = 1; id <= 5; id++) {
      client.say({ jsonrpc: '2.0', id, method: 'tools/list', params: { cursor: `${id}` } })
      server.say({ jsonrpc: '2.0', id, result: { tools: tools(1_000).map(({ name }) => ({ name: `${id} ${name}` })), nextCursor: 'x' } })
    }
    client.say(callOf(9))
    await settle()
    expect(judge.last).toMatchObject({ id: 9, definition: new TextEncoder().encode(JSON.stringify(TOOLS[0])) })
  })

  it('that sends a batch of more messages than can be told apart has sent none', () => {
    const { server, client, reports } = memorySession()
    server.say(`[${'{"jsonrpc":"2.0","method":"x"},'.repeat(MAX_PARTS)}{"jsonrpc":"2.0","method":"x"}]`)
    expect(client.lines).toEqual([])
    expect(reports).toMatchObject([{ why: 'A line was no message.' }])
  })
})

describe('an id whose request was given up', () => {
  const cancel = (id: number) => ({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } })

  it('is not used again, however many were given up after it, so that a late answer is no other call\'s', async () => {
    const { client, server, judge, upstream } = memorySession()
    for (let id = 0; id < 400; id++) {
      client.say({ jsonrpc: '2.0', id, method: 'ping' })
      client.say(cancel(id))
    }
    client.say(callOf(0))
    await settle()
    expect(() => judge.last).toThrow()
    expect(client.messages).toMatchObject([{ id: null, error: { message: expect.stringContaining('belongs to another request') } }])
    server.say({ jsonrpc: '2.0', id: 0, result: {} })
    expect(client.lines).toHaveLength(1)
    expect(upstream()).toHaveLength(800)
  })

  it('is free again when its answer has come, however late', async () => {
    const { client, server, judge } = memorySession()
    for (let id = 0; id < 400; id++) {
      client.say({ jsonrpc: '2.0', id, method: 'ping' })
      client.say(cancel(id))
    }
    server.say({ jsonrpc: '2.0', id: 0, result: {} })
    client.say(callOf(0))
    await settle()
    expect(judge.last.id).toBe(0)
  })

  it('ends the session where no more of them can be remembered', () => {
    const { client, reports } = memorySession()
    for (let n = 0; n < 8_000 && !client.isEnded; n++) {
      const id = `${n}${'x'.repeat(1_000)}`
      client.say({ jsonrpc: '2.0', id, method: 'ping' })
      client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } })
    }
    expect(client.isEnded).toBe(true)
    expect(reports.at(-1)).toMatchObject({ why: expect.stringContaining('given up more requests than can be remembered') })
  })
})
