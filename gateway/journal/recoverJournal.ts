import type { LockTarget, Revocation } from '../../shared/domain/index.ts'
import { printTime, type EnforcementRecord, type LockRecord } from '../../shared/protocol/index.ts'
import type { Remembered, RevokedKey } from '../enforce/ports.ts'
import { readChallengeRow, type ChallengeRow } from './readChallenges.ts'
import type { RecordTree } from './RecordTree.ts'
import type { Statements } from './statements.ts'

const LOCKS_KEPT_MS = 86_400_000
const CHALLENGES_KEPT_MS = 3_600_000
const CHALLENGES_KEPT = 200

/** What a point finds of its earlier life. */
export interface Recovered extends Remembered {
  /** Challenges that were waiting or approved when the point ended; their callers are gone, so they are over. */
  readonly voided: number
}

/** Ends what was open when the point ended, and reads what it has to remember. */
export function recoverJournal(statements: Statements, tree: RecordTree, nowMs: number): Recovered {
  const voided = endWhatWasOpen(statements, tree, nowMs)
  const epoch = statements.getMeta.get('epoch') as { value: string } | undefined
  const revocations = statements.revocations.all() as { epoch: number; target: string | null; kid: string | null }[]
  return {
    voided,
    epoch: Number(epoch?.value ?? 0),
    locks: (statements.locks.all(nowMs - LOCKS_KEPT_MS) as { record: string }[]).map(({ record }) => JSON.parse(record) as LockRecord),
    revocations: revocations.flatMap((one): Revocation[] => (one.target === null ? [] : [{ epoch: one.epoch, target: JSON.parse(one.target) as LockTarget }])),
    revokedKeys: revocations.flatMap((one): RevokedKey[] => (one.kid === null ? [] : [{ epoch: one.epoch, kid: one.kid }])),
    challenges: (statements.recent.all(nowMs - CHALLENGES_KEPT_MS, CHALLENGES_KEPT) as ChallengeRow[]).map((row) => readChallengeRow(row, statements)),
    mustRecover: (statements.getMeta.get('must_recover') as { value: string } | undefined)?.value === '1',
  }
}

/**
 * A point that starts has no callers. What waited is cancelled, an approval that was not consumed is lost, and of one
 * that was consumed nobody knows whether its call ran.
 */
function endWhatWasOpen(statements: Statements, tree: RecordTree, nowMs: number): number {
  const unresolved = (statements.unresolved.all() as ChallengeRow[]).map((row) => outcomeOf(row, statements, nowMs))
  let voided = 0
  tree.write('start', String(nowMs), unresolved.map(({ challenge_id, outcome }) => ({ challenge_id, outcome })), () => {
    for (const record of unresolved) statements.enforcement.run(record.evaluation_id, record.challenge_id, record.outcome, JSON.stringify(record))
    voided = statements.voidAll.run({ reason: 'caller_gone', atMs: nowMs }).changes
    return unresolved.length + voided === 0 ? null : voided
  })
  return voided
}

/** Nothing more will ever be heard of such a call, and so it is finished: its result is unknown for good. */
function outcomeOf(row: ChallengeRow, statements: Statements, nowMs: number): EnforcementRecord {
  const { challenge_id, evaluation_id } = readChallengeRow(row, statements).payload
  if (row.consumed === 0) return { challenge_id, evaluation_id, outcome: 'aborted', result: 'unknown' }
  return { challenge_id, evaluation_id, outcome: 'forwarded', finished_at: printTime(nowMs), result: 'unknown' }
}
