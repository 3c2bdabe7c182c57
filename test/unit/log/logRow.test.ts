import { describe, expect, it } from 'vitest'
import { logRow, type LogNames } from '../../../electron/core/log/index.ts'
import type { StoredEntry } from '../../../electron/core/ledger/index.ts'
import { generatePrivateKey, signEnvelope, type PayloadName } from '../../../shared/evidence/index.ts'
import type { JsonObject, JsonValue } from '../../../shared/json/index.ts'
import { idOf } from '../../builders/protocol.ts'

const CHALLENGE = { display_context: { agent: { name: 'scri\u202ebe' } }, invocation: '{"arguments":{},"tool":"write_file"}' }
const NOBODY: LogNames = { challenge: () => null, challengeOf: () => null, agent: () => null, person: () => null, target: () => null, stopOf: () => null }
const KNOWN: LogNames = {
  challenge: (id) => (id === 'chl' ? CHALLENGE : null),
  challengeOf: (id) => (id === 'dec' ? 'chl' : null),
  agent: (id) => (id === 'agt' ? 'scribe' : null),
  person: (iss, sub) => (iss === 'https://id.example' && sub === 'rona' ? 'Rona Reviewer' : null),
  target: () => 'scribe',
  stopOf: (id) => (id === 'lck' ? 'scribe' : null),
}
const key = generatePrivateKey()

const signed = (name: PayloadName, payload: JsonObject) => signEnvelope({ name, payload, key }) as unknown as JsonValue
const rowOf = (kind: string, value: JsonValue, names = KNOWN) =>
  logRow({ entry: { n: 1, at: '2026-11-27T09:00:00.000Z', kind, body_hash: `sha256:${'0'.repeat(64)}` }, body: { status: 'kept', value, salt: '' }, subjects: {} } as unknown as StoredEntry, names)

describe('a row of the log', () => {
  const decision = signed('decision', { decision: 'deny', challenge_id: 'chl', comment: 'Not in the plan', reviewer: { iss: 'https://id.example', sub: 'rona' } })

  it('says of a decision what it was about, whose agent that was, and who decided, by names and not by ids', () => {
    expect(rowOf('decision.recorded', decision)).toMatchObject({ sentence: 'A denial was signed and recorded: write_file of scri[U+202E]be.', by: 'Rona Reviewer', agentName: 'scri[U+202E]be', verdict: 'denied', reason: 'Not in the plan' })
    expect(rowOf('decision.shown', { decision_id: 'dec' })).toMatchObject({ sentence: 'What was shown, and for how long: write_file of scri[U+202E]be.' })
    expect(rowOf('decision.receipt', signed('receipt', { outcome: 'refused', error: 'fenced', challenge_id: 'chl' }))).toMatchObject({ sentence: 'The point refused the decision (fenced): write_file of scri[U+202E]be.', verdict: 'refused' })
    expect(rowOf('point.event', { event: 'enforcement.recorded', body: { challenge_id: 'chl', outcome: 'forwarded', result: 'ok', finished_at: 'x' } })).toMatchObject({ sentence: 'A call was executed (ok): write_file of scri[U+202E]be.', verdict: 'executed' })
  })

  it('says what a stop was aimed at, all the way from the order to its release', () => {
    expect(rowOf('lock.ordered', signed('lock', { effect: 'halt', target: { kind: 'agent', value: 'agt' } })).sentence).toBe('A lock was signed for one point (halt): scribe.')
    expect(rowOf('lock.receipt', signed('lock-receipt', { lock_id: 'lck', verb: 'engage', outcome: 'accepted' })).sentence).toBe('The point confirmed the stop: scribe.')
    expect(rowOf('point.event', { event: 'lock.engaged', body: { effect: 'pause', target: { kind: 'agent', value: 'agt' }, created_by: { name: 'Rona Reviewer' } } })).toMatchObject({ sentence: 'A pause holds at the point: scribe.', by: 'Rona Reviewer' })
    expect(rowOf('release.ordered', signed('release', { lock_id: 'lck' })).sentence).toBe('A release was signed for one point: scribe.')
  })

  it('names whose session began', () => {
    expect(rowOf('point.event', { event: 'session.started', body: { agent_id: 'agt' } })).toMatchObject({ sentence: 'A session of scribe began.', agentName: 'scribe' })
  })

  it('stands without names where nobody knows them any more', () => {
    expect(rowOf('decision.recorded', decision, NOBODY)).toMatchObject({ sentence: 'A denial was signed and recorded.', by: 'rona', agentName: null })
    expect(rowOf('decision.shown', { decision_id: idOf('decision') }, NOBODY).sentence).toBe('What was shown, and for how long.')
    expect(rowOf('point.event', { event: 'session.ended', body: { agent_id: 'agt' } }, NOBODY).sentence).toBe('A session ended.')
    expect(rowOf('lock.receipt', signed('lock-receipt', { lock_id: 'lck', verb: 'engage', outcome: 'refused', error: 'forbidden' }), NOBODY).sentence).toBe('The point refused the stop (forbidden).')
  })
})
