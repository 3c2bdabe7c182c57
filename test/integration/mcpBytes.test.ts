import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChallengeMaker } from '../../gateway/enforce/ports.ts'
import { argumentBytesOf, ProxySession, startServer, systemClock, type ToolCall } from '../../gateway/mcp/index.ts'
import { challengeMaker } from '../../gateway/point/makeChallenge.ts'
import { showBytes, sourceOf } from '../../shared/display/index.ts'
import { generatePrivateKey, hashBytes, verifyEnvelope, type PrivateKey } from '../../shared/evidence/index.ts'
import { encodeUtf8 } from '../../shared/json/index.ts'
import { PAYLOADS, type Evaluation } from '../../shared/protocol/index.ts'
import { root } from '../architecture/sources.ts'
import { digestOf, idOf, NOW } from '../builders/protocol.ts'
import { callOf } from '../fakes/enforce/neighbours.ts'
import { objectText } from '../fakes/mcp/jsonText.ts'
import { MemoryFace } from '../fakes/mcp/MemoryFace.ts'
import { ScriptedJudge } from '../fakes/mcp/ScriptedJudge.ts'

const RAW_SERVER = join(root, 'test', 'fakes', 'mcp', 'rawServer.ts')
const NO_FILES = join(root, 'test', 'fakes', 'mcp', 'noFilesMain.ts')

/** A session between a client in the test's hands and the raw server as a process of its own. */
function rawSession(command: readonly string[] = [process.execPath, RAW_SERVER]) {
  const errorLines: string[] = []
  const exits: string[] = []
  const [program = '', ...args] = command
  const server = startServer(
    { command: program, args, cwd: root, inherit: ['PATH', 'ABSENT'], env: { FOR_THE_SERVER: '1' } },
    { env: { ...process.env, A_CREDENTIAL: 'not for servers' }, clock: systemClock, onErrorLine: (line) => errorLines.push(line), onExit: (how) => exits.push(how) },
  )
  const client = new MemoryFace()
  const judge = new ScriptedJudge()
  const session = new ProxySession({ serverId: 'raw', client, server: server.face, judge, hash: hashBytes, clock: systemClock, onReport: () => {} })
  session.start()
  const answered = (count: number) => new Promise<void>((resolve) => {
    client.onLine = () => client.lines.length >= count && resolve()
  })
  return { client, judge, server, errorLines, exits, answered }
}

/** The bytes that a challenge for this call puts before people, out of the envelope that the point signed. */
async function signedInvocation(maker: ChallengeMaker, key: PrivateKey, { serverId, tool, invocation, invocationHash, definitionHash }: ToolCall): Promise<Uint8Array> {
  const call = callOf({ serverId, tool, invocation, invocationHash, definitionHash })
  const evaluation = { evaluation_id: idOf('evaluation'), evaluated_at: NOW, policy_hash: digestOf('d'), determining_policies: [], signals: [], request: { subject: {}, action: {}, resource: {}, context: {} } } as unknown as Evaluation
  const { envelope } = await maker.make({
    challengeId: idOf('challenge'), txn: idOf('txn'), supersedes: null, call, actionHash: digestOf('e'), holdMode: 'stream', epoch: 0,
    raisedAt: { monotonicMs: 0, wallMs: 1_763_780_000_000 }, expiresAt: { monotonicMs: 1, wallMs: 1_763_780_300_000 },
    judgement: { evaluation, verdict: 'challenge', reason: '', terms: { riskLevel: 3, approvalsRequired: 1, presence: 'hold', lifeMs: 300_000 } },
  })
  const verdict = verifyEnvelope({ envelope, name: 'challenge', findKey: () => key.publicKey })
  if (verdict.status === 'refused') throw new Error(verdict.reason)
  const payload = PAYLOADS.challenge.parse(verdict.payload)
  const bytes = encodeUtf8(payload.invocation ?? '')
  expect(payload.invocation_hash).toBe(hashBytes(bytes))
  return bytes
}

const invocationTail = ({ definitionHash, serverId, tool }: ToolCall) => `,"definition_hash":"${definitionHash}","injections":[],"redactions":[],"server_id":"${serverId}","tool":"${tool}"}`

