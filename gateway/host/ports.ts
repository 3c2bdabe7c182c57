import type { ConsoleId, LockId } from '../../shared/domain/index.ts'
import type { PublicKey } from '../../shared/evidence/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import type { NamedActor, Role } from '../../shared/protocol/index.ts'

/** What became of an order of the host, with a sentence for the person who gave it. Never a fault of ours. */
export type HostAnswer = { readonly ok: true; readonly sentence: string } | { readonly ok: false; readonly sentence: string }

/** What the person at the host is told while a console is paired, and what is asked of them. */
export type PairingNews =
  | { readonly news: 'code'; readonly code: string; readonly lives_ms: number; readonly sentence: string }
  | { readonly news: 'progress'; readonly sentence: string }
  /** To be answered with `{answer: true}` or `{answer: false}`. Everything about the console is its own word. */
  | { readonly news: 'words'; readonly words: readonly string[]; readonly console_name: string; readonly console_id: ConsoleId }

export interface PairingOrder {
  readonly person: NamedActor
  readonly roles: readonly Role[]
  tell(news: Exclude<PairingNews, { news: 'words' }>): void
  /** Settles with what the person said; with false where they have left. */
  ask(news: Extract<PairingNews, { news: 'words' }>): Promise<boolean>
  /** Settles when they have left. */
  readonly left: Promise<void>
}

export interface EnrolmentOrder {
  readonly console: { readonly console_id: ConsoleId; readonly name: string; readonly key: PublicKey }
  readonly reviewerKey: PublicKey
  readonly logOrigin: string
  readonly person: NamedActor
  readonly roles: readonly Role[]
}

/** What whoever owns the point's account on this host may order. Each names that account in what it writes down. */
export interface HostActs {
  /** Facts for a person: agents, sessions, locks, consoles, epoch, address. */
  status(): JsonObject
  pair(order: PairingOrder): Promise<HostAnswer>
  enrol(order: EnrolmentOrder): HostAnswer
  unlock(lockId: LockId, reason: string): Promise<HostAnswer>
  recover(): Promise<HostAnswer>
  acceptLog(consoleId: ConsoleId): HostAnswer
}
