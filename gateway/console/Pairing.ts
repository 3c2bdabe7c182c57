import { randomInt } from 'node:crypto'
import { importPublicKey, isMacOf, newPairingCode, pairingWords, type PublicKey } from '../../shared/evidence/index.ts'
import { encodeUtf8 } from '../../shared/json/index.ts'
import { CLOSE, LIMITS, type CloseCode, type ConsoleBody } from '../../shared/protocol/index.ts'
import type { ConsoleTime, Enrolment, EnrolmentResult, PairingRequest, PairingResult } from './api.ts'

/** The one connection that pairs, as far as pairing needs it. */
export interface PairingPeer {
  /** The nonce of our hello. */
  readonly nonce: string
  sendConfirm(accepted: boolean): void
  close(code: CloseCode, reason: string): void
}

interface Parts {
  readonly request: PairingRequest
  readonly pointId: string
  readonly pointKid: string
  /** Digest of the TLS key (SHA-256 of its SPKI), or null on loopback without TLS. */
  readonly certificateKey: string | null
  readonly time: ConsoleTime
  /** Whether it could be enrolled; asked before a person is. */
  readonly vet: (enrolment: Enrolment) => EnrolmentResult
  readonly enrol: (enrolment: Enrolment) => EnrolmentResult
  readonly onOver: () => void
}

/** What a console has offered, its mac good. */
interface Offered {
  readonly enrolment: Enrolment
  readonly reviewerKid: string
}

/**
 * One pairing (protocol P5): a code for five minutes, one connection, one try. A good mac shows the words; only when the
 * person here and the console have both accepted is anything written down.
 */
