import { createInterface } from 'node:readline/promises'
import { plainText } from '../../shared/display/index.ts'
import type { JsonObject, JsonValue } from '../../shared/json/index.ts'
import type { NamedActor, Role } from '../../shared/protocol/index.ts'
import { readPointConfig } from '../config/index.ts'
import { askHost, hostSocketPath } from '../host/index.ts'

export interface PairRequest {
  readonly config: string
  readonly person: NamedActor
  readonly roles: readonly string[]
}

const ROLES: readonly Role[] = ['observer', 'owner', 'approver', 'killer', 'admin']

/** Pairs a console with the point that runs here: shows the code, then the words, and asks whether they are the same. */
export async function pair({ config, person, roles }: PairRequest): Promise<number> {
  const known = ROLES.filter((role) => roles.includes(role))
  const unknown = roles.filter((role) => !ROLES.some((one) => one === role))
  if (unknown.length > 0 || known.length === 0) {
    process.stderr.write(`There is no role "${unknown.join('", "')}". Roles are ${ROLES.join(', ')}.\n`)
    return 2
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const host = { path: hostSocketPath(readPointConfig(config).socket), configFile: config }
    const { address } = await askHost({ ...host, command: { command: 'status' } })
    const answer = await askHost({
      ...host,
      command: { command: 'pair', person, roles: [...known] },
      onNews: async (news) => {
        process.stdout.write(wordsOf(news, shown(address)))
        return news['news'] === 'words' ? { answer: await isSame(terminal) } : null
      },
    })
    const isPaired = answer['ok'] === true
    ;(isPaired ? process.stdout : process.stderr).write(`${shown(answer['sentence'])}\n`)
    return isPaired ? 0 : 1
  } finally {
    terminal.close()
  }
}

/** Whoever closes the terminal, or answers anything but yes, has said no. */
async function isSame(terminal: ReturnType<typeof createInterface>): Promise<boolean> {
  const left = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const typed = await Promise.race([terminal.question('Does the console show the same eight words? y/n '), left])
  return /^y(?:es)?$/i.test(typed.trim())
}

function wordsOf(news: JsonObject, address: string): string {
  switch (news['news']) {
    case 'code':
      return `Let the console dial this point, with this code, within ${Math.round(Number(news['lives_ms']) / 60_000)} minutes:\n\n    ${address}\n    ${shown(news['code'])}\n\n`
    case 'words':
      return `A console that calls itself "${shown(news['console_name'])}" knows the code. It must show these words:\n\n    ${listOf(news['words']).map(shown).join('  ')}\n\n`
    default:
      return `${shown(news['sentence'])}\n`
  }
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : [])
/** Names of consoles are their own word, and a terminal obeys what it is sent. */
const shown = (value: JsonValue | undefined) => plainText(typeof value === 'string' ? value : '', 400)
