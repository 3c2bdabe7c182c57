import { createServer } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { certificateOf } from '../builders/certificate.ts'
import { attachedPair, consoleOf, pointOf } from '../fakes/links/linked.ts'

describe('a link over TLS', () => {
  it('attaches to the pinned certificate key, bound to this very connection at both ends', async () => {
    const { point } = await attachedPair({}, certificateOf())
    // The fake point compares the channel in the console's proof with its own end of the exporter.
    expect(point.newest.channel).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(point.newest.isAttached).toBe(true)
  })

  it('sends not one byte above TLS to another certificate', async () => {
    const { cert, key } = certificateOf()
    let [heard, connections] = [0, 0]
    let ended = () => {}
    const closed = new Promise<void>((resolve) => void (ended = resolve))
    const server = createServer({ cert, key }, (socket) => {
      socket.on('error', () => {})
      socket.on('data', (chunk) => (heard += chunk.length))
    })
    server.on('tlsClientError', () => {})
    server.on('connection', (socket) => {
      connections += 1
      socket.on('close', ended)
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const point = await pointOf(certificateOf())
    const desk = consoleOf()
    desk.links.add({ ...point.pin, address: `wss://127.0.0.1:${(server.address() as AddressInfo).port}/` }, null, null)
    await desk.untilState('refused')
    await closed
    expect(desk.state).toMatchObject({ reason: expect.stringMatching(/^Another TLS key answered at wss:.*nothing was sent to it/) })
    expect(heard).toBe(0)
    expect(connections).toBe(1)
    await new Promise((resolve) => server.close(resolve))
  })

  it('is refused where the pairing was without TLS, and the other way round', async () => {
    const [plain, tls] = [await pointOf(), await pointOf(certificateOf())]
    const desk = consoleOf()
    desk.links.add({ ...tls.pin, certificateKey: null }, null, null)
    expect(desk.state).toMatchObject({ status: 'refused', reason: expect.stringContaining('Pair with the point again') })
    desk.links.add({ ...plain.pin, certificateKey: tls.pin.certificateKey }, null, null)
    expect(desk.states.filter(({ status }) => status === 'refused')).toHaveLength(2)
    expect([...plain.connections, ...tls.connections]).toEqual([])
  })
})

describe('a point on another host', () => {
  it('is refused on the development runtime, with what to install instead', async () => {
    const point = await pointOf(certificateOf())
    const desk = consoleOf({ mayLeaveThisHost: false })
    desk.links.add({ ...point.pin, address: 'wss://gateway.example:7717/' }, null, null)
    expect(desk.state).toMatchObject({ status: 'refused', reason: expect.stringMatching(/development runtime.*Install the shipped Electron/) })
  })

  it('is never spoken to without TLS', async () => {
    const point = await pointOf()
    const desk = consoleOf()
    desk.links.add({ ...point.pin, address: 'ws://gateway.example:7717/' }, null, null)
    expect(desk.state).toMatchObject({ status: 'refused', reason: expect.stringContaining('without encryption') })
  })
})
