import { isId } from '../../shared/domain/index.ts'
import { readPointConfig } from '../config/index.ts'
import { askHost, hostSocketPath, type WrittenCommand } from '../host/index.ts'

/** Ends a stop, with a reason. */
export const unlock = ({ config, lock, reason }: { readonly config: string; readonly lock: string; readonly reason: string }): Promise<number> | number => {
  if (!isId('lock', lock)) return refuse(`"${lock}" is not the id of a stop. "status" lists those that hold.`)
  if (reason.trim() === '') return refuse('A stop is ended with a reason: what was looked at, and why agents may go on.')
  return order(config, { command: 'unlock', lock_id: lock, reason })
}

/** Says that the point was looked at after a restore. */
export const recover = (config: string): Promise<number> => order(config, { command: 'recover' })

/** Accepts that a console's log has begun anew. */
export const logAccept = ({ config, console: consoleId }: { readonly config: string; readonly console: string }): Promise<number> | number =>
  isId('console', consoleId) ? order(config, { command: 'log_accept', console_id: consoleId }) : refuse(`"${consoleId}" is not the id of a console. "status" lists those that are paired.`)

/** Gives an order to the point that runs on a configuration, and says what came of it. */
async function order(configFile: string, command: WrittenCommand): Promise<number> {
  const answer = await askHost({ path: hostSocketPath(readPointConfig(configFile).socket), configFile, command })
  const isDone = answer['ok'] === true
  const stream = isDone ? process.stdout : process.stderr
  stream.write(`${String(answer['sentence'])}\n`)
  return isDone ? 0 : 1
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 1
}
