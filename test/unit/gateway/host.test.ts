import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askHost, HostServer, hostSocketPath, listenLocally, NoPointFault, type HostActs, type PairingOrder } from '../../../gateway/host/index.ts'
import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { idOf } from '../../builders/protocol.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

const PERSON = { iss: 'i', sub: 's', name: 'Ines' }
const WORDS = ['acorn', 'actor', 'album', 'amber', 'anchor', 'apple', 'apron', 'arrow']

let folder: string
let path: string
let server: HostServer
let time: FakeTime
let ordered: unknown[]
let logged: string[]
let more: JsonObject
let pairing: (order: PairingOrder) => ReturnType<HostActs['pair']>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-host-'))
  path = hostSocketPath(join(folder, 'point.sock'))
  time = new FakeTime()
  ordered = []
  logged = []
  more = {}
  pairing = async () => ({ ok: true, sentence: 'Paired.' })
  const done = (what: unknown) => {
    ordered.push(what)
    return { ok: true, sentence: 'Done.' } as const
  }
  server = await HostServer.listen({
    path, after: time.after, log: (line) => logged.push(line),
    acts: {
      status: () => ({ epoch: 7, ...more }),
      pair: (order) => pairing(order),
      enrol: (order) => done(order),
      unlock: async (lockId, reason) => done({ lockId, reason }),
      recover: async () => {
        throw new Error('the disk is gone')
      },
      acceptLog: () => ({ ok: false, sentence: 'There is no such console.' }),
    },
  })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (command: Parameters<typeof askHost>[0]['command'], onNews?: (news: JsonObject) => Promise<JsonObject | null>) => askHost({ path, configFile: 'point.json', command, ...(onNews === undefined ? {} : { onNews }) })

/** Writes bytes as they are, and gives everything that comes back until the end. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(path, () => socket.write(bytes))
    socket.on('data', (text) => (said += String(text)))
    socket.on('error', () => {})
    socket.on('close', () => resolve(said))
  })
}

describe('the host\'s socket', () => {
  it('can be reached by this account alone', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is named after that of the agents, so that two points in one folder have two', () => {
    expect(path).toBe(join(folder, 'point.host.sock'))
    expect(hostSocketPath(join(folder, 'other.sock'))).not.toBe(path)
  })

  it('is not taken from a point that listens on it', async () => {
    await expect(listenLocally(path, () => {})).rejects.toThrow(`Another point listens on ${path}`)
    expect(await ask({ command: 'status' })).toMatchObject({ ok: true })
  })

  it('carries an answer of any length that a point can have', async () => {
    more = { sessions: Array.from({ length: 20_000 }, (_, i) => ({ session_id: `session ${i}`, reason: 'x'.repeat(50) })) }
    expect(await ask({ command: 'status' })).toEqual({ ok: true, epoch: 7, ...more })
  })

  it('carries an order to the point and its answer back', async () => {
    expect(await ask({ command: 'status' })).toEqual({ ok: true, epoch: 7 })
    expect(await ask({ command: 'unlock', lock_id: idOf('lock'), reason: 'looked at' })).toEqual({ ok: true, sentence: 'Done.' })
    expect(await ask({ command: 'log_accept', console_id: idOf('console') })).toEqual({ ok: false, sentence: 'There is no such console.' })
    expect(ordered).toEqual([{ lockId: idOf('lock'), reason: 'looked at' }])
  })

  it('lets a console in by its keys, and refuses weak ones at the door', async () => {
    const { publicKey } = generatePrivateKey()
    const order = { command: 'enrol', console: { console_id: idOf('console'), name: 'desk', key: publicKey.x }, reviewer_key: publicKey.x, log_origin: 'log', person: PERSON, roles: ['approver'] } as const
    expect(await ask({ ...order, roles: ['approver'] })).toMatchObject({ ok: true })
    expect(ordered).toMatchObject([{ reviewerKey: { kid: publicKey.kid }, roles: ['approver'] }])
    expect(await ask({ ...order, reviewer_key: 'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', roles: ['approver'] })).toMatchObject({ ok: false, sentence: expect.stringContaining('reviewer_key') })
  })

  it('shows the code and the words, and takes the word of the person', async () => {
    const answers: boolean[] = []
    pairing = async ({ tell, ask: askPerson }) => {
      tell({ news: 'code', code: 'AAAA-BBBB-CCCC', lives_ms: 300_000, sentence: 'Type it.' })
      answers.push(await askPerson({ news: 'words', words: WORDS, console_name: 'desk', console_id: idOf('console') }))
      return { ok: true, sentence: 'Paired.' }
    }
    for (const isSame of [true, false]) {
      const news: unknown[] = []
      await ask({ command: 'pair', person: PERSON, roles: ['approver'] }, async (one) => {
        news.push(one['news'])
        return one['news'] === 'words' ? { answer: isSame } : null
      })
      expect(news).toEqual(['code', 'words'])
    }
    expect(answers).toEqual([true, false])
  })

  it('hears how it ended while the person is still being asked', async () => {
    pairing = async ({ ask: askPerson }) => {
      void askPerson({ news: 'words', words: WORDS, console_name: 'desk', console_id: idOf('console') })
      return { ok: false, sentence: 'At the console they differed.' }
    }
    const undecided = (one: JsonObject) => (one['news'] === 'words' ? new Promise<null>(() => {}) : Promise.resolve(null))
    expect(await ask({ command: 'pair', person: PERSON, roles: ['approver'] }, undecided)).toEqual({ ok: false, sentence: 'At the console they differed.' })
  })

  it('takes it for a no where the person has left', async () => {
    const answered = new Promise<boolean>((resolve) => {
      pairing = async ({ ask: askPerson }) => {
        resolve(await askPerson({ news: 'words', words: WORDS, console_name: 'desk', console_id: idOf('console') }))
        return { ok: false, sentence: 'Not paired.' }
      }
    })
    const socket = connect(path, () => socket.write(`${JSON.stringify({ command: 'pair', person: PERSON, roles: ['approver'] })}\n`))
    socket.once('data', () => socket.destroy())
    expect(await answered).toBe(false)
  })

  it.each([
    ['no JSON', 'status\n', /could not be read/],
    ['the same key twice', '{"command":"status","command":"recover"}\n', /could not be read/],
    ['an unknown order', '{"command":"format"}\n', /could not be understood/],
    ['more than an order', '{"command":"status","also":1}\n', /could not be understood/],
  ])('refuses %s in a sentence', async (_what, bytes, sentence) => {
    expect(JSON.parse(await raw(bytes))).toMatchObject({ ok: false, sentence: expect.stringMatching(sentence) })
    expect(ordered).toEqual([])
  })

  it('closes on whoever says too much or nothing', async () => {
    expect(await raw('x'.repeat(70_000))).toBe('')
    const silent = raw('')
    await expect.poll(() => time.waiting).toBe(1)
    time.pass(5_000)
    expect(await silent).toBe('')
  })

  it('answers when the point itself fails, and says why in the log', async () => {
    expect(await ask({ command: 'recover' })).toMatchObject({ ok: false, sentence: expect.stringContaining('log') })
    expect(logged[0]).toContain('the disk is gone')
  })

  it('that nobody listens on is told to the person with what to do', async () => {
    await server.close()
    await expect(ask({ command: 'status' })).rejects.toThrow(NoPointFault)
    await expect(ask({ command: 'status' })).rejects.toThrow('countersign-gateway run --config point.json')
  })
})
