import type { Presence } from '../../../shared/domain/index.ts'
import { signEnvelope, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { MainToCore, Pinned, SignRefusal, SignRequest } from '../../../shared/ipc/mainAndCore.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { PAYLOADS, printTime } from '../../../shared/protocol/index.ts'
import type { Presses } from './Presses.ts'
import { findPresenceFault } from './provePresence.ts'
import { SENTENCES } from './refusals.ts'

export type SignResult = Extract<MainToCore, { kind: 'signed' }>['result']

export interface SignerParts {
  /** Main's monotonic clock, the one that the presses are on. Milliseconds. */
  readonly now: () => number
  /** Milliseconds since 1970, for what is written down. */
  readonly wallNow: () => number
  readonly presses: Presses
  readonly key: () => PrivateKey | null
}

/** What the core says of the moment in which something was asked for. */
interface Moment {
  readonly inSteps: boolean
  readonly isLive: boolean
  readonly shownForMs: number
}

/**
 * Signs with the reviewer's key by the rules of protocol P6, "Who signs". A denial and a stop are signed without a
 * hand: they are the safe direction, and nothing may block them. An approval and a release are signed for what is pinned
 * alone, and only with presses that were really seen; each press is used once.
 */
export class Signer {
  readonly #parts: SignerParts
  #pinned: { readonly subject: Pinned; readonly atMs: number } | null = null
  #isScreenLocked = false

  constructor(parts: SignerParts) {
    this.#parts = parts
  }

  get isScreenLocked(): boolean {
    return this.#isScreenLocked
  }

  /** What stands before the person now. The same again changes nothing; anything else begins its dwell anew. */
  pin(subject: Pinned | null): void {
    if (subject !== null && this.#pinned !== null && isSame(subject, this.#pinned.subject)) return
    this.#pinned = subject === null ? null : { subject, atMs: this.#parts.now() }
  }

  setScreenLocked(isLocked: boolean): void {
    this.#isScreenLocked = isLocked
    // What was pressed before the screen was locked was pressed by whoever sat there before.
    this.#parts.presses.clear()
  }

  /** Signs, or says why not. Never throws for what a request says. */
  sign(request: SignRequest): SignResult {
    const key = this.#parts.key()
    if (key === null) return refuse('no_key')
    // Parsed here too, at the last place before the key: what is signed is what the schema gave back.
    switch (request.what) {
      case 'lock': {
        const lock = PAYLOADS.lock.safeParse(request.payload)
        return lock.success ? seal('lock', lock.data, key) : refuse('bad_payload')
      }
      case 'decision': {
        const decision = PAYLOADS.decision.safeParse(request.payload)
        if (!decision.success) return refuse('bad_payload')
        if (decision.data.decision === 'deny') return seal('decision', { ...decision.data, presence: this.#presenceOf('click') }, key)
        return this.#sealByHand('decision', decision.data, decision.data.challenge_id, request, key)
      }
      case 'release': {
        const release = PAYLOADS.release.safeParse(request.payload)
        if (!release.success) return refuse('bad_payload')
        if (release.data.lock_id !== request.pinnedId) return refuse('not_pinned')
        return this.#sealByHand('release', release.data, request.pinnedId, request, key)
      }
    }
  }

  #sealByHand(name: 'decision' | 'release', payload: JsonObject, id: string, moment: Moment, key: PrivateKey): SignResult {
    const { now, presses } = this.#parts
    const pinned = this.#pinned
    if (pinned === null || pinned.subject.id !== id) return refuse('not_pinned')
    const { presence, dwellMs, holdMs, typedCharacters } = pinned.subject
    const nowMs = now()
    const armedAtMs = pinned.atMs + dwellMs
    if (!moment.isLive) return refuse('not_live')
    if (this.#isScreenLocked) return refuse('screen_locked')
    if (moment.shownForMs < dwellMs || nowMs < armedAtMs) return refuse('not_dwelt')
    const fault = findPresenceFault({ presses: presses.since(pinned.atMs), armedAtMs, nowMs, presence, holdMs, typedCharacters, inSteps: moment.inSteps })
    if (fault !== null) return refuse(fault)
    // Used are all of them, the one that is still down too: nothing that was pressed until now signs a second time.
    presses.clear()
    return seal(name, { ...payload, presence: this.#presenceOf(presence) }, key)
  }

  /** Main's own word. What the core wrote in its place is not looked at. */
  #presenceOf(method: Presence): { readonly method: Presence; readonly at: string } {
    return { method, at: printTime(this.#parts.wallNow()) }
  }
}

function seal(name: 'decision' | 'lock' | 'release', payload: JsonObject, key: PrivateKey): SignResult {
  try {
    return { ok: true, envelope: signEnvelope({ name, payload, key }), payload }
  } catch (fault) {
    // A lone surrogate in what a person wrote passes the schema and has no canonical spelling.
    if (fault instanceof RangeError) return refuse('bad_payload')
    throw fault
  }
}

const refuse = (refusal: SignRefusal): SignResult => ({ ok: false, refusal, sentence: SENTENCES[refusal] })

function isSame(one: Pinned, other: Pinned): boolean {
  return one.id === other.id && one.presence === other.presence && one.holdMs === other.holdMs && one.dwellMs === other.dwellMs && one.typedCharacters === other.typedCharacters
}
