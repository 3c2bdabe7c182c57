import { readPointConfig } from '../config/index.ts'
import { Point } from '../point/Point.ts'

/** Runs a point until it is told to end. Its own words go to standard error, one line each. */
export async function run(file: string): Promise<number> {
  // A signal that comes while it starts must end it as well, and cleanly.
  const ending = new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve(name))
  })
  const config = readPointConfig(file)
  const point = await Point.open(config, log)
  log(`${config.name} listens on ${config.socket}.`)
  log(`${config.name} listens for consoles on ${point.address}.`)
  if (config.self_approval === 'marked') log(`Whoever an agent acts for may approve up to Medium here, and it is marked: ${config.self_approval_reason ?? ''}`)
  const signal = await ending
  log(`Ending at ${signal}. What is held is refused.`)
  await point.close()
  log('Ended.')
  return 0
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`)
}
