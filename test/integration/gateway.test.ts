import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GatewayRig } from '../fakes/gateway/GatewayRig.ts'

let rig: GatewayRig
beforeEach(async () => {
  rig = await GatewayRig.make()
})
afterEach(() => rig.end())

const gateway = (...args: readonly string[]) => rig.command(...args)
const write = (client: Client, name: string, content: string, signal?: AbortSignal) => rig.write(client, name, content, signal)
const inJournal = (sql: string) => rig.inJournal(sql)
const point = (name: string) => join(rig.base, 'point', name)

describe('the gateway before a real file server', () => {
  it('writes a configuration that it can use, with secrets that nobody else can read', async () => {
    expect(await gateway('check', '--config', rig.config)).toMatchObject({ code: 0, said: expect.stringContaining('can be used: 1 agent, 1 server,') })
    for (const name of ['point.json', 'scribe.credential']) expect(statSync(point(name)).mode & 0o777).toBe(0o600)
    expect(readFileSync(rig.config, 'utf8')).not.toContain(readFileSync(point('scribe.credential'), 'utf8').trim())
    expect(await gateway('init', '--from', join(rig.base, 'client.json'), '--out', rig.config, '--agent', 'scribe', '--owner', 'i', 's', 'n')).toMatchObject({ code: 1, said: expect.stringContaining('is there already') })
  })

  it('lets an agent read, write new files, and go on writing its own', async () => {
    const { child } = await rig.run()
    const client = await rig.connect()
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('write_file')
    expect(await write(client, 'note.txt', 'one')).toMatchObject({ isError: false })
    expect(await write(client, 'note.txt', 'two')).toMatchObject({ isError: false })
    expect(rig.read('note.txt')).toBe('two')

    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(inJournal('SELECT verdict FROM evaluation').map(({ verdict }) => verdict)).toEqual(['allow', 'allow'])
    expect(inJournal("SELECT outcome, record ->> 'result' AS result FROM enforcement")).toEqual([{ outcome: 'forwarded', result: 'ok' }, { outcome: 'forwarded', result: 'ok' }])
  })

  it('holds a call that would change a file which the session did not write, and never runs it once its caller has left', async () => {
    rig.put('plan.txt', 'as it was')
    const { child, said } = await rig.run()
    const client = await rig.connect()
    const leaving = new AbortController()
    const held = write(client, 'plan.txt', 'changed', leaving.signal)
    await said.until('is held until')
    leaving.abort()
    await expect(held).rejects.toThrow()
    await said.until('is cancelled (caller_gone)')
    expect(rig.read('plan.txt')).toBe('as it was')

    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(inJournal('SELECT state, reason, consumed FROM challenge')).toEqual([{ state: 'cancelled', reason: 'caller_gone', consumed: 0 }])
    expect(inJournal('SELECT * FROM enforcement')).toEqual([])
  })

  it('refuses what it holds when it is told to end, and the file stays as it was', async () => {
    rig.put('plan.txt', 'as it was')
    const { child, said } = await rig.run()
    const held = write(await rig.connect(), 'plan.txt', 'changed')
    await said.until('is held until')
    child.kill('SIGTERM')
    expect(await held).toMatchObject({ isError: true })
    await once(child, 'exit')
    expect(rig.read('plan.txt')).toBe('as it was')
  })

  it('voids what it held when it was killed, and starts again on the same journal', async () => {
    rig.put('plan.txt', 'as it was')
    const first = await rig.run()
    const held = write(await rig.connect(), 'plan.txt', 'changed')
    await first.said.until('is held until')
    first.child.kill('SIGKILL')
    expect(await held).toMatchObject({ isError: true })

    const second = await rig.run()
    expect(await write(await rig.connect(), 'new.txt', 'still works')).toMatchObject({ isError: false })
    second.child.kill('SIGTERM')
    await once(second.child, 'exit')
    expect(inJournal('SELECT state, consumed FROM challenge')).toEqual([{ state: 'cancelled', consumed: 1 }])
    expect(rig.read('plan.txt')).toBe('as it was')
  })

  it('tells the agent the reason of a denial', async () => {
    const policy = point('point.cedar')
    writeFileSync(policy, readFileSync(policy, 'utf8').replace(', "move_file"].contains', '].contains'))
    await rig.run()
    expect(await rig.call(await rig.connect(), 'move_file', { source: 'a', destination: 'b' })).toMatchObject({ isError: true, text: expect.stringContaining('No policy permits it.'), denial: { reason: 'policy_denied' } })
  })

  it('checks what would keep it from running: a certificate that is none, a path that no socket can have', async () => {
    writeFileSync(point('c.pem'), 'no certificate')
    rig.changeConfig((config) => (config['listen'] = { host: '127.0.0.1', port: 0, cert: './c.pem', key: './c.pem' }))
    expect(await gateway('check', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining(`The certificate ${point('c.pem')} and the key`) })
    rig.changeConfig((config) => Object.assign(config, { listen: { host: '127.0.0.1', port: 0 }, socket: `./${'x'.repeat(103)}.sock` }))
    expect(await gateway('check', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining('too long for a local socket') })
  })

  it('writes no configuration that it could not use, and says which file it could not read', async () => {
    const init = (from: string, owner = 'Mara') => gateway('init', '--from', from, '--out', point('second.json'), '--agent', 'reader', '--owner', 'i', 's', owner)
    writeFileSync(point('broken.json'), '{"mcpServers"')
    expect(await init(point('broken.json'))).toMatchObject({ code: 1, said: expect.stringContaining(point('broken.json')) })
    expect(await init(join(rig.base, 'client.json'), '')).toMatchObject({ code: 1, said: expect.stringContaining('agents.0.owner.name') })
    expect(existsSync(point('second.json'))).toBe(false)
    expect(await init(join(rig.base, 'client.json'))).toMatchObject({ code: 0 })
    expect(JSON.parse(readFileSync(point('second.json'), 'utf8'))).toMatchObject({ socket: './second.sock', journal: './second.sqlite', key: './second.key' })
  })

  it('is one point for one journal', async () => {
    await rig.run()
    expect(await gateway('run', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining('a point runs on it already') })
  })

  it('turns a caller without an agent\'s credential away', async () => {
    const { said } = await rig.run()
    writeFileSync(point('scribe.credential'), 'guessed\n')
    const client = await rig.connect().catch((fault: Error) => fault)
    if (!(client instanceof Error)) expect(await client.listTools().catch((fault: Error) => fault)).toBeInstanceOf(Error)
    await said.until('it was turned away')
  })

  it('says what is wrong with a configuration, a policy and a journal, and leaves them as they are', async () => {
    const good = readFileSync(rig.config, 'utf8')
    writeFileSync(rig.config, good.replace('"pilot"', '"somewhere"').replace('"name": "local",', ''))
    expect(await gateway('run', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringMatching(/name: .*agents\.0\.environment: /s) })
    writeFileSync(rig.config, good.replace('{', '{"name": "twice",'))
    expect(await gateway('run', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining('The same key stands twice') })
    writeFileSync(rig.config, good)

    const policy = point('point.cedar')
    const rules = readFileSync(policy, 'utf8')
    writeFileSync(policy, rules.replace('permit (', 'permitt ('))
    expect(await gateway('check', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining('The policy cannot be used') })
    writeFileSync(policy, rules)

    writeFileSync(point('point.sqlite'), 'not a database, but somebody\'s only copy of something')
    expect(await gateway('run', '--config', rig.config)).toMatchObject({ code: 1, said: expect.stringContaining('is not a journal, or it is damaged. It was left as it is.') })
    expect(readFileSync(point('point.sqlite'), 'utf8')).toContain('only copy')
  })
})
