import type { ConsoleId, NewId, PointId } from '../../shared/domain/index.ts'
import type { PrivateKey, PublicKey } from '../../shared/evidence/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import type { NamedActor, Role } from '../../shared/protocol/index.ts'
import type { ConsoleStore } from '../journal/ConsoleStore.ts'
import type { PointActs, PointState } from './ports.ts'

/** Both clocks of the point, and its one source of later; the same shape as the judge's. */
export interface ConsoleTime {
  now(): { readonly monotonicMs: number; readonly wallMs: number }
  /** Calls back once after the time; what it returns cancels that. */
  after(ms: number, callback: () => void): () => void
}

/**
 * One sentence for whoever reads the point's log, and the same as a fact for its journal. The sentence holds no control
 * character, whatever a console called itself.
 */
export type ConsoleLog = (sentence: string, fact: ConsoleFact) => void

/** Something that happened with a console. `what` is a word of this room: `attached`, `refused`, `detached` and so on. */
export interface ConsoleFact {
  readonly what: string
  readonly console_id?: ConsoleId
  /** An error code of the protocol, where something was refused. */
  readonly code?: string
  readonly details?: JsonObject
}

/** All that the console room needs. */
export interface ConsoleParts {
  /** Where to listen. Port 0 takes a free one. Without TLS the host must be a loopback address. */
  readonly address: { readonly host: string; readonly port: number }
  /** Certificate and key in PEM, or null on loopback. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  readonly pointKey: PrivateKey
  readonly state: PointState
  readonly acts: PointActs
  readonly store: ConsoleStore
  readonly time: ConsoleTime
  readonly newId: NewId
  /** Of this program, for the log; the point's own stands in `state.point()`. */
  readonly version: string
  readonly log: ConsoleLog
}

/** Whom a reviewer key speaks for at this point, and what it may. */
export interface Enrolled {
  readonly person: NamedActor
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

/** A console and a reviewer key that whoever owns both ends puts into the roster without words. */
export interface Enrolment extends Enrolled {
  readonly console: { readonly console_id: ConsoleId; readonly name: string; readonly key: PublicKey }
  readonly reviewerKey: PublicKey
  readonly logOrigin: string
  /** Wall clock; absent where the key does not lapse by itself. */
  readonly lapsesAtMs?: number
}

export type EnrolmentResult = { readonly status: 'enrolled' } | { readonly status: 'refused'; readonly sentence: string }

/** What a person on the point's host must compare and accept. The console's name is its own word: hostile text. */
export interface PairingFactsForPerson {
  readonly consoleId: ConsoleId
  readonly consoleName: string
  readonly consoleKid: string
  readonly reviewerKid: string
  readonly logOrigin: string
}

/** What the person who pairs is told on the way. Only `code` is a secret, for the console's owner alone. */
export type PairingNews =
  | { readonly kind: 'code'; readonly code: string; readonly livesMs: number; readonly sentence: string }
  | { readonly kind: 'progress'; readonly sentence: string }

/** A wish to pair one console. */
export interface PairingRequest extends Enrolled {
  /** Shows the eight words, and settles with what the person said of them. */
  confirm(words: readonly string[], facts: PairingFactsForPerson): Promise<boolean>
  tell(news: PairingNews): void
  /** Settles when the person has gone: the code is then burnt, and the next one can pair. */
  readonly left?: Promise<void>
}

export type PairingResult =
  | { readonly status: 'paired'; readonly consoleId: ConsoleId; readonly name: string }
  | { readonly status: 'failed'; readonly sentence: string }

/** A console as host commands list it. */
export interface ConsoleListing {
  readonly consoleId: ConsoleId
  readonly name: string
  readonly kid: string
  readonly logOrigin: string
  readonly isAttached: boolean
  readonly pendingLogReset: { readonly newOrigin: string; readonly size: number; readonly atMs: number } | null
  readonly reviewerKeys: readonly ReviewerKeyListing[]
}

export interface ReviewerKeyListing extends Enrolled {
  readonly kid: string
  readonly enrolledAtMs: number
  readonly lapsesAtMs: number | null
  readonly revokedAtMs: number | null
}

/** What a host command came to. */
export type HostResult = { readonly status: 'done'; readonly sentence: string } | { readonly status: 'refused'; readonly sentence: string }

/** Whose the server is. */
export interface PointIdentity {
  readonly pointId: PointId
  readonly key: PrivateKey
}
