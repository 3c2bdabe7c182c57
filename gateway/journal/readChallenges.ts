import { Buffer } from 'node:buffer'
import { parseJson, toJsonValue } from '../../shared/json/index.ts'
import { printTime, type ChallengePayload, type ChallengeRecord, type EnforcementRecord, type EnvelopeOnWire, type NamedActor } from '../../shared/protocol/index.ts'
import type { EndedChallenge } from '../enforce/ports.ts'
import type { Statements } from './statements.ts'

/** A row as the table has it. */
export interface ChallengeRow {
  readonly id: string
  readonly envelope: string
  readonly challenge_hash: string
  readonly state: ChallengeRecord['state']
  readonly reason: string | null
  readonly ended_wall_ms: number | null
  readonly ended_by: string | null
  readonly consumed: number
}

/** A challenge as consoles are told of it, out of what this point wrote itself. */
export function readChallengeRow(row: ChallengeRow, statements: Statements): EndedChallenge {
  const envelope = JSON.parse(row.envelope) as EnvelopeOnWire
  const { count } = statements.countDecisions.get(row.id) as { count: number }
  const enforcement = statements.lastEnforcement.get(row.id) as { record: string } | undefined
  return {
    payload: toJsonValue(parseJson(Buffer.from(envelope.payload, 'base64'))) as unknown as ChallengePayload,
    envelope,
    challengeHash: row.challenge_hash,
    record: {
      envelope,
      state: row.state,
      ...(row.reason === null ? {} : { reason: row.reason }),
      decided_count: count,
      ...(row.ended_wall_ms === null ? {} : { ended_at: printTime(row.ended_wall_ms) }),
      ...(row.ended_by === null ? {} : { ended_by: JSON.parse(row.ended_by) as NamedActor }),
      ...(enforcement === undefined ? {} : { enforcement: JSON.parse(enforcement.record) as EnforcementRecord }),
    },
  }
}
