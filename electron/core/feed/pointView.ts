import { alarmOf, type Point } from '../fleet/index.ts'
import type { PointView } from '../../../shared/ipc/views.ts'

/** The row of a point. */
export function pointView(point: Point): PointView {
  const { standing, admission } = point
  return {
    pointId: point.pointId,
    name: point.name,
    address: point.address,
    link: standing.status,
    sinceMs: standing.sinceMs,
    reason: standing.reason ?? null,
    retryAtMs: standing.retryAtMs ?? null,
    lastHeardMs: point.lastHeardMs,
    lagMs: point.lagMs,
    roles: admission?.roles ?? [],
    reviewer: admission?.reviewer ?? null,
    epoch: point.epoch,
    alarm: alarmOf(point),
  }
}
