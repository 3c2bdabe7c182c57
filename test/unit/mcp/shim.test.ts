import { describe, expect, it } from 'vitest'
import { readCredential, runShim, type ShimOptions } from '../../../gateway/stdio/index.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'
import { callOf, settle } from '../../fakes/mcp/memorySession.ts'
import { MemoryFace } from '../../fakes/mcp/MemoryFace.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const ping = (id: number) => ({ jsonrpc: '2.0', id, method: 'ping' })

function shimWith(options: Partial<ShimOptions> = {}) {
  const client = new MemoryFace()
  const point = new MemoryFace()
  const time = new FakeTime()
  const problems: string[] = []
  const running = runShim({ client, connect: async () => point, credential: 'agent-1 secret', clock: time, onProblem: (line) => problems.push(line), ...options })
  return { client, point, time, problems, running }
}

const nobody = async () => {
  throw new Error('connect ENOENT')
}

describe('the shim', () => {
  it('says who it is first and then copies both ways, byte for byte', async () => {
    const { client, point } = shimWith()
    await settle()
    client.feed(bytes('{ "jsonrpc":"2.0","id":1,'))
    client.feed(bytes('"method":"ping"}\r\n not JSON \n'))
    expect(point.lines).toEqual(['agent-1 secret', '{ "jsonrpc":"2.0","id":1,"method":"ping"}\r', ' not JSON '])
    point.feed(bytes('{"id":1 ,"jsonrpc":"2.0",'))
    expect(client.lines).toEqual([])
    point.feed(bytes('"result":{}}\n'))
    expect(client.lines).toEqual(['{"id":1 ,"jsonrpc":"2.0","result":{}}'])
  })

  it('answers every request where nobody listens, with what to do', async () => {
    const { client, problems } = shimWith({ connect: nobody })
    await settle()
    client.say(ping(1))
    client.say(callOf(2, {}, { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }))
    client.say({ jsonrpc: '2.0', method: 'notifications/initialized' })
    client.say('[]')
    expect(client.messages).toMatchObject([
      { id: 1, error: { code: -31_001, message: 'The gateway is not there (connect ENOENT). Start the Countersign gateway on this machine, then restart this MCP server in your client.' } },
      { id: 2, result: { isError: true, resultType: 'complete', _meta: { 'dev.countersign/denial': { reason: 'unavailable', next_action: 'start_gateway' } } } },
      { id: null, error: { code: -31_001 } },
    ])
    expect(problems).toHaveLength(1)
  })

  it('does not wait for ever for a connection, and leaves none open that comes too late', async () => {
    const face = new MemoryFace()
    let connectLate = () => {}
    const { client, time } = shimWith({ connect: () => new Promise((resolve) => {
      connectLate = () => resolve(face)
    }) })
    time.pass(5_000)
    await settle()
    client.say(ping(1))
    expect(client.messageOf(1)).toMatchObject({ error: { message: expect.stringContaining('did not answer within 5 s') } })
    connectLate()
    await settle()
    expect(face.isEnded).toBe(true)
    expect(face.lines).toEqual([])
  })

  it('starts nothing by itself, and starts the point once where it was told how', async () => {
    const point = new MemoryFace()
    let starts = 0
    const startPoint = async () => void starts++
    shimWith({ connect: async () => (starts === 0 ? nobody() : point), startPoint })
    await settle()
    expect(starts).toBe(1)
    expect(point.lines).toEqual(['agent-1 secret'])
  })

  it('says so where the point cannot be started, or not in time', async () => {
    const failing = shimWith({ connect: nobody, startPoint: async () => Promise.reject(new Error('no such file')) })
    await settle()
    expect(failing.problems).toEqual(['The gateway could not be started (no such file).'])
    const slow = shimWith({ connect: nobody, startPoint: () => new Promise(() => {}) })
    await settle()
    slow.time.pass(20_000)
    await settle()
    expect(slow.problems).toEqual(['The gateway did not start within 20 s.'])
  })

  it('answers what waits when the connection breaks, also behind half an answer, and what comes later', async () => {
    const { client, point } = shimWith()
    await settle()
    client.say(ping(1))
    client.say(callOf('b'))
    client.say(ping(3))
    point.say({ jsonrpc: '2.0', id: 1, result: {} })
    client.feed(bytes('{"jsonrpc":"2.0","id":4,'))
    point.feed(bytes('{"jsonrpc":"2.0","id":3,"resu'))
    point.leave('closed the connection')
    client.feed(bytes('"method":"ping"}\n'))
    client.say(callOf(5))
    expect(client.messages.map(({ id }) => id)).toEqual([1, 'b', 3, 4, 5])
    expect(client.textOf('b')).toBe('The Countersign gateway closed the connection. Whether this call was run is not known: look before you repeat it. Start the Countersign gateway on this machine, then restart this MCP server in your client.')
  })

  it('lets the point know at once that its client has left', async () => {
    const { client, point, running } = shimWith()
    await settle()
    client.leave()
    await running
    expect(point.isEnded).toBe(true)
  })

  it('refuses a credential that would be two lines', async () => {
    await expect(shimWith({ credential: 'a\n{"jsonrpc":"2.0"}' }).running).rejects.toThrow(RangeError)
  })
})

describe('the credential line', () => {
  it('is taken off, and nothing behind it is lost', async () => {
    const face = new MemoryFace()
    const reading = readCredential(face, new FakeTime())
    face.feed(bytes('agent-1 sec'))
    face.feed(bytes('ret\n{"a":1}\n{'))
    const read = await reading
    face.feed(bytes('}\n'))
    expect(new TextDecoder().decode(read?.credential)).toBe('agent-1 secret')
    const heard: string[] = []
    read?.face.onBytes((rest) => heard.push(new TextDecoder().decode(rest)))
    face.feed(bytes('more'))
    expect(heard).toEqual(['{"a":1}\n{', '}\n', 'more'])
  })

  it.each([
    ['does not come in time', (face: MemoryFace, time: FakeTime) => (face.feed(bytes('agent')), time.pass(5_000))],
    ['is too long', (face: MemoryFace) => face.feed(bytes(`${'x'.repeat(5_000)}\n`))],
    ['is too long and has no end', (face: MemoryFace) => face.feed(bytes('x'.repeat(5_000)))],
    ['is cut off by the caller', (face: MemoryFace) => face.leave()],
  ])('is refused, and the face ended, where it %s', async (_name, happen) => {
    const face = new MemoryFace()
    const time = new FakeTime()
    const reading = readCredential(face, time)
    happen(face, time)
    expect(await reading).toBeNull()
    expect(face.isEnded).toBe(true)
    expect(time.waiting).toBe(0)
  })
})
