import { parseArgs } from 'node:util'
import type { NamedActor } from '../../shared/protocol/index.ts'
import { check } from './check.ts'
import { init } from './init.ts'
import { logAccept, recover, unlock } from './orders.ts'
import { pair } from './pair.ts'
import { run } from './run.ts'
import { status } from './status.ts'
import { stdio } from './stdio.ts'
import { USAGE } from './usage.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

/**
 * Carries out one command line.
 * @returns 0 where it was done, 1 where it was refused, 2 where it was not understood; anything thrown is a fault with a
 * sentence
 */
export async function carryOut(argv: readonly string[]): Promise<number> {
  const line = readLine(argv)
  if (typeof line === 'string') return misunderstood(line)
  const { values, positionals } = line
  if (values.version === true) return say(`${__APP_VERSION__}\n`)
  const [command, ...rest] = positionals
  if (values.help === true || command === 'help') return say(USAGE)
  const { config, agent, from, out, role, reason } = values
  switch (command) {
    case 'init': {
      const owner = personOf(rest)
      return from === undefined || out === undefined || agent === undefined || owner === null ? misunderstood('init needs --from, --out, --agent and --owner ISS SUB NAME.') : init({ from, out, agent, owner })
    }
    case 'stdio':
      return config === undefined || agent === undefined ? misunderstood('stdio needs --agent and --config.') : stdio({ config, agent })
    case 'pair': {
      const person = personOf(rest)
      return config === undefined || role === undefined || person === null ? misunderstood('pair needs --config, --person ISS SUB NAME and --role.') : pair({ config, person, roles: role.split(',') })
    }
    case 'unlock':
      return config === undefined || reason === undefined || rest[0] === undefined ? misunderstood('unlock needs the lock, --reason and --config.') : unlock({ config, lock: rest[0], reason })
    case 'log':
      return config === undefined || rest[0] !== 'accept' || rest[1] === undefined ? misunderstood('log accept needs the console and --config.') : logAccept({ config, console: rest[1] })
    case 'check':
    case 'run':
    case 'recover':
    case 'status':
      return config === undefined ? misunderstood(`${command} needs --config.`) : { check, run, recover, status }[command](config)
    default:
      return misunderstood(command === undefined ? 'A command is missing.' : `There is no command "${command}".`)
  }
}

function readLine(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { version: flag, help: flag, config: text, agent: text, from: text, out: text, owner: flag, person: flag, role: text, reason: text },
    })
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault)
  }
}

/** A person as three words of the command line, behind --owner or --person. */
function personOf([iss, sub, name]: readonly string[]): NamedActor | null {
  return iss === undefined || sub === undefined || name === undefined ? null : { iss, sub, name }
}

function misunderstood(why: string): number {
  process.stderr.write(`${why}\n\n${USAGE}`)
  return 2
}

function say(words: string): number {
  process.stdout.write(words)
  return 0
}
