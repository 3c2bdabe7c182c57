import { z } from 'zod'
import type { Actor, AgentId, Chain, ChallengeId, DecisionId, Delivery, LockEffect, LockId, LockMode, LockTarget, PointId, Presence, RiskLevel, SessionId } from '../domain/index.ts'
import type { FactsDocument, Part, ShownBytes, ShownText, Token } from '../display/index.ts'
import type { Role, Signal } from '../protocol/index.ts'

// What the core tells the window. The core computes every sentence and every rendering; the window draws them. Names and
// texts of others are plain strings here and hostile until `display` has shown them. Times are milliseconds of the
// console's own clock, already corrected by each point's offset.

/** How a link stands. Only `attached` is live: everything from a point in another state is drawn as not live. */
export type LinkStatus = 'connecting' | 'attached' | 'silent' | 'waiting' | 'refused'

export interface PointView {
  readonly pointId: PointId
  readonly name: string
  readonly address: string
  readonly link: LinkStatus
  readonly sinceMs: number
  /** One sentence where the link is not attached, or the point said something that cannot be. */
  readonly reason: string | null
  readonly retryAtMs: number | null
  readonly lastHeardMs: number | null
  /** Round trip of the newest ping. */
  readonly lagMs: number | null
  readonly roles: readonly Role[]
  readonly reviewer: (Actor & { readonly name: string }) | null
  readonly epoch: number
  /** The point came back with an older state than this console has seen, or contradicted itself. Approvals are off. */
  readonly alarm: string | null
}

/** Where a challenge ended, in the words of `architecture.md` section 3. */
export interface EndView {
  readonly state: 'approved' | 'denied' | 'expired' | 'cancelled' | 'failed'
  readonly reason: string | null
  readonly by: string | null
  readonly atMs: number | null
  /** The whole sentence, as in "Cancelled: halted by Ines Okafor 03:14:03". */
  readonly sentence: string
}

export interface InboxRow {
  readonly challengeId: ChallengeId
  readonly pointId: PointId
  readonly sessionId: SessionId
  readonly agentId: AgentId
  readonly agentName: string
  readonly environment: 'production' | 'pilot' | 'sandbox'
  readonly riskLevel: RiskLevel
  /** The action without the agent, for the second line of the row. */
  readonly sentence: readonly Part[]
  readonly raisedAtMs: number
  /** The earlier of the challenge's own end and its caller's. */
  readonly deadlineMs: number
  readonly isLive: boolean
  readonly end: EndView | null
  readonly delivery: Delivery | null
  readonly suspicious: number
}

/** Something that approving still waits for, and that is not the window's to judge. */
export interface Obstacle {
  readonly code: 'not_live' | 'ended' | 'unverifiable' | 'not_eligible' | 'role' | 'log' | 'incomplete' | 'too_large' | 'not_offered' | 'decided' | 'awaiting_receipt' | 'locked_screen' | 'no_key' | 'drift'
  /** Why, and who can. */
  readonly sentence: string
}

/** One thing that the signature covers, as the card lists it. */
export interface CoveredHash {
  readonly name: 'challenge' | 'action' | 'invocation' | 'chain' | 'policy' | 'display'
  readonly hash: string
}

