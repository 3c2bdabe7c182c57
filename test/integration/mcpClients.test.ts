import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client as NewerClient } from '@modelcontextprotocol/client'
import { StdioClientTransport as NewerTransport } from '@modelcontextprotocol/client/stdio'
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterEach, describe, expect, it } from 'vitest'
import { root } from '../architecture/sources.ts'
import { DENIED } from '../fakes/mcp/ScriptedJudge.ts'
import { TestPoint, type TestPointOptions } from '../fakes/mcp/TestPoint.ts'

const fake = (name: string) => join(root, 'test', 'fakes', 'mcp', name)

interface CallOptions {
  readonly signal?: AbortSignal
  readonly onprogress?: (progress: { progress: number }) => unknown
}

/** The two clients behind the one face that these tests need. */
interface AnyClient {
  readonly tools: () => Promise<readonly string[]>
  readonly call: (name: string, args: Record<string, unknown>, options?: CallOptions) => Promise<{ text: string; isError: boolean; meta: unknown }>
  readonly close: () => Promise<void>
}

type Answer = { content?: unknown; isError?: unknown; _meta?: Record<string, unknown> | undefined }
const toAnswer = (result: Answer) => ({
  text: (result.content as { text?: string }[] | undefined)?.map(({ text }) => text).join('\n') ?? '',
  isError: result.isError === true,
  meta: result._meta?.['dev.countersign/denial'],
})

async function connectOlder(socketPath: string): Promise<AnyClient> {
  const client = new OlderClient({ name: 'older', version: '1.0.0' })
  await client.connect(new OlderTransport({ command: process.execPath, args: [fake('shimMain.ts'), socketPath], stderr: 'ignore' }))
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args, options) => toAnswer(await client.callTool({ name, arguments: args }, undefined, options)),
    close: () => client.close(),
  }
}

async function connectNewer(socketPath: string): Promise<AnyClient> {
  const client = new NewerClient({ name: 'newer', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new NewerTransport({ command: process.execPath, args: [fake('shimMain.ts'), socketPath], stderr: 'ignore' }))
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args, options) => toAnswer(await client.callTool({ name, arguments: args }, options)),
    close: () => client.close(),
  }
}

