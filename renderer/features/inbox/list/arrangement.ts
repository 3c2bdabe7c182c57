import type { InboxRow } from '../../../../shared/ipc/views.ts'

export type GroupName = 'Under 2 minutes' | 'Under 10 minutes' | 'Later'

export interface Group {
  readonly name: GroupName
  readonly ids: readonly string[]
}

/**
 * What the list shows. While it is in use nothing is inserted, moved or removed: arrivals are held back, and a row that
 * ended or left the feed stays where it was, as it was last known.
 */
export interface Arrangement {
  readonly groups: readonly Group[]
  readonly rows: Readonly<Record<string, InboxRow>>
  readonly heldBack: readonly string[]
  /** When a row came into the list, for its mark; rows of the first drawing have none. */
  readonly arrivedAtMs: Readonly<Record<string, number>>
  /** When the list was last in use; null while nobody has touched it. */
  readonly usedAtMs: number | null
}

export const NOTHING_ARRANGED: Arrangement = { groups: [], rows: {}, heldBack: [], arrivedAtMs: {}, usedAtMs: null }

/** How long a list must be left alone before it is put in order again. */
export const LEFT_ALONE_MS = 2_000
/** How long a row is marked as new. */
export const NEW_MS = 4_000

interface Now {
  readonly rows: Readonly<Record<string, InboxRow>>
  /** The pointer is over the list, it has focus, or a challenge is open. */
  readonly isInUse: boolean
  readonly nowMs: number
}

/** The list at this moment, from what it was. */
export function arrange(before: Arrangement, { rows, isInUse, nowMs }: Now): Arrangement {
  const usedAtMs = isInUse ? nowMs : before.usedAtMs
  const isLeftAlone = !isInUse && (before.usedAtMs === null || nowMs - before.usedAtMs >= LEFT_ALONE_MS)
  return isLeftAlone ? afresh({ ...before, usedAtMs }, rows, nowMs) : frozen({ ...before, usedAtMs }, rows)
}

/** Puts everything in order now, because a person asked for it. */
export const showAll = (before: Arrangement, rows: Now['rows'], nowMs: number): Arrangement => afresh(before, rows, nowMs)

function frozen(before: Arrangement, rows: Now['rows']): Arrangement {
  const shown = before.groups.flatMap(({ ids }) => ids)
  const isShown = new Set(shown)
  const waiting = Object.values(rows).filter(({ end, challengeId }) => end === null && !isShown.has(challengeId))
  return {
    ...before,
    rows: Object.fromEntries(shown.flatMap((id) => (rows[id] ?? before.rows[id] ? [[id, rows[id] ?? before.rows[id]] as const] : []))) as Now['rows'],
    heldBack: waiting.map(({ challengeId }) => challengeId),
  }
}

function afresh(before: Arrangement, rows: Now['rows'], nowMs: number): Arrangement {
  const waiting = Object.values(rows).filter(({ end }) => end === null).sort(byRiskThenTime)
  const isFirst = before.groups.length === 0 && before.usedAtMs === null && Object.keys(before.arrivedAtMs).length === 0
  const known = before.rows
  const arrived = waiting.flatMap(({ challengeId: id }) => (known[id] !== undefined || isFirst ? [[id, before.arrivedAtMs[id] ?? 0] as const] : [[id, nowMs] as const]))
  return {
    groups: GROUPS.map(({ name, holds }) => ({ name, ids: waiting.filter(({ deadlineMs }) => holds(deadlineMs - nowMs)).map(({ challengeId }) => challengeId as string) })).filter(({ ids }) => ids.length > 0),
    rows: Object.fromEntries(waiting.map((row) => [row.challengeId, row])),
    heldBack: [],
    arrivedAtMs: Object.fromEntries(arrived),
    usedAtMs: before.usedAtMs,
  }
}

const MINUTE = 60_000
const GROUPS: readonly { readonly name: GroupName; readonly holds: (leftMs: number) => boolean }[] = [
  { name: 'Under 2 minutes', holds: (left) => left < 2 * MINUTE },
  { name: 'Under 10 minutes', holds: (left) => left >= 2 * MINUTE && left < 10 * MINUTE },
  { name: 'Later', holds: (left) => left >= 10 * MINUTE },
]

/** Risk first, so that a flood of short-lived calls cannot bury a Critical. Equal ones keep one order for good. */
const byRiskThenTime = (a: InboxRow, b: InboxRow) =>
  b.riskLevel - a.riskLevel || a.deadlineMs - b.deadlineMs || (a.challengeId < b.challengeId ? -1 : 1)

/** The ids of the list from top to bottom. */
export const orderOf = ({ groups }: Arrangement): readonly string[] => groups.flatMap(({ ids }) => ids)

/** The row that follows one, for where focus goes after a decision: the next that still waits, else the one before it. */
export function rowAfter(arrangement: Arrangement, id: string): string | null {
  const order = orderOf(arrangement)
  const at = order.indexOf(id)
  const isWaiting = (other: string) => other !== id && arrangement.rows[other]?.end === null
  return order.slice(at + 1).find(isWaiting) ?? order.slice(0, Math.max(0, at)).findLast(isWaiting) ?? null
}
