// The point of this host that `npm start` runs: its configuration, its process, and what it is asked as its host.

import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { uuidV7 } from '../../shared/util/uuidV7.ts'
import { run } from '../setup/command.mjs'
import { SetupError } from '../setup/report.mjs'
import { DEMO_AGENTS, OWNER } from './cast.mjs'
import { askHost } from './hostSocket.mjs'
import { layOutScratch } from './scratch.mjs'

/**
 * @typedef {object} LocalPoint
 * @property {string} config path of the configuration
 * @property {string} scratch the folder that the agents work in
 * @property {{ address: string, pointId: string, pointName: string, pointKey: string }} facts for the console
 * @property {(identity: any) => Promise<void>} enrol lets a console and its reviewer in, with every role that the demo needs
 * @property {() => Promise<void>} stop
 */

/**
 * Runs the demo's point; makes its folder and configuration where there are none yet.
 * @param {string} root of the clone
 * @returns {Promise<LocalPoint>}
 */
export async function runLocalPoint(root) {
  const folder = join(root, '.countersign', 'demo')
  const scratch = join(folder, 'files')
  const gateway = join(root, 'out', 'gateway', 'gateway.cjs')
  const config = join(folder, 'point', 'point.json')
  mkdirSync(scratch, { recursive: true, mode: 0o700 })
  layOutScratch(scratch)
  if (!existsSync(config)) await writeConfig({ root, gateway, folder, scratch, config })

  const child = spawn(process.execPath, [gateway, 'run', '--config', config], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  const log = join(folder, 'point.log')
  await listening(child, log)
  const host = join(folder, 'point', 'point.host.sock')
  const status = await askHost(host, { command: 'status' })
  return {
    config,
    scratch,
    facts: { address: status.address, pointId: status.point_id, pointName: status.name, pointKey: status.point_key },
    enrol: async (identity) => {
      const { username } = userInfo()
      const console_ = { console_id: identity.consoleId, name: identity.consoleName, key: identity.consoleKey }
      const answer = await askHost(host, {
        command: 'enrol', console: console_, reviewer_key: identity.reviewerKey.x, log_origin: identity.logOrigin,
        person: { iss: `host:${hostname()}`, sub: username, name: username }, roles: ['approver', 'killer', 'admin'],
      })
      if (answer.ok !== true) throw new SetupError(`The local point did not take this console: ${answer.sentence ?? 'no reason given'}`, `look at ${log}, or delete ${folder} and start again.`)
    },
    stop: () => new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    }),
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} log
 * @returns {Promise<void>}
 */
function listening(child, log) {
  const file = createWriteStream(log)
  file.on('error', () => {})
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (text) => {
      file.write(text)
      if (said.includes('listens for consoles')) return
      said += String(text)
      if (said.includes('listens for consoles')) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new SetupError(`The local point ended with ${code}:\n${said}`, `look at ${log}; npm start -- --empty opens the console without it.`)))
  })
}

/**
 * Lets the point's own command write a configuration, and adds the other agents to it.
 * @param {{ root: string, gateway: string, folder: string, scratch: string, config: string }} places
 */
async function writeConfig({ root, gateway, folder, scratch, config }) {
  const server = join(root, 'node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js')
  const client = join(folder, 'client.json')
  writeFileSync(client, JSON.stringify({ mcpServers: { files: { command: process.execPath, args: [server, scratch], cwd: scratch } } }, null, 2))
  const [first] = DEMO_AGENTS
  const outcome = await run(process.execPath, [gateway, 'init', '--from', client, '--out', config, '--agent', first?.name ?? '', '--owner', OWNER.iss, OWNER.sub, OWNER.name])
  if (outcome.code !== 0) throw new SetupError(`The local point could not be set up.\n${outcome.stdout}${outcome.stderr}`, `delete ${folder} and start again, or use npm start -- --empty.`)

  const written = JSON.parse(readFileSync(config, 'utf8'))
  const [model] = written.agents
  written.name = 'demo'
  written.agents = DEMO_AGENTS.map(({ name, purpose, environment }, index) => {
    if (index === 0) return { ...model, purpose, environment }
    const credential = randomBytes(32).toString('base64url')
    writeFileSync(join(folder, 'point', `${name}.credential`), `${credential}\n`, { mode: 0o600 })
    return { ...model, agent_id: `agt_${uuidV7(Date.now(), randomBytes(10))}`, name, purpose, environment, credential_hash: `sha256:${createHash('sha256').update(credential).digest('hex')}` }
  })
  writeFileSync(`${config}.new`, `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${config}.new`, config)
}
