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

/** The client's requests by id. An id stays taken while an answer to it may still come, so that none goes to the wrong one. */
export class OpenRequests {
  readonly #open = new Map<string, OpenRequest>()
  readonly #givenUp = new Set<string>()
  readonly #onForget: (request: OpenRequest) => void

  /** @param onForget called with a given-up request for which room had to be made */
  constructor(onForget: (request: OpenRequest) => void) {
    this.#onForget = onForget
  }

  get size(): number {
    return this.#open.size - this.#givenUp.size
  }

  get(id: MessageId): OpenRequest | undefined {
    return this.#open.get(keyOfId(id))
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
    if (this.#givenUp.size <= MAX_GIVEN_UP || oldest === undefined) return
    const request = this.#open.get(oldest)
    this.#givenUp.delete(oldest)
    this.#open.delete(oldest)
    if (request !== undefined) this.#onForget(request)
  }

  remove(id: MessageId): void {
    this.#open.delete(keyOfId(id))
    this.#givenUp.delete(keyOfId(id))
  }
}
