import { normaliseCode, type PublicKey } from '../../../shared/evidence/index.ts'
import type { NewId } from '../../../shared/domain/index.ts'
import type { PairingView } from '../../../shared/ipc/views.ts'
import { CLOSE, LIMITS, readFrame, type CloseCode } from '../../../shared/protocol/index.ts'
import { readAddress, type Address } from './address.ts'
import type { Dial, Dialled, Surroundings } from './Dial.ts'
import { dialSocket } from './dialSocket.ts'
import { hasCommonVersion, keyOfHello, type ConsoleFacts, type Hello } from './handshake.ts'
import { failureOf } from './pairingFailures.ts'
import { makeOffer } from './pairingOffer.ts'
import type { Pin } from './ports.ts'
import { Speaker } from './Speaker.ts'

/** What a console pairs with. */
export interface PairingParts {
  readonly self: ConsoleFacts
  readonly reviewerKey: PublicKey
  readonly logOrigin: string
  readonly mayLeaveThisHost: boolean
  readonly newId: NewId
  readonly surroundings: Surroundings
  readonly dial?: Dial
  /** Every step, in order; the last one is `paired` or `failed`. */
  readonly onView: (view: PairingView) => void
  /** Both sides accepted. The pin must be on disk before this returns; what it throws is a failure of the pairing. */
  readonly onPin: (pin: Pin) => void
}

/** How long a point may take to say hello. */
const HELLO_MS = 2 * LIMITS.attachMs

/** A pairing under way. */
export interface Pairing {
  /** The person compared the words. */
  answer(isSame: boolean): void
  /** The person gives up. Nothing is reported afterwards. */
  cancel(): void
}

/** Pairs with the point at an address, by the one-time code that it printed (protocol P5). Never throws. */
export function beginPairing(request: { readonly address: string; readonly code: string }, parts: PairingParts): Pairing {
  const code = normaliseCode(request.code)
  const reading = readAddress(request.address, parts)
  if (reading.status === 'refused') parts.onView({ step: 'failed', sentence: reading.sentence })
  else if (code === null) parts.onView({ step: 'failed', sentence: 'That is not a pairing code. It has twelve letters and digits, as in ABCD-EFGH-2345, and countersign-gateway pair prints it.' })
  else return new OpenPairing(reading.address, code, parts)
  return { answer: () => {}, cancel: () => {} }
}

class OpenPairing implements Pairing {
  readonly #address: Address
  readonly #code: string
  readonly #parts: PairingParts
  readonly #speaker: Speaker
  readonly #dialled: Dialled
  readonly #cancelLimit: () => void
  readonly #cancelHello: () => void
  readonly #endsAtMs: number
  #found: { readonly pin: Pin } | null = null
  #isOver = false
  #isAcceptedHere = false
  #isAcceptedThere = false

  constructor(address: Address, code: string, parts: PairingParts) {
    const { surroundings, onView, dial = dialSocket } = parts
    this.#address = address
    this.#code = code
    this.#parts = parts
    this.#speaker = new Speaker(parts)
    this.#endsAtMs = surroundings.now() + LIMITS.pairingMs
    this.#cancelLimit = surroundings.after(LIMITS.pairingMs, () => this.#fail('The five minutes for pairing are over. Ask for a new code on the point\'s host.'))
    this.#cancelHello = surroundings.after(HELLO_MS, () => this.#fail(`Nothing that is a point answers at ${address.url}. Is countersign-gateway running there?`))
    onView({ step: 'connecting', address: address.url })
    this.#dialled = dial({ address, certificateKey: address.isTls ? 'any' : null }, {
      onOpen: (wire) => void (this.#speaker.wire = wire),
      onMessage: (bytes, isText) => this.#hear(bytes, isText),
      onEnd: (end) => this.#fail(failureOf(end, address.url, this.#found !== null)),
    })
  }

  answer(isSame: boolean): void {
    if (this.#isOver || this.#found === null || this.#isAcceptedHere) return
    this.#speaker.write('pair.confirm', { accepted: isSame })
    if (!isSame) return this.#fail('The words were not the same, so somebody may stand between this console and the point. Nothing was paired; pair again over another line.', CLOSE.normal)
    this.#isAcceptedHere = true
    if (this.#isAcceptedThere) return this.#finish(this.#found.pin)
    this.#parts.onView({ step: 'waiting_for_point', pointName: this.#found.pin.name })
  }

  cancel(): void {
    this.#end(CLOSE.goingAway)
  }

  #hear(bytes: Uint8Array, isText: boolean): void {
    if (this.#isOver) return
    const read = isText ? readFrame('point', bytes) : { status: 'refused' as const }
    if (read.status === 'unknown_type') return
    if (read.status === 'refused') return this.#fail(`What answers at ${this.#address.url} does not speak the protocol of a point.`, CLOSE.badFrame)
    const { type, body } = read.frame
    if (type === 'hello' && this.#found === null) return this.#offer(body)
    if (type === 'pair.confirm' && this.#found !== null) return this.#hearConfirm(body.accepted, this.#found.pin)
    if (type === 'ping') return void this.#speaker.write('pong', { nonce: body.nonce })
    this.#fail(`The point at ${this.#address.url} sent a ${type} where it may not. Nothing was paired.`, CLOSE.badFrame)
  }

  #offer(hello: Hello): void {
    const { self, reviewerKey, logOrigin, onView } = this.#parts
    const { wire } = this.#speaker
    const pointKey = keyOfHello(hello)
    if (wire === null || pointKey === null) return this.#fail(`The point at ${this.#address.url} shows a key that no point may have. Nothing was paired.`, CLOSE.badFrame)
    if (!hasCommonVersion(hello)) return this.#fail(`The point at ${this.#address.url} speaks no version of the protocol that this console speaks. Update the older of the two.`, CLOSE.noCommonVersion)

    this.#cancelHello()
    const { certificateKey } = wire
    const { offer, words } = makeOffer({ self, reviewerKey, logOrigin, certificateKey, code: this.#code, hello, pointKey })
    this.#speaker.write('pair.offer', offer)
    const pin: Pin = { address: this.#address.url, pointId: hello.point.point_id, name: hello.point.name, key: pointKey, certificateKey }
    this.#found = { pin }
    onView({ step: 'compare', address: pin.address, pointName: pin.name, pointId: pin.pointId, words, endsAtMs: this.#endsAtMs })
  }

  #hearConfirm(isAccepted: boolean, pin: Pin): void {
    if (!isAccepted) return this.#fail('On the point\'s host somebody said that the words are not the same. Nothing was paired.', CLOSE.normal)
    this.#isAcceptedThere = true
    if (this.#isAcceptedHere) this.#finish(pin)
  }

  #finish(pin: Pin): void {
    try {
      this.#parts.onPin(pin)
    } catch (fault) {
      return this.#fail(`The point accepted, and its keys could not be kept here (${fault instanceof Error ? fault.message : String(fault)}). Pair again once that is mended.`, CLOSE.normal)
    }
    this.#end(CLOSE.normal)
    this.#parts.onView({ step: 'paired', pointName: pin.name })
  }

  #fail(sentence: string, code: CloseCode = CLOSE.normal): void {
    if (this.#end(code)) this.#parts.onView({ step: 'failed', sentence })
  }

  #end(code: CloseCode): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    this.#cancelLimit()
    this.#cancelHello()
    this.#dialled.end(code)
    return true
  }
}
