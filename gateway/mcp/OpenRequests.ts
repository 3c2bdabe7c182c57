import type { CallJourney } from './CallJourney.ts'
import { keyOfId, type MessageId } from './Message.ts'

/** A request of the client that has no answer yet. */
export type OpenRequest =
  | { readonly kind: 'passed'; readonly id: MessageId; /** For a `tools/list`: what its answer is worth. */ readonly listing: Listing | null }
  | { readonly kind: 'call'; readonly id: MessageId; readonly journey: CallJourney }

export interface Listing {
  readonly isFirstPage: boolean
  /** `KnownTools.changes` when it was asked. */
  readonly asOf: number
}

/** How many given-up requests are remembered for an answer that may still come. */
const MAX_GIVEN_UP = 256
/** So much of the ids of those beyond that is remembered, in UTF-16 code units, so that none of them is used again. */
const MAX_FORGOTTEN_LENGTH = 4_194_304

/** The client's requests by id. An id stays taken while an answer to it may still come, so that none goes to the wrong one. */
export class OpenRequests {
  readonly #open = new Map<string, OpenRequest>()
  readonly #givenUp = new Set<string>()
  /** Ids whose answer may still come, and of which nothing else is known any more. */
  readonly #forgotten = new Set<string>()
  #forgottenLength = 0
  readonly #onForget: (request: OpenRequest) => void
  readonly #onFull: () => void

  /**
   * @param onForget called with a given-up request for which room had to be made
   * @param onFull called when no more ids can be remembered: a late answer could then be taken for another request's
   */
  constructor({ onForget, onFull }: { readonly onForget: (request: OpenRequest) => void; readonly onFull: () => void }) {
    this.#onForget = onForget
    this.#onFull = onFull
  }

  get size(): number {
    return this.#open.size - this.#givenUp.size
  }

  get(id: MessageId): OpenRequest | undefined {
    return this.#open.get(keyOfId(id))
  }

  /** Whether an answer with this id, if one came, would be another request's. */
  isTaken(id: MessageId): boolean {
    return this.#open.has(keyOfId(id)) || this.#forgotten.has(keyOfId(id))
  }

  all(): readonly OpenRequest[] {
    return [...this.#open.values()]
  }

  isGivenUp(id: MessageId): boolean {
    return this.#givenUp.has(keyOfId(id))
  }

  add(request: OpenRequest): void {
    this.#open.set(keyOfId(request.id), request)
  }

  /** Nobody waits for this one any more, and its answer may come all the same. */
  giveUp(id: MessageId): void {
    const key = keyOfId(id)
    if (this.#open.has(key)) this.#givenUp.add(key)
    const [oldest] = this.#givenUp
    if (this.#givenUp.size > MAX_GIVEN_UP && oldest !== undefined) this.#forget(oldest)
  }

  /** Its answer has been waited for long enough: of a request that was given up only the id is remembered from here on. */
  forget(id: MessageId): void {
    if (this.#givenUp.has(keyOfId(id))) this.#forget(keyOfId(id))
  }

  /** It is over, or its answer has come after all: the id is free. */
  remove(id: MessageId): void {
    const key = keyOfId(id)
    this.#open.delete(key)
    this.#givenUp.delete(key)
    if (this.#forgotten.delete(key)) this.#forgottenLength -= key.length
  }

  #forget(key: string): void {
    const request = this.#open.get(key)
    this.#givenUp.delete(key)
    this.#open.delete(key)
    if (request !== undefined) this.#onForget(request)
    this.#forgotten.add(key)
    this.#forgottenLength += key.length
    if (this.#forgottenLength > MAX_FORGOTTEN_LENGTH) this.#onFull()
  }
}
