import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MOST_SERVERS_OF_AN_AGENT } from '../../gateway/point/Allowances.ts'
import { TestConsole } from '../fakes/console/TestConsole.ts'
import { GatewayRig } from '../fakes/gateway/GatewayRig.ts'

let rig: GatewayRig
const sockets: Socket[] = []
beforeEach(async () => {
  rig = await GatewayRig.make()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await rig.end()
})

/** A connection to the door of the agents, as a program that is no MCP client would make it. */
async function knock(firstLine: string): Promise<Socket> {
  const socket = connect(join(rig.base, 'point', 'point.sock'))
  sockets.push(socket)
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(`${firstLine}\n`)
  return socket
}
/** The machine may be busy with others; nothing here is about how long it takes. */
const SLOW = { timeout: 50_000 }
const credential = () => readFileSync(join(rig.base, 'point', 'scribe.credential'), 'utf8').trim()
const status = () => rig.host({ command: 'status' })

describe('an agent', () => {
  it('whose client has half a character where a name is cut does not end the point', async () => {
    const { child } = await rig.run()
    const reviewer = new TestConsole()
    await rig.host(reviewer.enrolment())
    await reviewer.attach(String((await status())['address']))
    const socket = await knock(credential())
    socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: `${'x'.repeat(127)}\u{1f600}`, version: '1' } } })}\n`)
    const { body } = await reviewer.next('session.updated')
    expect(body).toMatchObject({ client_info: { name: 'x'.repeat(127) } })
    expect(child.exitCode).toBeNull()
    reviewer.close()
  })

  it('has so many connections and no more, and the point goes on', async () => {
    rig.changeConfig((config) => {
      config['servers'] = (config['servers'] as object[]).map((server) => ({ ...server, command: 'cat', args: [] }))
    })
    await rig.run()
    for (let i = 0; i < MOST_SERVERS_OF_AN_AGENT; i++) await knock(credential())
    await expect.poll(async () => ((await status())['sessions'] as object[]).length, SLOW).toBe(MOST_SERVERS_OF_AN_AGENT)
    const oneMore = await knock(credential())
    await once(oneMore, 'close')
    expect((await status())['sessions']).toHaveLength(MOST_SERVERS_OF_AN_AGENT)
    sockets[0]?.destroy()
    await expect.poll(async () => ((await status())['sessions'] as { state: string }[]).filter(({ state }) => state !== 'ended').length, SLOW).toBe(MOST_SERVERS_OF_AN_AGENT - 1)
  })
})

describe('what was refused', () => {
  it('stands in the journal: a strange credential, a secret that an agent reached for, a reason of release', async () => {
    const { child } = await rig.run()
    const stranger = await knock('no credential of anybody')
    await once(stranger, 'close')
    const client = await rig.connect()
    expect(await rig.write(client, 'a.txt', '${secret:key}')).toMatchObject({ isError: true })
    const reviewer = new TestConsole()
    await rig.host(reviewer.enrolment())
    await reviewer.attach(String((await status())['address']))
    const { lock_id } = await reviewer.engage({ kind: 'all' })
    expect(await rig.command('unlock', lock_id, '--reason', 'looked at it', '--config', rig.config)).toMatchObject({ code: 0 })
    expect((await reviewer.next('lock.released')).body).toMatchObject({ release_reason: 'looked at it' })
    reviewer.close()
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
    const facts = rig.inJournal('SELECT what, fact FROM fact')
    expect(facts.map(({ what }) => what)).toEqual(expect.arrayContaining(['agent_unknown', 'agent_call_refused', 'attached']))
    expect(JSON.parse(String(facts.find(({ what }) => what === 'agent_call_refused')?.['fact']))).toMatchObject({ details: { reason: 'secret_reference' } })
    expect(JSON.parse(String(rig.inJournal('SELECT record FROM lock')[0]?.['record']))).toMatchObject({ release_reason: 'looked at it' })
  })
})