const open: { close(): void | Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

async function openPoint(options: TestPointOptions = {}): Promise<TestPoint> {
  const point = await TestPoint.open(options)
  open.push(point)
  return point
}

describe.each([['SDK 1.32.2', connectOlder], ['client 2.4.0', connectNewer]] as const)('a real client (%s) before a real file server', (_name, connect) => {
  async function openBoth(options: TestPointOptions = {}) {
    const point = await openPoint(options)
    const client = await connect(point.socketPath)
    open.push(client)
    return { point, client, judge: point.judge, path: join(point.folder, 'note.txt') }
  }

  it('lists, writes and reads what the judge lets through', async () => {
    const { point, client, judge, path } = await openBoth()
    judge.policy = () => ({ kind: 'forward' })
    expect(await client.tools()).toContain('write_file')
    const content = 'l\u00ednea 1\nline 2 \u{1f600} "quoted" \\ \u2028'
    expect(await client.call('write_file', { path, content })).toMatchObject({ isError: false })
    expect(readFileSync(path, 'utf8')).toBe(content)
    expect((await client.call('read_text_file', { path })).text).toBe(content)
    // The newer client comes twice: once to find out which era the server is of, and once to stay.
    expect(new Set(point.credentials)).toEqual(new Set(['agent-1 one-time-secret']))
    expect(judge.outcomes).toMatchObject([{ result: 'ok', isError: false }, { result: 'ok' }])
  })

  it('shows the agent why a call was denied, and the file is unchanged', async () => {
    const { client, judge, path } = await openBoth()
    writeFileSync(path, 'before')
    judge.policy = () => DENIED
    const answer = await client.call('write_file', { path, content: 'after' })
    expect(answer).toEqual({ text: DENIED.text, isError: true, meta: { reason: 'denied', challenge_id: 'chl_1', next_action: 'none' } })
    expect(readFileSync(path, 'utf8')).toBe('before')
  })

  it('waits while a call is held, hears signs of life, and has it done when it is released', async () => {
    const { client, judge, path } = await openBoth({ progressEveryMs: 40 })
    const heard: number[] = []
    let hearThird = () => {}
    const thirdHeard = new Promise<void>((resolve) => {
      hearThird = resolve
    })
    const onprogress = ({ progress }: { progress: number }) => heard.push(progress) === 3 && hearThird()
    const answer = client.call('write_file', { path, content: 'released' }, { onprogress })
    await thirdHeard
    expect(existsSync(path)).toBe(false)
    judge.release(judge.last)
    expect(await answer).toMatchObject({ isError: false })
    expect(readFileSync(path, 'utf8')).toBe('released')
    expect(heard.slice(0, 3)).toEqual([0.001, 0.002, 0.003])
  })

  it('never writes what was cancelled while it was held', async () => {
    const { client, judge, path } = await openBoth()
    judge.policy = ({ tool }) => (tool === 'write_file' ? null : { kind: 'forward' })
    const abort = new AbortController()
    const answer = client.call('write_file', { path, content: 'cancelled' }, { signal: abort.signal }).catch((fault: unknown) => fault)
    await judge.until(() => judge.calls.length === 1)
    abort.abort()
    expect(await answer).toBeInstanceOf(Error)
    await judge.until(() => judge.told.length > 0)
    expect(judge.told).toEqual([`${judge.last.id} left: cancelled`])
    judge.release(judge.last)
    // A later call that does run shows that the session is well and that the earlier one had its chance.
    expect(await client.call('list_allowed_directories', {})).toMatchObject({ isError: false })
    expect(existsSync(path)).toBe(false)
  })

  it('is told when its server has ended while a call was held, and that it was not run', async () => {
    const { point, client, judge, path } = await openBoth()
    const answer = client.call('write_file', { path, content: 'x' })
    answer.catch(() => {})
    await judge.until(() => judge.calls.length === 1)
    process.kill(point.serverPids.at(-1) ?? 0, 'SIGKILL')
    expect(await answer).toMatchObject({ isError: true, text: 'The tool server was ended by SIGKILL. The call was not run.' })
    judge.release(judge.last)
    expect(existsSync(path)).toBe(false)
  })
})

describe('a client and a server of 2026-07-28', () => {
  it('work through the point without initialize, with a call let through, denied and cancelled', async () => {
    const point = await openPoint({ server: () => [process.execPath, fake('modernServer.ts')] })
    const client = await connectNewer(point.socketPath)
    open.push(client)
    const { judge } = point
    judge.policy = ({ tool, invocation }) => (new TextDecoder().decode(invocation.bytes).includes('"forbidden"') ? DENIED : tool === 'echo' ? { kind: 'forward' } : null)
    expect(await client.tools()).toEqual(['echo', 'slow'])
    expect(await client.call('echo', { '10': 'a', '9': 'b' })).toMatchObject({ text: 'calls so far: 1, arguments {"10":"a","9":"b"}', isError: false })
    expect(await client.call('echo', { text: 'forbidden' })).toMatchObject({ isError: true, meta: { reason: 'denied' } })
    const abort = new AbortController()
    const answer = client.call('slow', {}, { signal: abort.signal }).catch((fault: unknown) => fault)
    await judge.until(() => judge.calls.length === 3)
    abort.abort()
    expect(await answer).toBeInstanceOf(Error)
    await judge.until(() => judge.told.some((word) => word.includes('left')))
    judge.release(judge.last)
    expect(await client.call('echo', {})).toMatchObject({ text: 'calls so far: 2, arguments {}' })
    expect(judge.calls[0]?.meta).toMatchObject({ 'io.modelcontextprotocol/protocolVersion': '2026-07-28' })
  })
})

describe('a client that is killed', () => {
  it('never writes what was held for it', async () => {
    const point = await openPoint()
    const { judge } = point
    const path = join(point.folder, 'note.txt')
    const child = spawn(process.execPath, [fake('clientMain.ts'), fake('shimMain.ts'), point.socketPath, path], { stdio: 'ignore' })
    await judge.until(() => judge.calls.length === 1)
    child.kill('SIGKILL')
    await judge.until(() => judge.told.length > 0)
    judge.release(judge.last)
    expect(judge.told).toEqual([`${judge.last.id} left: client_gone`])
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(existsSync(path)).toBe(false)
    expect(judge.told).toHaveLength(1)
  })
})

describe('a client without a point', () => {
  it.each([['SDK 1.32.2', connectOlder], ['client 2.4.0', connectNewer]] as const)('is told at once what to do (%s)', async (_name, connect) => {
    await expect(connect('/nowhere/at-all')).rejects.toThrow(/Start the Countersign gateway/)
  })

  it('is told, for the call that waits and for later ones, when the point goes away', async () => {
    const point = await openPoint()
    const client = await connectOlder(point.socketPath)
    open.push(client)
    const waiting = client.call('write_file', { path: join(point.folder, 'x'), content: 'x' })
    await point.judge.until(() => point.judge.calls.length === 1)
    point.dropConnections()
    expect(await waiting).toMatchObject({ isError: true, text: expect.stringContaining('Whether this call was run is not known') })
    const later = await client.call('write_file', { path: join(point.folder, 'x'), content: 'x' })
    expect(later).toMatchObject({ isError: true, meta: { reason: 'unavailable', next_action: 'start_gateway' } })
    expect(later.text).toContain('The call was not run.')
    expect(existsSync(join(point.folder, 'x'))).toBe(false)
  })
})
