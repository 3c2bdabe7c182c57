import type { PointId } from '../../../shared/domain/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import type { Draft, Subjects } from '../ledger/index.ts'

/** A draft about something of our own, whose body names its type so that a log stays readable for years. */
export function noteDraft(kind: string, members: object, subjects: Subjects = {}): Draft {
  // Members come from checked types of ours; the printer refuses what is not JSON.
  return { kind, body: { type: `countersign.${kind}/v1`, ...(members as JsonObject) }, subjects }
}

/** A point said something that cannot be. */
export const alarmDraft = (pointId: PointId, sentence: string, about: Subjects = {}): Draft => noteDraft('point.alarm', { point_id: pointId, sentence }, { pointId, ...about })