export class Pairing {
  readonly result: Promise<PairingResult>
  readonly #parts: Parts
  readonly #code = newPairingCode((below) => randomInt(below))
  readonly #cancelLimit: () => void
  #settle: (result: PairingResult) => void = () => {}
  #peer: PairingPeer | null = null
  #offered: Offered | null = null
  #isAcceptedHere = false
  #isAcceptedThere = false
  #isToldOfUs = false
  #isOver = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.result = new Promise((resolve) => (this.#settle = resolve))
    this.#cancelLimit = parts.time.after(LIMITS.pairingMs, () => this.fail('The five minutes are over and no console was paired. Ask for a new code.', CLOSE.attachTimeout))
    parts.request.tell({ kind: 'code', code: this.#code, livesMs: LIMITS.pairingMs, sentence: `Type this code into the console within five minutes: ${this.#code}` })
  }

  /** A connection that has not attached wants to stay for this. Only one may; a silent one gives way to one that offers. */
  admits(peer: PairingPeer, isOffering: boolean): boolean {
    if (this.#isOver || (this.#peer !== null && this.#peer !== peer && (this.#offered !== null || !isOffering))) return false
    if (this.#peer !== peer) this.#peer?.close(CLOSE.goingAway, 'another console is pairing')
    this.#peer = peer
    return true
  }

  /** Takes the console's offer. A wrong mac burns the code: whoever guesses has one guess. */
  offer(peer: PairingPeer, offer: ConsoleBody<'pair.offer'>): void {
    if (peer !== this.#peer || this.#offered !== null) return peer.close(CLOSE.badFrame, 'an offer where none is awaited')
    const { pointId, pointKid, certificateKey, request } = this.#parts
    const consoleKey = keyOf(offer.console.key)
    const reviewerKey = keyOf(offer.reviewer_key)
    if (consoleKey === null || reviewerKey === null) {
      return this.fail('A console offered keys that none may have. The code is burnt; ask for a new one.', CLOSE.unauthenticated)
    }
    const value = {
      certificate_key: certificateKey, console_id: offer.console.console_id, console_key: consoleKey.kid, console_nonce: offer.nonce, log_origin: offer.log_origin,
      point_id: pointId, point_key: pointKid, point_nonce: peer.nonce, reviewer_key: reviewerKey.kid,
    }
    if (!isMacOf({ mac: offer.mac, key: encodeUtf8(this.#code), purpose: 'pairing', value })) {
      return this.fail('A console tried another code, or somebody changed its offer on the way. The code is burnt; ask for a new one.', CLOSE.unauthenticated)
    }
    const { console_id, name } = offer.console
    const { person, roles, groups } = request
    const enrolment: Enrolment = { console: { console_id, name, key: consoleKey }, reviewerKey, logOrigin: offer.log_origin, person, roles, groups }
    this.#offered = { enrolment, reviewerKid: reviewerKey.kid }
    const vetted = this.#parts.vet(enrolment)
    if (vetted.status === 'refused') return this.fail(vetted.sentence)
    const words = pairingWords({ pointKey: pointKid, consoleKey: consoleKey.kid, reviewerKey: reviewerKey.kid, certificateKey, code: this.#code })
    void this.#ask(words, this.#offered)
  }

  /** The person at the console has compared the words. */
  confirm(peer: PairingPeer, isAccepted: boolean): void {
    if (peer !== this.#peer || this.#offered === null) return peer.close(CLOSE.badFrame, 'a confirmation of nothing')
    if (!isAccepted) return this.fail('At the console somebody said that the words are not the same. Nothing was paired.')
    this.#isAcceptedThere = true
    if (this.#isAcceptedHere) this.#finish(this.#offered)
    else this.#parts.request.tell({ kind: 'progress', sentence: 'At the console the words were accepted.' })
  }

  /** The connection has ended. Before an offer another one may come; after it nothing can be finished. */
  gone(peer: PairingPeer): void {
    if (peer !== this.#peer) return
    this.#peer = null
    if (this.#offered !== null) this.fail('The console went away before both sides had accepted. Nothing was paired.')
  }

  /** Ends it without a result to keep. */
  fail(sentence: string, code: CloseCode = CLOSE.normal): void {
    if (this.#isOver) return
    if (this.#offered !== null) this.#peer?.sendConfirm(false)
    this.#end({ status: 'failed', sentence }, code)
  }

  async #ask(words: readonly string[], { enrolment, reviewerKid }: Offered): Promise<void> {
    const { console, logOrigin } = enrolment
    const facts = { consoleId: console.console_id, consoleName: console.name, consoleKid: console.key.kid, reviewerKid, logOrigin }
    const isSame = await this.#parts.request.confirm(words, facts).catch(() => false)
    if (this.#isOver) return
    if (!isSame) return this.fail('The words were not accepted here. Nothing was paired.')
    this.#isAcceptedHere = true
    if (this.#isAcceptedThere && this.#offered !== null) return this.#finish(this.#offered)
    this.#isToldOfUs = true
    this.#peer?.sendConfirm(true)
    this.#parts.request.tell({ kind: 'progress', sentence: 'Accepted here. The console has to accept too.' })
  }

  /** Both have accepted. Where the console was first, it hears of us only after it is written down here. */
  #finish({ enrolment }: Offered): void {
    const done = this.#enrolled(enrolment)
    if (done.status === 'refused') return this.fail(done.sentence)
    if (!this.#isToldOfUs) this.#peer?.sendConfirm(true)
    this.#end({ status: 'paired', consoleId: enrolment.console.console_id, name: enrolment.console.name }, CLOSE.normal)
  }

  #enrolled(enrolment: Enrolment): EnrolmentResult {
    try {
      return this.#parts.enrol(enrolment)
    } catch {
      return { status: 'refused', sentence: 'The console could not be written down, so nothing was paired. Look at the disk of this host, then ask for a new code.' }
    }
  }

  #end(result: PairingResult, code: CloseCode): void {
    this.#isOver = true
    this.#cancelLimit()
    this.#peer?.close(code, result.status)
    this.#settle(result)
    this.#parts.onOver()
  }
}

/** A key from elsewhere whose name is its own. */
function keyOf({ kid, x }: { readonly kid: string; readonly x: string }): PublicKey | null {
  const imported = importPublicKey(x)
  return imported.status === 'accepted' && imported.key.kid === kid ? imported.key : null
}
