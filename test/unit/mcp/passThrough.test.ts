import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { memorySession, settle } from '../../fakes/mcp/memorySession.ts'
import { fixtures } from '../../vectors/fixtures.ts'
import { messagesOfSchema, type Schema } from '../../fakes/mcp/messagesOfSchema.ts'

const folder = join(fixtures, 'mcp-spec', 'schema')
const ABSENT = 'the fixtures are absent (mcp-spec)'

interface Sample {
  readonly jsonrpc?: string
  readonly id?: string | number | null
  readonly method?: string
  readonly result?: unknown
  readonly error?: unknown
}

describe('messages pass byte for byte', () => {
  it('all 2026-07-28 examples that are messages, in both directions', async (ctx) => {
    const examples = join(folder, '2026-07-28', 'examples')
    if (!existsSync(examples)) return ctx.skip(ABSENT)
    const samples = readdirSync(examples, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .flatMap((entry) => asMessage(basename(entry.parentPath), JSON.parse(readFileSync(join(entry.parentPath, entry.name), 'utf8')) as Sample))
    expect(samples.length).toBeGreaterThan(50)
    for (const sample of samples) await passesBothWays(sample)
  })

  it.for(['2025-06-18', '2025-11-25', '2026-07-28'])('one of each kind that the schema of %s knows', async (revision, ctx) => {
    const path = join(folder, revision, 'schema.json')
    if (!existsSync(path)) return ctx.skip(ABSENT)
    const samples = messagesOfSchema(JSON.parse(readFileSync(path, 'utf8')) as Schema)
    expect(samples.length).toBeGreaterThan(20)
    for (const sample of samples) await passesBothWays(sample)
  })
})

/** An example of a request or a result without its frame is given one; what is a smaller part is left out. */
function asMessage(kind: string, sample: Sample): readonly Sample[] {
  if (sample.jsonrpc !== undefined) return [sample]
  if (kind.endsWith('Result')) return [{ jsonrpc: '2.0', id: 'x', result: sample }]
  return sample.method === undefined ? [] : [{ jsonrpc: '2.0', id: 'x', ...sample }]
}

async function passesBothWays(sample: Sample): Promise<void> {
  // Spaces that no printer of ours would write, so that a message that was printed anew is found out.
  const frame = JSON.stringify(sample, null, 1).replaceAll('\n', ' ')
  const isAnswer = sample.method === undefined
  const { client, server, judge } = memorySession({ list: () => ({ tools: [{ name: nameIn(sample) }] }) })
  judge.policy = () => ({ kind: 'forward' })
  if (sample.method === 'tools/call') {
    client.say(frame)
    await settle()
    const forwarded = server.lines.at(-1) ?? ''
    const head = frame.slice(0, frame.indexOf('"arguments": ') + 13)
    expect(JSON.parse(forwarded)).toEqual(sample)
    expect(forwarded.slice(0, head.length)).toBe(head)
    return
  }
  client.say(frame)
  expect(server.lines).toEqual([frame])
  const other = memorySession()
  if (isAnswer && sample.id !== null) other.client.say({ jsonrpc: '2.0', id: sample.id, method: 'ping' })
  other.server.say(frame)
  expect(other.client.lines).toEqual([frame])
}

const nameIn = (sample: object) => (sample as { params?: { name?: string } }).params?.name ?? ''
