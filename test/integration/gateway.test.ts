import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../architecture/sources.ts'

const GATEWAY = join(root, 'out', 'gateway', 'gateway.cjs')
const FILE_SERVER = join(root, 'node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js')

let base: string
let files: string
let config: string
const points: ChildProcess[] = []
const clients: Client[] = []

beforeEach(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-gateway-')))
  files = join(base, 'files')
  config = join(base, 'point', 'point.json')
  mkdirSync(files)
  writeFileSync(join(base, 'client.json'), JSON.stringify({ mcpServers: { files: { command: process.execPath, args: [FILE_SERVER, files], cwd: files } } }))
  expect(await gateway('init', '--from', join(base, 'client.json'), '--out', config, '--agent', 'scribe', '--owner', 'https://id.example', 'mara', 'Mara Lindqvist')).toMatchObject({ code: 0 })
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
  for (const point of points.splice(0)) {
    point.kill('SIGTERM')
    if (point.exitCode === null && point.signalCode === null) await once(point, 'exit')
  }
  rmSync(base, { recursive: true, force: true })
})

/** Runs the gateway's command to its end. */
async function gateway(...args: readonly string[]) {
  const child = spawn(process.execPath, [GATEWAY, ...args])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const [code] = await once(child, 'close')
  return { code: code as number, said }
}

/** Starts the point and waits until it listens. Everything it says is collected. */
async function runPoint() {
  const child = spawn(process.execPath, [GATEWAY, 'run', '--config', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  points.push(child)
  const said = { text: '' }
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (text) => {
      said.text += text
      if (said.text.includes('listens on')) resolve()
    })
    child.once('exit', () => reject(new Error(said.text)))
  })
  return { child, said }
}

async function connect(): Promise<Client> {
  const client = new Client({ name: 'agent', version: '1.0.0' })
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [GATEWAY, 'stdio', '--agent', 'scribe', '--config', config], stderr: 'ignore' }))
  clients.push(client)
  return client
}

async function write(client: Client, name: string, content: string, signal?: AbortSignal) {
  const result = await client.callTool({ name: 'write_file', arguments: { path: join(files, name), content } }, undefined, signal === undefined ? {} : { signal })
  return { isError: result.isError === true, text: (result.content as { text: string }[])[0]?.text ?? '', denial: result._meta?.['dev.countersign/denial'] as { reason?: string } | undefined }
}

const inJournal = (sql: string) => {
  const db = new Database(join(base, 'point', 'journal.sqlite'), { readonly: true })
  try {
    return db.prepare(sql).all() as Record<string, unknown>[]
  } finally {
    db.close()
  }
}

