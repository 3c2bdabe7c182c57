import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextCallStep, type CallEvent, type CallStatus } from '../../../gateway/mcp/callSteps.ts'
import type { ToolCall } from '../../../gateway/mcp/index.ts'
import { callOf, memorySession, settle } from '../../fakes/mcp/memorySession.ts'
import { DENIED } from '../../fakes/mcp/ScriptedJudge.ts'

const SEED = 20_261_122
const IDS = [1, 2, 3]

type Step = { readonly what: 'call' | 'yes' | 'no' | 'cancel' | 'abort' | 'answer'; readonly id: number } | { readonly what: 'disconnect' | 'serverExit' | 'pause' | 'listChanged' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ what: fc.constantFrom('call' as const, 'yes' as const, 'no' as const, 'cancel' as const, 'abort' as const, 'answer' as const), id: fc.constantFrom(...IDS) }) },
  { weight: 14, arbitrary: fc.constant({ what: 'pause' as const }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('disconnect' as const, 'serverExit' as const, 'listChanged' as const) }) },
)

/** Runs steps in their order and watches the one thing that matters: what reaches the server, and whether it may. */
async function run(steps: readonly Step[]): Promise<number> {
  const { client, server, judge, session } = memorySession()
  const allowed = new Set<number>()
  const over = new Set<number>()
  const ran: number[] = []
  let isAlive = true
  const answerLists = server.onLine
  server.onLine = (line) => {
    const { id, method } = JSON.parse(line) as { id?: number; method: string }
    answerLists(line)
    if (method !== 'tools/call' || id === undefined) return
    ran.push(id)
    expect({ id, isAllowed: allowed.has(id), isOver: over.has(id), isAlive }).toEqual({ id, isAllowed: true, isOver: false, isAlive: true })
  }
  const callNamed = (id: number): ToolCall | undefined => judge.calls.find((call) => call.id === id)
  const seen = new Set<number>()
  for (const { what, ...rest } of steps) {
    const id = 'id' in rest ? rest.id : 0
    const call = callNamed(id)
    switch (what) {
      case 'call':
        // Each id is used once: what a second use does has a test of its own.
        if (!seen.has(id)) client.say(callOf(id))
        seen.add(id)
        break
      case 'yes':
        if (call === undefined) break
        if (!over.has(id)) allowed.add(id)
        judge.release(call)
        break
      case 'no':
        if (call === undefined) break
        if (!allowed.has(id)) over.add(id)
        judge.refuse(call)
        break
      case 'cancel':
        client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } })
        if (seen.has(id) && !ran.includes(id)) over.add(id)
        break
      case 'abort':
        if (call !== undefined && session.abort(call, DENIED) === 'prevented') over.add(id)
        break
      case 'answer':
        server.say({ jsonrpc: '2.0', id, result: {} })
        break
      case 'disconnect':
        client.leave()
        isAlive = false
        break
      case 'serverExit':
        server.leave('ended with code 0')
        isAlive = false
        break
      case 'listChanged':
        server.say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' })
        break
      case 'pause':
        await settle()
        break
    }
  }
  await settle()
  expect(new Set(ran).size).toBe(ran.length)
  for (const id of ran) expect(judge.told.filter((word) => word === `${id} forwarded`)).toHaveLength(1)
  // Each call has come to one end for its caller, or its caller left.
  const answers = client.messages.filter((message) => 'result' in message).map((message) => message['id'])
  expect(new Set(answers).size).toBe(answers.length)
  return ran.length
}

describe('the order of events', () => {
  it('never runs a call that was refused, cancelled, aborted or left alone, and runs none twice', async () => {
    const numRuns = 600
    process.stdout.write(`  seed ${SEED}, ${numRuns} orders\n`)
    let ran = 0
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
      ran += await run(steps)
    }), { seed: SEED, numRuns })
    // The property must not hold for want of calls that run at all.
    expect(ran).toBeGreaterThan(50)
  })

  it('forwards in one step only, from waiting, when released', () => {
    const statuses: CallStatus[] = ['waiting', 'forwarded', 'givenUp', 'ended']
    const events: CallEvent[] = ['released', 'refused', 'cancelled', 'clientGone', 'serverGone', 'abortAsked', 'answered', 'answeredTooLong', 'forgotten']
    const forwarding = statuses.flatMap((status) => events.filter((event) => nextCallStep(status, event).effects.includes('forward')).map((event) => `${status} ${event}`))
    expect(forwarding).toEqual(['waiting released'])
    const returning = statuses.filter((status) => status !== 'waiting').flatMap((status) => events.filter((event) => nextCallStep(status, event).status === 'waiting'))
    expect(returning).toEqual([])
  })

  it('tells the outcome of every forwarded call exactly once on every way to the end', () => {
    const events: CallEvent[] = ['released', 'refused', 'cancelled', 'clientGone', 'serverGone', 'abortAsked', 'answered', 'answeredTooLong', 'forgotten']
    const walk = (status: CallStatus, told: number): number[] => (status === 'ended' ? [told] : events.flatMap((event) => {
      const next = nextCallStep(status, event)
      return next.status === status ? [] : walk(next.status, told + next.effects.filter((effect) => effect.startsWith('tellOutcome')).length)
    }))
    expect(new Set(walk('forwarded', 0))).toEqual(new Set([1]))
  })
})
