import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../shared/json/index.ts'
import { GATEWAY, GatewayRig } from '../fakes/gateway/GatewayRig.ts'

let rig: GatewayRig
const started = new Set<number>()
beforeEach(async () => {
  rig = await GatewayRig.make()
})
afterEach(async () => {
  // These points outlive the clients that started them, so we end them by the ids that they told us.
  for (const pid of started) {
    if (isRunning(pid)) process.kill(pid, 'SIGTERM')
    await expect.poll(() => isRunning(pid)).toBe(false)
  }
  started.clear()
  await rig.end()
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A process that has ended stays listed until somebody takes note; in a container that may be nobody.
    return !/^\d+ \(.*\) Z/s.test(existsSync('/proc/self/stat') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '')
  } catch {
    return false
  }
}

async function status(): Promise<JsonObject> {
  const stands = await rig.host({ command: 'status' })
  started.add(Number(stands['pid']))
  return stands
}

/** Processes that run a point on this configuration, where the system lets us look. */
function points(): readonly number[] | null {
  if (!existsSync('/proc/self/cmdline')) return null
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      return words.includes('run') && words.includes(rig.config)
    } catch {
      return false
    }
  })
}

function shim() {
  const transport = new StdioClientTransport({ command: process.execPath, args: [GATEWAY, 'stdio', '--agent', 'scribe', '--config', rig.config], stderr: 'ignore' })
  const client = new Client({ name: 'agent', version: '1.0.0' })
  return { transport, client, connecting: client.connect(transport) }
}

const linesOfLog = () => readFileSync(rig.config.replace(/json$/, 'log'), 'utf8').split('\n')

describe('a point that its clients start', () => {
  it('is one, with one journal and one epoch, when six clients start at once and two of them are killed', async () => {
    const shims = Array.from({ length: 6 }, shim)
    const outcomes = shims.map(({ connecting }) => connecting.then(() => 'connected', () => 'lost'))
    // One is killed as soon as it is there, one when the point has come up, whoever of the six started it.
    const [first, second, ...others] = shims
    await expect.poll(() => first?.transport.pid ?? null).not.toBe(null)
    process.kill(first?.transport.pid ?? 0, 'SIGKILL')
    await expect.poll(() => status().then(() => true, () => false)).toBe(true)
    await second?.connecting
    process.kill(second?.transport.pid ?? 0, 'SIGKILL')

    expect((await Promise.all(outcomes)).slice(1)).toEqual(Array.from({ length: 5 }, () => 'connected'))
    for (const [index, { client }] of others.entries()) expect(await rig.write(client, `${index}.txt`, 'x')).toMatchObject({ isError: false })
    await expect.poll(async () => ((await status())['sessions'] as JsonObject[]).filter(({ state }) => state === 'active').length).toBe(4)
    const stands = await status()
    expect(stands).toMatchObject({ epoch: 0, must_recover: false })
    const running = points()
    if (running !== null) await expect.poll(points).toEqual([stands['pid']])
    expect(linesOfLog().filter((line) => line.includes('listens for consoles'))).toHaveLength(1)

    for (const { client } of others) await client.close()
    process.kill(Number(stands['pid']), 'SIGTERM')
    await expect.poll(() => isRunning(Number(stands['pid']))).toBe(false)
    expect(rig.inJournal('SELECT verdict FROM evaluation')).toHaveLength(4)
  }, 120_000)

  it('outlives the client that started it, and is started again where it was killed', async () => {
    const one = shim()
    await one.connecting
    const before = Number((await status())['pid'])
    await one.client.close()
    expect(await rig.write(await rig.connect(), 'a.txt', 'x')).toMatchObject({ isError: false })
    expect((await status())['pid']).toBe(before)

    process.kill(before, 'SIGKILL')
    await expect.poll(() => isRunning(before)).toBe(false)
    expect(await rig.write(await rig.connect(), 'b.txt', 'x')).toMatchObject({ isError: false })
    expect((await status())['pid']).not.toBe(before)
  }, 60_000)

  it('that cannot start is told to the client with what to do, and the client is not kept waiting', async () => {
    rig.changeConfig((config) => {
      config['policy'] = './nowhere.cedar'
    })
    const { client, connecting } = shim()
    await expect(connecting).rejects.toThrow(/could not be started|gateway/)
    expect(linesOfLog().join('\n')).toContain(join(rig.base, 'point', 'nowhere.cedar'))
    await client.close()
  }, 60_000)
})