/** The whole card of one challenge. It is sent again whole whenever anything in it changes. */
export interface ChallengeCard {
  readonly row: InboxRow
  readonly pointName: string
  readonly headline: readonly Part[]
  readonly secondLine: readonly Part[]
  readonly facts: FactsDocument
  /** Null while the bytes are fetched, or where they are too many to review. */
  readonly bytes: ShownBytes | null
  readonly byteLength: number
  readonly invocationHash: string
  readonly covered: readonly CoveredHash[]
  readonly reason: string
  readonly policies: readonly { readonly id: string; readonly annotations: Readonly<Record<string, string>> }[]
  readonly policyHash: string
  readonly signals: readonly Signal[]
  readonly chain: Chain
  readonly tool: string
  readonly server: string
  /** What the session is for, as whoever started it said. */
  readonly purpose: string | null
  readonly clientName: string | null
  /** The agent's own claim about this action. */
  readonly statement: string | null
  readonly presenceRequired: Presence
  readonly friction: { readonly dwellMs: number; readonly seenMs: number; readonly holdMs: number; readonly reasonRequired: boolean }
  readonly approvalsRequired: number
  readonly decidedCount: number
  /** What a lone reviewer must type, where typing is asked for. The value itself stands in the bytes. */
  readonly typed: { readonly where: readonly Token[]; readonly characters: number } | null
  /** Empty where a person may approve once the window's own arming rules hold. Denying has no obstacle but an end. */
  readonly obstacles: readonly Obstacle[]
  readonly mayDeny: boolean
  readonly isSelfApproval: boolean
  readonly decision: { readonly decisionId: DecisionId; readonly verdict: 'approve' | 'deny'; readonly delivery: Delivery; readonly sinceMs: number; readonly sentence: string } | null
}

export interface SessionRow {
  readonly sessionId: SessionId
  readonly pointId: PointId
  readonly agentId: AgentId
  readonly agentName: string
  readonly ownerName: string | null
  readonly purpose: string | null
  readonly environment: 'production' | 'pilot' | 'sandbox'
  readonly state: 'active' | 'paused' | 'ended'
  readonly chain: Chain
  /** What the client says of itself. */
  readonly client: { readonly name: string; readonly version: string }
  readonly route: string
  readonly servers: readonly string[]
  readonly startedAtMs: number
  readonly lastEventAtMs: number
  readonly endedAtMs: number | null
  readonly identityExpiresAtMs: number | null
  readonly counts: { readonly allow: number; readonly challenge: number; readonly deny: number }
  readonly isLive: boolean
  /** What holds it, proven by its point. */
  readonly lockedBy: LockEffect | null
  /** What was ordered for it and no point has answered yet: its calls may still run. */
  readonly lockOrdered: LockEffect | null
}

export interface AgentRow {
  readonly agentId: AgentId
  readonly pointId: PointId
  readonly name: string
  readonly ownerName: string | null
  readonly purpose: string
  readonly environment: 'production' | 'pilot' | 'sandbox'
  readonly lifecycle: string
  readonly liveSessions: number
}

/** One point's part in a stop or in its release. There is no fourth state but the point's own refusal. */
export interface Segment {
  readonly pointId: PointId
  readonly pointName: string
  readonly lockId: LockId
  readonly delivery: 'sending' | 'confirmed' | 'not_confirmed' | 'refused'
  /** Why it is refused or not confirmed. */
  readonly sentence: string | null
  readonly sentAtMs: number | null
  readonly confirmedAtMs: number | null
  readonly epoch: number | null
  readonly sessionsStopped: number
  readonly challengesCancelled: number
  readonly inflightUnabortable: number
  /** When the point said that its lock has ended, where no release of ours did it: calls run there again. */
  readonly releasedAtMs: number | null
}

/** A stop: one order of a person, and what each point has made of it. */
export interface StopView {
  /** Of the order; an order to several points holds one lock at each. */
  readonly stopId: string
  readonly target: LockTarget
  readonly targetName: string
  readonly effect: LockEffect
  readonly mode: LockMode
  readonly reason: string
  readonly isDrill: boolean
  readonly by: string
  /** Ordered here, at another console, by the point itself (as after three denials) or on its host. */
  readonly origin: 'here' | 'elsewhere' | 'system' | 'host'
  readonly atMs: number
  readonly segments: readonly Segment[]
  readonly release: { readonly reason: string; readonly atMs: number; readonly by: string; readonly segments: readonly Segment[] } | null
  readonly state: 'stopping' | 'stopped' | 'refused' | 'releasing' | 'released'
  /** Why it cannot be released from here, or null. */
  readonly releaseObstacle: string | null
  /** What a person types to release it. */
  readonly releaseTyped: string
}

