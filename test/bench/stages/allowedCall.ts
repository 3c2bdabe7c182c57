import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../../architecture/sources.ts'
import { timed, type Stage } from '../measure.ts'
import { startRawClient } from '../rawClient.ts'

const GATEWAY = join(root, 'out', 'gateway', 'gateway.cjs')
const FILE_SERVER = join(root, 'node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js')

export const allowedCall: Stage = {
  name: 'allowed call',
  subject: 'read_text_file through shim, point (identified, evaluated by Cedar, journalled) and file server',
  floor: 'the same through shim, a process that copies bytes and makes one FULL commit, and file server',
  pairs: 300,
  open: async () => {
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-bench-')))
    const files = join(base, 'files')
    mkdirSync(files)
    writeFileSync(join(files, 'note.txt'), 'a note\n')
    const server = { command: process.execPath, args: [FILE_SERVER, files], cwd: files }
    writeFileSync(join(base, 'client.json'), JSON.stringify({ mcpServers: { files: server } }))
    const configs = { subject: join(base, 'subject', 'point.json'), floor: join(base, 'floor', 'point.json') }
    for (const config of Object.values(configs)) await initialise(base, config)

    const socket = join(dirname(configs.floor), (JSON.parse(readFileSync(configs.floor, 'utf8')) as { socket: string }).socket)
    const processes = [
      await started([GATEWAY, 'run', '--config', configs.subject]),
      await started([join(root, 'test', 'bench', 'floors', 'passThrough.ts'), socket, join(base, 'floor.sqlite'), JSON.stringify({ ...server, inherit: ['PATH'], env: {} })]),
    ]
    const clients = await Promise.all(Object.values(configs).map((config) => startRawClient(process.execPath, [GATEWAY, 'stdio', '--agent', 'bench', '--config', config])))
    const [subject, floor] = clients
    if (subject === undefined || floor === undefined) throw new Error('A client is missing')
    const call = { name: 'read_text_file', arguments: { path: join(files, 'note.txt') } }
    for (const client of clients) await client.ask('tools/list', {})
    return {
      runSubject: () => timed(() => subject.ask('tools/call', call).then(mustBeNote)),
      runFloor: () => timed(() => floor.ask('tools/call', call).then(mustBeNote)),
      close: async () => {
        for (const client of clients) await client.close()
        for (const child of processes) await ended(child)
        rmSync(base, { recursive: true, force: true })
      },
    }
  },
}

async function initialise(base: string, config: string): Promise<void> {
  const child = spawn(process.execPath, [GATEWAY, 'init', '--from', join(base, 'client.json'), '--out', config, '--agent', 'bench', '--owner', 'https://id.example', 'mara', 'Mara Lindqvist'], { stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`init ended with ${String(code)}`)
}

async function started(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (text) => {
      said += String(text)
      if (said.includes('listens on')) resolve()
    })
    child.once('exit', () => reject(new Error(said)))
  })
  return child
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** A figure of a call that failed would be a figure of nothing. */
function mustBeNote(result: unknown): void {
  if (!JSON.stringify(result).includes('a note')) throw new Error(`The call did not run: ${JSON.stringify(result)}`)
}
