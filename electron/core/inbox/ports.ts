import type { ChallengeId, NewId, PointId, Presence } from '../../../shared/domain/index.ts'
import type { PublicKey } from '../../../shared/evidence/index.ts'
import type { ConsoleBody, DecisionPayload, EnvelopeOnWire, NamedActor, ReceiptPayload, Role } from '../../../shared/protocol/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import type { Draft, Kept, ProofVerdict, Recorded, RememberedTree } from '../ledger/index.ts'

// What the inbox needs of the rest of the core. It knows challenges and decisions; links, points and main are others'.

/** The log, as far as decisions need it. */
export interface DecisionLog {
  /** Why no approval can be recorded just now, or null. */
  readonly obstacle: string | null
  append(drafts: readonly Draft[]): Promise<readonly Recorded[]>
  appendOrReserve(drafts: readonly Draft[]): Promise<Kept>
  /** Null where there is no log that could prove anything. */
  proofOf(n: number, since: RememberedTree): ProofVerdict | null
}

/** A point, as far as a decision depends on it. */
export interface PointFacts {
  readonly pointId: PointId
  readonly name: string
  readonly key: PublicKey
  /** Null while it is not attached. */
  readonly linkNumber: number | null
  readonly admission: { readonly roles: readonly Role[]; readonly groups: readonly string[]; readonly reviewer: NamedActor } | null
  readonly clockOffsetMs: number
  readonly head: ReceiptPayload['log']
  /** Digest of the signed payload whose proof has no answer yet. A proof made meanwhile would continue what is no longer remembered. */
  readonly proofOut: string | null
  readonly rollback: string | null
  readonly contradiction: string | null
}

/** What main answered to a wish for a signature. */
export type Signed =
  | { readonly ok: true; readonly envelope: EnvelopeOnWire; readonly payload: JsonObject }
  | { readonly ok: false; readonly refusal: string; readonly sentence: string }

/** What main must see of a hand before it signs for this card. */
export interface Pin {
  readonly id: ChallengeId
  readonly presence: Presence
  readonly holdMs: number
  readonly dwellMs: number
  readonly typedCharacters: number
}

/** The hands of the inbox. */
export interface InboxPorts {
  readonly log: DecisionLog
  readonly pointOf: (pointId: PointId) => PointFacts | undefined
  /** Writes at once on the attachment of now, or gives null and has written nothing. */
  readonly sendDecision: (pointId: PointId, body: ConsoleBody<'challenge.decide'>) => { readonly linkNumber: number } | null
  /** Told when a proof has left beside a payload with this digest. */
  readonly proofLeft: (pointId: PointId, payloadHash: string) => void
  readonly getPayload: (pointId: PointId, body: ConsoleBody<'payload.get'>) => { readonly messageId: string } | null
  readonly sign: (request: { readonly payload: DecisionPayload; readonly inSteps: boolean; readonly isLive: boolean; readonly shownForMs: number }) => Promise<Signed>
  readonly pin: (pin: Pin | null) => void
  readonly reviewerKey: () => PublicKey | null
  readonly isScreenLocked: () => boolean
  readonly consoleId: DecisionPayload['console_id']
  readonly logOrigin: string
  readonly newId: NewId
  readonly now: () => number
  /** Told after anything about a challenge or its decision changed. */
  readonly changed: (challengeId: ChallengeId) => void
  /** A point contradicted itself or signed something that cannot be. */
  readonly alarm: (pointId: PointId, sentence: string, challengeId: ChallengeId | null, isOfThePoint: boolean) => void
}
