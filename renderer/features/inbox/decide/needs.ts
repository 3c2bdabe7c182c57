import { PRESENCES } from '../../../../shared/domain/index.ts'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { countOf, counted } from '../../../components/numbers.ts'

/** What approving asks of a person: what the challenge says, and never less than its risk does. */
export interface Friction {
  readonly mustSeeAll: boolean
  /** Since the end of the bytes was first shown. */
  readonly seenMs: number
  readonly dwellMs: number
  readonly needsReason: boolean
  /** Not met with one key: a sheet with a hold, and perhaps a typed value. */
  readonly needsHold: boolean
  readonly holdMs: number
  readonly needsTyped: boolean
}

const SEEN_FLOOR_MS = [0, 0, 0, 3_000, 5_000] as const
const HOLD_FLOOR_MS = 2_000
const DWELL_FLOOR_MS = 600

export function frictionOf({ row, presenceRequired, friction, typed }: Pick<ChallengeCard, 'row' | 'presenceRequired' | 'friction' | 'typed'>): Friction {
  const risk = row.riskLevel
  const presence = PRESENCES.indexOf(presenceRequired)
  return {
    mustSeeAll: risk >= 2 || presence > 0,
    seenMs: Math.max(friction.seenMs, SEEN_FLOOR_MS[risk]),
    dwellMs: Math.max(friction.dwellMs, DWELL_FLOOR_MS),
    needsReason: friction.reasonRequired || risk >= 3,
    needsHold: presence !== 0 || risk >= 3,
    holdMs: Math.max(friction.holdMs, HOLD_FLOOR_MS),
    needsTyped: presenceRequired === 'typed' || typed !== null,
  }
}

/** One thing that approving still waits for, or no longer does. */
export interface Need {
  readonly name: 'seen' | 'undecoded' | 'seenTime' | 'reason'
  readonly isMet: boolean
  /** As it stands in the list. */
  readonly words: string
  /** Said when somebody presses A too early. */
  readonly hint: string
}

/** What the window knows of the hand and the eye so far. */
export interface Progress {
  readonly isAllSeen: boolean
  /** When the end of the bytes was first on screen; null while it was not. */
  readonly endSeenAtMs: number | null
  /** Whether the parts that could not be decoded were marked as read. */
  readonly undecodedRead: boolean
  readonly reason: string
  readonly nowMs: number
}

/** What approving needs, in the order in which a person meets it. */
export function needsOf(card: ChallengeCard, { isAllSeen, endSeenAtMs, undecodedRead, reason, nowMs }: Progress): readonly Need[] {
  const friction = frictionOf(card)
  const undecoded = card.facts.notInspectable.length
  // Whoever draws once a second may be a moment behind the one who saw the end.
  const left = endSeenAtMs === null ? friction.seenMs : Math.min(friction.seenMs, Math.max(0, endSeenAtMs + friction.seenMs - nowMs))
  const needs: Need[] = []
  if (friction.mustSeeAll) {
    needs.push({ name: 'seen', isMet: isAllSeen, words: `all ${counted(card.byteLength, 'byte')} seen`, hint: `Not all ${countOf(card.byteLength)} bytes have been on screen. Space shows the next part.` })
  }
  if (undecoded > 0) {
    needs.push({ name: 'undecoded', isMet: undecodedRead, words: `${counted(undecoded, 'undecoded part')} read`, hint: `${counted(undecoded, 'part')} could not be decoded. Read what is said about it and mark it as read.` })
  }
  if (friction.seenMs > 0) {
    const seconds = Math.ceil(left / 1_000)
    needs.push({ name: 'seenTime', isMet: isAllSeen && left === 0, words: left === 0 && isAllSeen ? 'time to read' : `${seconds} s to read`, hint: `Approving opens ${seconds} s after the end of the bytes was shown.` })
  }
  if (friction.needsReason) needs.push({ name: 'reason', isMet: reason.trim() !== '', words: 'reason written', hint: 'Approving needs a reason. It is signed with the decision.' })
  return needs
}

/** What in a card a decision rests on. Deadlines and clocks are not among it: they move with every correction. */
export function fingerprintOf(card: ChallengeCard): string {
  const { row, bytes, invocationHash, covered, obstacles, presenceRequired, friction, approvalsRequired, typed, mayDeny, decision } = card
  return JSON.stringify([
    bytes === null ? null : bytes.bytes, invocationHash, covered.map(({ hash }) => hash), obstacles.map(({ code }) => code), presenceRequired, friction,
    approvalsRequired, typed?.characters ?? null, mayDeny, decision?.verdict ?? null, row.end?.state ?? null, row.isLive, row.riskLevel,
  ])
}
