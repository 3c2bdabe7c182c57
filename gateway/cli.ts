// countersign-gateway: the enforcement point that stands in front of an agent's tools.

import { parseArgs } from 'node:util'
import { check } from './commands/check.ts'
import { init } from './commands/init.ts'
import { run } from './commands/run.ts'
import { stdio } from './commands/stdio.ts'

const USAGE = `countersign-gateway ${__APP_VERSION__}

  init --from CLIENT_CONFIG --out FILE --agent NAME --owner ISS SUB NAME
                       writes a point's configuration from that of an MCP client, with a sample
                       policy and a launch credential for the agent
  check --config FILE  says whether a configuration and its policy can be used
  run --config FILE    the point: holds the journal and listens for agents
  stdio --agent NAME --config FILE
                       stands in an MCP client's configuration and copies bytes to the point

In this version no console can be attached: a challenged call is held and, as nobody can answer, denied when its time is
over.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { version: { type: 'boolean' }, help: { type: 'boolean' }, config: { type: 'string' }, agent: { type: 'string' }, from: { type: 'string' }, out: { type: 'string' }, owner: { type: 'boolean' } },
})
const [command, ...rest] = positionals

carryOut().then((code) => {
  process.exitCode = code
}, (fault: unknown) => {
  // Faults of the world name what to mend; our own mistakes keep their stack.
  const isOwn = !(fault instanceof Error) || ['TypeError', 'ReferenceError', 'RangeError', 'AssertionError'].includes(fault.name)
  process.stderr.write(`${isOwn ? (fault instanceof Error ? fault.stack : String(fault)) : fault.message}\n`)
  process.exitCode = 1
})

async function carryOut(): Promise<number> {
  if (values.version === true) return say(`${__APP_VERSION__}\n`)
  if (values.help === true) return say(USAGE)
  const { config, agent, from, out } = values
  if (command === 'run' && config !== undefined) return run(config)
  if (command === 'check' && config !== undefined) return check(config)
  if (command === 'stdio' && config !== undefined && agent !== undefined) return stdio({ config, agent })
  const [iss, sub, name] = rest
  if (command === 'init' && from !== undefined && out !== undefined && agent !== undefined && iss !== undefined && sub !== undefined && name !== undefined) return init({ from, out, agent, owner: { iss, sub, name } })
  process.stderr.write(USAGE)
  return 2
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}
