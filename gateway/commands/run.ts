import { readPointConfig } from '../config/PointConfig.ts'
import { Point } from '../point/Point.ts'

/** Runs a point until it is told to end. Its own words go to standard error, one line each. */
export async function run(file: string): Promise<number> {
  const config = readPointConfig(file)
  const point = await Point.open(config, {
    log,
    announcer: {
      evaluationRecorded: ({ verdict, reason, request }) => log(`${verdict}: ${String(request.resource['id'])}. ${reason}`),
      challengeRaised: ({ challenge_id, expires_at }) => log(`${challenge_id} is held until ${expires_at}.`),
      challengeUpdated: (challengeId) => log(`${challengeId} has ended or moved on.`),
      enforcementRecorded: ({ outcome, result }) => log(`${outcome}, ${result}`),
      problem: log,
    },
  })
  log(`${config.name} listens on ${config.socket}.`)
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve(name))
  })
  log(`Ending at ${signal}. What is held is refused.`)
  await point.close()
  return 0
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`)
}