describe('the gateway before a real file server', () => {
  it('writes a configuration that it can use, with secrets that nobody else can read', async () => {
    expect(await gateway('check', '--config', config)).toMatchObject({ code: 0, said: expect.stringContaining('can be used: 1 agents, 1 servers') })
    for (const name of ['point.json', 'scribe.credential']) expect(statSync(join(base, 'point', name)).mode & 0o777).toBe(0o600)
    expect(readFileSync(config, 'utf8')).not.toContain(readFileSync(join(base, 'point', 'scribe.credential'), 'utf8').trim())
    expect(await gateway('init', '--from', join(base, 'client.json'), '--out', config, '--agent', 'scribe', '--owner', 'i', 's', 'n')).toMatchObject({ code: 1, said: expect.stringContaining('is there already') })
  })

  it('lets an agent read, write new files, and go on writing its own', async () => {
    const { child } = await runPoint()
    const client = await connect()
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('write_file')
    expect(await write(client, 'note.txt', 'one')).toMatchObject({ isError: false })
    expect(await write(client, 'note.txt', 'two')).toMatchObject({ isError: false })
    expect(readFileSync(join(files, 'note.txt'), 'utf8')).toBe('two')

    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(inJournal('SELECT verdict FROM evaluation').map(({ verdict }) => verdict)).toEqual(['allow', 'allow'])
    expect(inJournal("SELECT outcome, record ->> 'result' AS result FROM enforcement")).toEqual([{ outcome: 'forwarded', result: 'ok' }, { outcome: 'forwarded', result: 'ok' }])
  })

  it('holds a call that would change a file which the session did not write, and never runs it once its caller has left', async () => {
    writeFileSync(join(files, 'plan.txt'), 'as it was')
    const { child, said } = await runPoint()
    const client = await connect()
    const leaving = new AbortController()
    const held = write(client, 'plan.txt', 'changed', leaving.signal)
    await expect.poll(() => said.text).toContain('is held until')
    leaving.abort()
    await expect(held).rejects.toThrow()
    await expect.poll(() => said.text).toContain('has ended or moved on')
    expect(readFileSync(join(files, 'plan.txt'), 'utf8')).toBe('as it was')

    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(inJournal('SELECT state, reason, consumed FROM challenge')).toEqual([{ state: 'cancelled', reason: 'caller_gone', consumed: 0 }])
    expect(inJournal('SELECT * FROM enforcement')).toEqual([])
  })

  it('refuses what it holds when it is told to end, and the file stays as it was', async () => {
    writeFileSync(join(files, 'plan.txt'), 'as it was')
    const { child, said } = await runPoint()
    const held = write(await connect(), 'plan.txt', 'changed')
    await expect.poll(() => said.text).toContain('is held until')
    child.kill('SIGTERM')
    expect(await held).toMatchObject({ isError: true })
    await once(child, 'exit')
    expect(readFileSync(join(files, 'plan.txt'), 'utf8')).toBe('as it was')
  })

  it('voids what it held when it was killed, and starts again on the same journal', async () => {
    writeFileSync(join(files, 'plan.txt'), 'as it was')
    const first = await runPoint()
    const held = write(await connect(), 'plan.txt', 'changed')
    await expect.poll(() => first.said.text).toContain('is held until')
    first.child.kill('SIGKILL')
    expect(await held).toMatchObject({ isError: true })

    const second = await runPoint()
    expect(await write(await connect(), 'new.txt', 'still works')).toMatchObject({ isError: false })
    second.child.kill('SIGTERM')
    await once(second.child, 'exit')
    expect(inJournal('SELECT state, consumed FROM challenge')).toEqual([{ state: 'cancelled', consumed: 1 }])
    expect(readFileSync(join(files, 'plan.txt'), 'utf8')).toBe('as it was')
  })

  it('tells the agent the reason of a denial', async () => {
    await runPoint()
    const client = await connect()
    const result = await client.callTool({ name: 'move_file', arguments: { source: join(files, 'a'), destination: join(files, 'b') } })
    expect(result).toMatchObject({ isError: true, content: [{ type: 'text', text: expect.stringContaining('No policy permits it.') }], _meta: { 'dev.countersign/denial': { reason: 'policy_denied' } } })
  })

  it('is one point for one journal', async () => {
    await runPoint()
    expect(await gateway('run', '--config', config)).toMatchObject({ code: 1, said: expect.stringContaining('a point runs on it already') })
  })

  it('turns a caller without an agent\'s credential away', async () => {
    const { said } = await runPoint()
    writeFileSync(join(base, 'point', 'scribe.credential'), 'guessed\n')
    const client = await connect().catch((fault: Error) => fault)
    if (!(client instanceof Error)) expect(await client.listTools().catch((fault: Error) => fault)).toBeInstanceOf(Error)
    expect(said.text).toContain('it was turned away')
  })

  it('says what is wrong with a configuration, a policy and a journal, and leaves them as they are', async () => {
    const good = readFileSync(config, 'utf8')
    writeFileSync(config, good.replace('"pilot"', '"somewhere"').replace('"name": "local",', ''))
    expect(await gateway('run', '--config', config)).toMatchObject({ code: 1, said: expect.stringMatching(/name: .*agents\.0\.environment: /s) })
    writeFileSync(config, good.replace('{', '{"name": "twice",'))
    expect(await gateway('run', '--config', config)).toMatchObject({ code: 1, said: expect.stringContaining('The same key stands twice') })
    writeFileSync(config, good)

    const policy = join(base, 'point', 'point.cedar')
    const rules = readFileSync(policy, 'utf8')
    writeFileSync(policy, rules.replace('permit (', 'permitt ('))
    expect(await gateway('check', '--config', config)).toMatchObject({ code: 1, said: expect.stringContaining('The policy cannot be used') })
    writeFileSync(policy, rules)

    writeFileSync(join(base, 'point', 'journal.sqlite'), 'not a database, but somebody\'s only copy of something')
    expect(await gateway('run', '--config', config)).toMatchObject({ code: 1, said: expect.stringContaining('is not a journal, or it is damaged. It was left as it is.') })
    expect(readFileSync(join(base, 'point', 'journal.sqlite'), 'utf8')).toContain('only copy')
  })
})
