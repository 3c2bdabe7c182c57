import type { JsonValue } from '../../../shared/json/index.ts'

/**
 * What entries name by an id, from whoever knows it now; null where nobody does any more. They are for reading alone:
 * what an entry proves is its id.
 */
export interface LogNames {
  /** The signed payload of a challenge. */
  readonly challenge: (challengeId: string) => JsonValue | null
  readonly challengeOf: (decisionId: string) => string | null
  readonly agent: (agentId: string) => string | null
  readonly person: (iss: string, sub: string) => string | null
  readonly target: (target: JsonValue | undefined) => string | null
  /** What the stop of a lock was aimed at. */
  readonly stopOf: (lockId: string) => string | null
}
