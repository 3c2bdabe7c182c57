import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { initialised } from '../BenchPoint.ts'
import { timed, type Stage } from '../measure.ts'
import { GATEWAY, root } from '../places.ts'
import { started } from '../processes.ts'
import { startRawClient } from '../rawClient.ts'

const FILE_SERVER = join(root, 'node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js')

export const allowedCall: Stage = {
  name: 'allowed call',
  subject: 'read_text_file through shim, point (identified, evaluated by Cedar, journalled) and file server',
  floor: 'the same through shim, a process that copies bytes and makes one FULL commit, and file server',
  pairs: 300,
  open: async (atEnd) => {
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-bench-')))
    atEnd(() => rmSync(base, { recursive: true, force: true }))
    const files = join(base, 'files')
    mkdirSync(files)
    writeFileSync(join(files, 'note.txt'), 'a note\n')
    const server = { command: process.execPath, args: [FILE_SERVER, files], cwd: files }
    writeFileSync(join(base, 'client.json'), JSON.stringify({ mcpServers: { files: server } }))
    const configs = { subject: join(base, 'subject', 'point.json'), floor: join(base, 'floor', 'point.json') }
    for (const config of Object.values(configs)) await initialised(base, config)

    const socket = join(dirname(configs.floor), (JSON.parse(readFileSync(configs.floor, 'utf8')) as { socket: string }).socket)
    await started(atEnd, [GATEWAY, 'run', '--config', configs.subject], 'listens on')
    await started(atEnd, [join(root, 'test', 'bench', 'floors', 'passThrough.ts'), socket, join(base, 'floor.sqlite'), JSON.stringify({ ...server, inherit: ['PATH'], env: {} })], 'listens on')
    const subject = await startRawClient(process.execPath, [GATEWAY, 'stdio', '--agent', 'bench', '--config', configs.subject])
    atEnd(subject.close)
    const floor = await startRawClient(process.execPath, [GATEWAY, 'stdio', '--agent', 'bench', '--config', configs.floor])
    atEnd(floor.close)
    const call = { name: 'read_text_file', arguments: { path: join(files, 'note.txt') } }
    for (const client of [subject, floor]) await client.ask('tools/list', {})
    return {
      runSubject: () => timed(() => subject.ask('tools/call', call).then(mustBeNote)),
      runFloor: () => timed(() => floor.ask('tools/call', call).then(mustBeNote)),
    }
  },
}

/** A figure of a call that failed would be a figure of nothing. */
function mustBeNote(result: unknown): void {
  if (!JSON.stringify(result).includes('a note')) throw new Error(`The call did not run: ${JSON.stringify(result)}`)
}