describe('the bytes that arrive', () => {
  it('are those of the invocation, for 500 random calls, hashed by a server before any parser', async () => {
    const seed = 20_261_122
    process.stdout.write(`  seed ${seed}, 500 calls\n`)
    const { client, judge, server, answered } = rawSession()
    judge.policy = () => ({ kind: 'forward' })
    const texts = fc.sample(objectText, { seed, numRuns: 500 })
    // In rounds, because a point takes only so many calls at a time.
    for (let first = 0; first < texts.length; first += 50) {
      const all = answered(first + 50)
      texts.slice(first, first + 50).forEach((text, i) => client.say(`{"jsonrpc":"2.0","id":${first + i},"method":"tools/call","params":{"name":"hash","arguments":${text}}}`))
      await all
    }
    const invocations = new Map(judge.calls.map((call) => [call.id, call.invocation]))
    for (const [id, text] of texts.entries()) {
      const invocation = invocations.get(id)
      if (invocation === undefined) throw new Error(`Call ${id} was not judged`)
      const { hash } = client.resultOf<{ hash: string }>(id)
      expect({ text, hash }).toEqual({ text, hash: hashBytes(argumentBytesOf(invocation)) })
    }
    const special = ['"__proto__":', '-0', '"\\u']
    expect(special.filter((part) => !texts.some((text) => text.includes(part)))).toEqual([])
    server.stop()
  })
})

describe('what runs', () => {
  it('is what was signed and what is shown, for 500 random calls', async () => {
    const seed = 20_261_123
    process.stdout.write(`  seed ${seed}, 500 calls\n`)
    const key = generatePrivateKey()
    const { client, judge, server, answered } = rawSession()
    judge.policy = () => ({ kind: 'forward' })
    const maker = challengeMaker({ pointId: idOf('point'), key, selfApproval: 'deny', displayContextOf: () => ({ agent: { name: 'agent' }, criticalPointers: ['/tool'] }) })
    const texts = fc.sample(objectText, { seed, numRuns: 500 })
    for (let first = 0; first < texts.length; first += 50) {
      const all = answered(first + 50)
      texts.slice(first, first + 50).forEach((text, i) => client.say(`{"jsonrpc":"2.0","id":${first + i},"method":"tools/call","params":{"name":"hash","arguments":${text}}}`))
      await all
    }
    for (const call of judge.calls) {
      const signed = await signedInvocation(maker, key, call)
      // The arguments come first and the rest is of a known shape, so they can be cut out with no parser at all.
      const args = signed.subarray('{"arguments":'.length, signed.length - invocationTail(call).length)
      const shown = showBytes(signed).lines.flatMap(({ tokens }) => tokens)
      expect({ call: call.id, hash: client.resultOf<{ hash: string }>(call.id).hash }).toEqual({ call: call.id, hash: hashBytes(args) })
      expect(Buffer.compare(sourceOf(shown), signed)).toBe(0)
    }
    expect(judge.calls).toHaveLength(500)
    server.stop()
  })
})

describe('a server as a process', () => {
  it('sees only the surroundings that it may see, and its error stream comes in lines', async () => {
    const { client, judge, server, errorLines, answered } = rawSession()
    judge.policy = () => ({ kind: 'forward' })
    const one = answered(1)
    client.say('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"hash","arguments":{}}}')
    await one
    const { environment } = client.resultOf<{ environment: string[] }>(1)
    expect(environment.sort()).toEqual(['FOR_THE_SERVER', 'PATH'])
    expect(errorLines).toEqual(['raw server is up'])
    server.stop()
  })

  it('that ends is reported once, is not started again, and leaves nobody waiting', async () => {
    const { client, exits, answered } = rawSession()
    const both = answered(2)
    client.say('{"jsonrpc":"2.0","id":1,"method":"ping"}')
    client.say('{"jsonrpc":"2.0","method":"exit"}')
    client.say('{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"hash"}}')
    await both
    expect(exits).toEqual(['ended with code 3'])
    expect(client.messageOf(1)).toMatchObject({ error: { message: 'The tool server ended with code 3.' } })
    expect(client.messageOf(2)).toMatchObject({ result: { isError: true } })
  })

  it.each(['/nowhere/at-all', '/nowhere/a\0b'])('that cannot be started is reported as one that ended, and the agent does not learn where it is (%j)', async (program) => {
    const { client, exits, answered } = rawSession([program])
    const one = answered(1)
    client.say('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"hash"}}')
    await one
    expect(exits).toHaveLength(1)
    expect(exits[0]).toContain('could not be started')
    expect(client.lines.join('')).not.toContain('nowhere')
  })

  it('that cannot be started because no file is to be had ends itself and not the point', async () => {
    const { stdout, status } = spawnSync('bash', ['-c', 'ulimit -n 64; exec "$0" "$1"', process.execPath, NO_FILES], { encoding: 'utf8' })
    expect({ stdout, status }).toEqual({ stdout: 'could not be started (EMFILE)', status: 0 })
  })

  it('that will not end when it is told to is ended', async () => {
    const deaf = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); process.stderr.write("up\\n")'
    const { server, exits, errorLines } = rawSession([process.execPath, '-e', deaf])
    await expect.poll(() => errorLines).toEqual(['up'])
    const ended = new Promise<string>((resolve) => server.face.onEnd(resolve))
    server.stop()
    expect(await ended).toBe('was ended by SIGKILL')
    expect(exits).toEqual(['was ended by SIGKILL'])
  })
})