/** How the decision log stands. Everything but `open` blocks approvals and nothing else. */
export interface LogView {
  readonly status: 'opening' | 'open' | 'read_only' | 'refused'
  readonly sentence: string | null
  readonly size: number
  readonly root: string | null
  readonly inReserve: number
  readonly fault: string | null
  /** Whether a person may begin a new log here, because this one is lost or not ours. */
  readonly mayBeginAnew?: boolean
  /** What else was found at the start and put aside, one sentence each. */
  readonly notices?: readonly string[]
}

/** The collections of the feed, each keyed by an id. */
export interface FeedRows {
  readonly points: Readonly<Record<string, PointView>>
  readonly inbox: Readonly<Record<string, InboxRow>>
  readonly sessions: Readonly<Record<string, SessionRow>>
  readonly agents: Readonly<Record<string, AgentRow>>
  readonly stops: Readonly<Record<string, StopView>>
}

/** Everything at one moment. `version` counts the patches; a window that missed one reads a snapshot again. */
export interface FeedSnapshot {
  readonly version: number
  readonly rows: FeedRows
  /** Sessions and ended challenges beyond those listed. */
  readonly unlisted: { readonly inbox: number; readonly sessions: number }
  readonly log: LogView
}

/** What changed since the version before: whole rows, and the ids of those that are gone. */
export interface FeedPatch {
  readonly version: number
  readonly set: { readonly [K in keyof FeedRows]?: FeedRows[K] }
  readonly gone: { readonly [K in keyof FeedRows]?: readonly string[] }
  readonly unlisted?: FeedSnapshot['unlisted']
  readonly log?: LogView
}

/** A row of the log list, newest first. */
export interface LogRow {
  readonly n: number
  readonly atMs: number
  readonly kind: string
  /** Our own sentence about it. */
  readonly sentence: string
  /** Whoever decided, stopped or released; null for what no person did. */
  readonly by: string | null
  /** What the verdict chip says; null where the entry has none. */
  readonly verdict: 'approved' | 'denied' | 'expired' | 'cancelled' | 'failed' | 'stopped' | 'released' | 'waiting' | 'accepted' | 'refused' | 'unconfirmed' | 'executed' | 'blocked' | null
  readonly agentName: string | null
  /** What whoever did it wrote, as they wrote it. */
  readonly reason: string | null
}

export interface LogEntryView {
  readonly row: LogRow
  readonly bodyHash: string
  readonly body: ShownBytes | null
  /** The payload that the envelope in the body signs, where there is one. */
  readonly signed: ShownBytes | null
  readonly bodyStatus: 'kept' | 'removed' | 'damaged'
  /** Of the signed envelope in the body, where there is one. */
  readonly signature: { readonly status: 'verified' | 'not_verified' | 'unknown_key' | 'none'; readonly kid: string | null; readonly sentence: string }
  readonly inclusion: { readonly status: 'matches' | 'does_not_match' | 'not_available'; readonly leaf: string; readonly path: readonly { readonly hash: string; readonly side: 'left' | 'right' }[]; readonly root: string | null; readonly size: number; readonly sentence: string }
  readonly checkpoint: string | null
}

/** Where pairing stands. The words of the other side are never fetched: a person reads them there. */
export type PairingView =
  | { readonly step: 'idle' }
  | { readonly step: 'connecting'; readonly address: string }
  | { readonly step: 'compare'; readonly address: string; readonly pointName: string; readonly pointId: PointId; readonly words: readonly string[]; readonly endsAtMs: number }
  | { readonly step: 'waiting_for_point'; readonly pointName: string }
  | { readonly step: 'paired'; readonly pointName: string }
  | { readonly step: 'failed'; readonly sentence: string }

/** A schema for what our own process made: its type is the contract, its content is not walked again. */
export const view = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null)

export type { ShownText }
