import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPointConfig } from '../../../gateway/config/index.ts'
import { idOf } from '../../builders/protocol.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-config-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const GOOD = {
  '//': 'a comment',
  'point_id': idOf('point'), 'name': 'local', 'listen': { host: '127.0.0.1', port: 4_321 },
  'socket': './point.sock', 'journal': './journal.sqlite', 'key': './point.key', 'policy': './point.cedar',
  'agents': [{ agent_id: idOf('agent'), name: 'scribe', owner: { iss: 'i', sub: 's', name: 'n' }, purpose: '', environment: 'pilot', server: 'files', credential_hash: `sha256:${'a'.repeat(64)}` }],
  'servers': [{ server_id: 'files', command: 'node', args: [], cwd: '.', display: { write_file: { kind: 'file_write', fields: { path: '/path' }, critical_pointers: ['/arguments/path'] } }, file_targets: { move_file: { from: '/source', to: '/destination' } } }],
}

function reading(over: object) {
  const file = join(folder, 'point.json')
  writeFileSync(file, JSON.stringify({ ...GOOD, ...over }))
  return readPointConfig(file)
}

describe('a configuration', () => {
  it('that is good is read, with whole paths and without comments', () => {
    const config = reading({})
    expect(config.socket).toBe(join(folder, 'point.sock'))
    expect(config.self_approval).toBe('deny')
    expect(config).not.toHaveProperty('//')
  })

  it.each([
    ['listens for other machines without TLS', { listen: { host: '0.0.0.0', port: 1 } }, /0\.0\.0\.0 can be reached from other machines, so it needs TLS/],
    ['has a certificate without its key', { listen: { host: '127.0.0.1', port: 1, cert: 'c.pem' } }, /cert and key belong together/],
    ['lets people approve for themselves where others can reach it', { listen: { host: '192.0.2.1', port: 1, cert: 'c', key: 'k' }, self_approval: 'marked', self_approval_reason: 'why' }, /only a point that listens on loopback alone/],
    ['lets people approve for themselves without saying why', { self_approval: 'marked' }, /needs a reason/],
    ['has two agents of one id', { agents: [...GOOD.agents, { ...GOOD.agents[0], name: 'other' }] }, /two have the id/],
    ['has two agents of one credential', { agents: [...GOOD.agents, { ...GOOD.agents[0], agent_id: idOf('agent', 2), name: 'other' }] }, /two have the credential_hash/],
    ['names a kind of rendering that there is not', { servers: [{ ...GOOD.servers[0], display: { x: { kind: 'picture' } } }] }, /servers\.0\.display\.x\.kind/],
    ['points with a critical value outside the arguments', { servers: [{ ...GOOD.servers[0], display: { x: { kind: 'json', critical_pointers: ['/tool'] } } }] }, /critical_pointers/],
    ['has a deadline that no caller could have', { agents: [{ ...GOOD.agents[0], caller_deadline_ms: 10 }] }, /caller_deadline_ms/],
    ['has a member that is not known', { listens: {} }, /listens/],
  ])('that %s is refused with its fault', (_what, over, fault) => {
    expect(() => reading(over)).toThrow(fault)
  })

  it('may listen for other machines with TLS', () => {
    expect(reading({ listen: { host: '0.0.0.0', port: 1, cert: './c.pem', key: './k.pem' } }).listen).toMatchObject({ cert: join(folder, 'c.pem'), key: join(folder, 'k.pem') })
  })
})
