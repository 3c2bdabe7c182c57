import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { verifyLedger } from '../../../scripts/verify/verifyLedger.mjs'
import type { ChallengeId } from '../../../shared/domain/index.ts'
import type { InboxRow } from '../../../shared/ipc/views.ts'
import type { EnforcementRecord, EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import { payloadOf } from '../core/FakePoint.ts'
import type { CrashWorld } from './CrashWorld.ts'

interface Decided {
  readonly decisionId: string
  readonly challengeId: string
  readonly verdict: string
}

/** A challenge as the point's journal has it. */
interface Journalled {
  readonly id: ChallengeId
  readonly state: string
  readonly consumed: number
  readonly marker: string
  readonly enforcement: EnforcementRecord | null
}

/** What is on disk at both ends, and what ran. */
export interface Account {
  readonly inLedger: readonly Decided[]
  readonly inJournal: readonly Decided[]
  readonly challenges: readonly Journalled[]
  readonly ran: readonly string[]
}

/** Reads both ends and holds them against each other and against what the window was told. Nothing may be under way. */
export async function settleAccounts(world: CrashWorld): Promise<Account> {
  const account = await readAccount(world)
  expect(verifyLedger({ path: ledgerOf(world) })).toMatchObject({ status: 'whole' })
  expect(lost(world, account)).toEqual([])
  expect(doubled(account)).toEqual([])
  expect(unapproved(account)).toEqual([])
  for (const challenge of account.challenges) {
    const row = await rowOf(world, challenge.id)
    expect({ id: challenge.id, ...endOf(row) }).toEqual({ id: challenge.id, ...endAtPoint(challenge, account) })
  }
  return account
}

/** What a window was told of, or a point was given, and the log does not hold. */
export function lost({ told }: CrashWorld, { inLedger, inJournal }: Account): readonly string[] {
  const decisions = new Set(inLedger.map(({ decisionId }) => decisionId))
  const challenges = new Set(inLedger.map(({ challengeId }) => challengeId))
  return [
    ...[...told.decisions].filter((id) => !decisions.has(id)),
    ...[...told.challenges].filter((id) => !challenges.has(id)),
    ...inJournal.flatMap(({ decisionId }) => (decisions.has(decisionId) ? [] : [decisionId])),
  ]
}

/** What stands or ran more than once. */
export function doubled({ inLedger, inJournal, ran }: Account): readonly string[] {
  const approvals = inJournal.filter(({ verdict }) => verdict === 'approve').map(({ challengeId }) => challengeId)
  return [inLedger.map(({ decisionId }) => decisionId), inJournal.map(({ decisionId }) => decisionId), approvals, ran].flatMap((ids) => ids.filter((id, index) => ids.indexOf(id) !== index))
}

/** What ran without an approval that stands at both ends. */
function unapproved({ inLedger, inJournal, challenges, ran }: Account): readonly string[] {
  return ran.filter((marker) => {
    const challenge = challenges.find((one) => one.marker === marker)
    const approval = inJournal.find(({ challengeId, verdict }) => challengeId === challenge?.id && verdict === 'approve')
    const isInLedger = inLedger.some(({ decisionId, verdict }) => decisionId === approval?.decisionId && verdict === 'approve')
    return challenge?.state !== 'approved' || challenge.consumed !== 1 || !isInLedger
  })
}

/** How the point's journal says that a challenge ended, in the words of the window. */
function endAtPoint({ id, state, enforcement }: Journalled, { inJournal, inLedger }: Account) {
  const newest = inLedger.findLast(({ challengeId }) => challengeId === id)
  const isTaken = inJournal.some(({ decisionId }) => decisionId === newest?.decisionId)
  return { state: state === 'pending' ? null : state, delivery: newest === undefined ? null : isTaken ? takenAs(newest, enforcement) : 'never taken' }
}

function takenAs({ verdict }: Decided, enforcement: EnforcementRecord | null): string {
  if (verdict === 'deny') return 'accepted'
  if (enforcement === null) return 'no outcome'
  if (enforcement.outcome !== 'forwarded') return enforcement.outcome
  return { ok: 'executed', error: 'executed_with_error', unknown: 'unknown' }[enforcement.result]
}

function endOf({ end, delivery }: InboxRow) {
  const status = delivery?.status ?? null
  return { state: end?.state ?? null, delivery: status === 'undelivered' || status === 'refused' ? 'never taken' : status }
}

async function rowOf(world: CrashWorld, id: ChallengeId): Promise<InboxRow> {
  const row = world.core.rows.inbox[id] ?? (await world.core.main.ask('core.openChallenge', { challengeId: id }))?.row
  if (row === undefined) throw new Error(`The console does not know ${id}, which stands in the point's journal`)
  return row
}

async function readAccount(world: CrashWorld): Promise<Account> {
  const [decisions, challenges] = await Promise.all([
    world.point.read<{ id: string; challenge_id: string; verdict: string }>('SELECT id, challenge_id, verdict FROM decision ORDER BY at_wall_ms'),
    world.point.read<{ id: ChallengeId; state: string; consumed: number; envelope: string; enforcement: string | null }>(
      'SELECT id, state, consumed, envelope, (SELECT record FROM enforcement WHERE challenge_id = challenge.id ORDER BY n DESC LIMIT 1) AS enforcement FROM challenge'),
  ])
  return {
    inLedger: decidedIn(ledgerOf(world)),
    inJournal: decisions.map(({ id, challenge_id, verdict }) => ({ decisionId: id, challengeId: challenge_id, verdict })),
    challenges: challenges.map(({ id, state, consumed, envelope, enforcement }) => ({ id, state, consumed, marker: markerIn(envelope), enforcement: enforcement === null ? null : JSON.parse(enforcement) as EnforcementRecord })),
    ran: readFileSync(world.calls, 'utf8').split('\n').filter((line) => line !== ''),
  }
}

/** The decisions in a ledger, read by nobody of the console. */
function decidedIn(folder: string): readonly Decided[] {
  const db = new Database(join(folder, 'ledger.sqlite'), { readonly: true })
  try {
    const bodies = db.prepare<[], Buffer>("SELECT body FROM entries WHERE kind = 'decision.recorded' ORDER BY n").pluck().all()
    return bodies.map((body) => payloadOf(JSON.parse(body.toString('utf8')) as EnvelopeOnWire)).map(({ decision_id, challenge_id, decision }) => ({ decisionId: String(decision_id), challengeId: String(challenge_id), verdict: String(decision) }))
  } finally {
    db.close()
  }
}

const ledgerOf = ({ consoleFolder }: CrashWorld) => join(consoleFolder, 'ledger')

function markerIn(envelope: string): string {
  const { invocation } = payloadOf(JSON.parse(envelope) as EnvelopeOnWire)
  return (JSON.parse(String(invocation)) as { arguments: { content: string } }).arguments.content
}
