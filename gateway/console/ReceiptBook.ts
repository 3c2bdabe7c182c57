import { decodeBytes, hashBytes, hashJson } from '../../shared/evidence/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import type { EnvelopeOnWire, ErrorCode } from '../../shared/protocol/index.ts'
import type { Command, CommandRecord, ConsoleCommands, Verb } from '../journal/ConsoleCommands.ts'
import type { ConsoleTime } from './api.ts'

/** What a signed command is answered with. */
export type Answer =
  | { readonly kind: 'receipt'; readonly envelope: EnvelopeOnWire; readonly isForged: boolean }
  /** There is no receipt: nothing in it can be named, or it did not happen and may be sent again. */
  | { readonly kind: 'result'; readonly code: ErrorCode; readonly isForged: boolean; readonly sentence?: string | null }
  /** It happened and cannot be vouched for: the link ends, and what the console hears after that is the truth. */
  | { readonly kind: 'cut' }

/** What is known of an envelope that has to be answered. */
export interface Standing {
  readonly envelopeHash: string
  /** An earlier run began it and did not come to an answer. */
  readonly wasBegun: boolean
  /** Whether it was answered before cannot be read: then only what is safe to do twice may be done. */
  readonly isUnread: boolean
}

/** Receipts so many, kept in memory while the disk takes none. */
const MOST_UNWRITTEN = 10_000

/** Every receipt that was ever given, by the envelope that it answers. */
export class ReceiptBook {
  readonly #store: ConsoleCommands
  readonly #time: ConsoleTime
  readonly #running = new Map<string, Promise<Answer>>()
  /** What the disk did not take: stops and denials are answered all the same, and the same way again. */
  readonly #unwritten = new Map<string, EnvelopeOnWire>()
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(store: ConsoleCommands, time: ConsoleTime) {
    this.#store = store
    this.#time = time
  }

  /**
   * Answers an envelope: with its stored receipt, before everything else; with what is being worked out for it already;
   * or by working it out now.
   */
  answer(envelope: EnvelopeOnWire, work: (standing: Standing) => Promise<Answer>): Promise<Answer> {
    const envelopeHash = hashJson(envelope as unknown as JsonObject)
    const running = this.#running.get(envelopeHash)
    if (running !== undefined) return running
    const found = this.#find(envelopeHash)
    if (found !== null && found !== 'unread' && found.status === 'answered') return Promise.resolve({ kind: 'receipt', envelope: found.receipt, isForged: false })
    const begun = work({ envelopeHash, wasBegun: found !== null && found !== 'unread', isUnread: found === 'unread' }).finally(() => this.#running.delete(envelopeHash))
    this.#running.set(envelopeHash, begun)
    return begun
  }

  /** Runs one thing after the other for the same name. */
  async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(name) ?? Promise.resolve()
    const turn = before.then(work, work)
    const settled = turn.catch(() => {})
    this.#turns.set(name, settled)
    void settled.then(() => {
      if (this.#turns.get(name) === settled) this.#turns.delete(name)
    })
    return turn
  }

  isKnown(verb: Verb, subjectId: string): boolean {
    return lookedUp(() => this.#store.isKnown(verb, subjectId), false)
  }

  isNonceSpent(kid: string, nonce: string, envelopeHash: string): boolean {
    return lookedUp(() => this.#store.isNonceSpent(kid, nonce, envelopeHash), false)
  }

  /** Writes a command down before it takes effect. False where the disk did not take it. */
  begin(command: Command, holdsId: boolean): boolean {
    try {
      this.#store.begin(command, holdsId, this.#time.now().wallMs)
      return true
    } catch {
      return false
    }
  }

  /** Keeps a receipt before it is sent. False where it is in memory alone. */
  keep(command: Pick<Command, 'envelopeHash' | 'verb' | 'subjectId'>, receipt: EnvelopeOnWire, how: { readonly effect: 'taken' | 'none'; readonly holdsId: boolean }): boolean {
    try {
      this.#store.answer(command, receipt, { ...how, atMs: this.#time.now().wallMs })
      return true
    } catch {
      this.#unwritten.set(command.envelopeHash, receipt)
      if (this.#unwritten.size > MOST_UNWRITTEN) this.#unwritten.delete(this.#unwritten.keys().next().value ?? '')
      return false
    }
  }

  #find(envelopeHash: string): CommandRecord | 'unread' | null {
    const unwritten = this.#unwritten.get(envelopeHash)
    if (unwritten !== undefined) return { status: 'answered', receipt: unwritten }
    return lookedUp<CommandRecord | 'unread' | null>(() => this.#store.find(envelopeHash), 'unread')
  }
}

/** An id or a nonce that cannot be looked up counts as not known: that each is taken once is a rule of the tables as well. */
function lookedUp<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}

/** The digest of an envelope's payload bytes, whether or not anything about them is good. */
export const payloadHashOf = ({ payload }: EnvelopeOnWire): string => hashBytes(decodeBytes(payload, 'base64') ?? new Uint8Array())
