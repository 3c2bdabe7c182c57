import type { ConsoleId, PointId } from '../../../shared/domain/index.ts'
import { signEnvelope, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import type { ConsoleBody, LogResetPayload } from '../../../shared/protocol/index.ts'

/** What a log that began anew is announced with. */
export interface LogResetFacts {
  readonly pointId: PointId
  readonly consoleId: ConsoleId
  readonly key: PrivateKey
  readonly oldOrigin: string
  readonly newOrigin: string
  readonly checkpoint: { readonly size: number; readonly note: string }
  readonly nonce: string
}

/**
 * Tells a point that remembers another log of this console that a new one began (protocol P6), signed by the console key.
 * A person accepts it on the point's host; until then approvals there are refused, and both histories are kept.
 */
export function logReset({ pointId, consoleId, key, oldOrigin, newOrigin, checkpoint, nonce }: LogResetFacts): ConsoleBody<'log.reset'> {
  const payload: LogResetPayload = {
    type: 'countersign.log-reset/v1', console_id: consoleId, old_origin: oldOrigin, new_origin: newOrigin,
    checkpoint: checkpoint.note, size: checkpoint.size, aud: pointId, nonce,
  }
  return { envelope: signEnvelope({ name: 'log-reset', payload: payload as unknown as JsonObject, key }) }
}
