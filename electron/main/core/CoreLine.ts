import type { PrivateKey } from '../../../shared/evidence/index.ts'
import type { CoreToMain, MainToCore } from '../../../shared/ipc/mainAndCore.ts'
import type { CoreStatus } from '../../../shared/ipc/windowToMain.ts'
import { assertNever } from '../../../shared/util/assertNever.ts'
import type { Signer } from '../signing/Signer.ts'
import type { CoreRelay } from './CoreRelay.ts'

type Said<K extends CoreToMain['kind']> = Extract<CoreToMain, { kind: K }>

/** Who this console is, for whoever started the program and owns a point on this host. */
export type Identity = Said<'identity'> & { readonly reviewerKey: { readonly kid: string; readonly x: string } }

export interface CoreLineParts {
  /** Sends to a ready core; false where there is none. */
  readonly send: (message: MainToCore) => boolean
  readonly beginning: Extract<MainToCore, { kind: 'begin' }>
  readonly relay: CoreRelay
  readonly signer: Signer
  readonly key: () => PrivateKey | null
  readonly tellWindow: (channel: Said<'event'>['channel'], body: unknown) => void
  readonly tellStarter: (identity: Identity) => void
}

/** All that main and a ready core say to each other. A core that was started anew is told everything anew. */
export class CoreLine {
  readonly #parts: CoreLineParts
  #identity: Said<'identity'> | null = null
  #told = ''

  constructor(parts: CoreLineParts) {
    this.#parts = parts
  }

  /** A core has just said hello, or the one there was is gone. */
  statusChanged({ status }: CoreStatus): void {
    const { send, beginning, relay, signer } = this.#parts
    if (status !== 'ready') {
      relay.settleAll()
      // Whatever stood open stood open in the core that is gone.
      signer.pin(null)
      return
    }
    send(beginning)
    this.#sendKey()
    send({ kind: 'screen', isLocked: signer.isScreenLocked })
  }

  /** Any message but hello. */
  hear(message: Exclude<CoreToMain, { kind: 'hello' }>): void {
    const { send, relay, signer, tellWindow } = this.#parts
    switch (message.kind) {
      case 'answer':
        return relay.hear(message)
      case 'event':
        return tellWindow(message.channel, message.body)
      case 'pinned':
        return signer.pin(message.subject)
      case 'sign':
        return void send({ kind: 'signed', id: message.id, result: signer.sign(message.request) })
      case 'identity':
        this.#identity = message
        return this.#tellStarter()
      default:
        return assertNever(message)
    }
  }

  /** The reviewer's key is there now, or another one. */
  keyChanged(): void {
    this.#sendKey()
    this.#tellStarter()
  }

  screenChanged(isLocked: boolean): void {
    this.#parts.signer.setScreenLocked(isLocked)
    this.#parts.send({ kind: 'screen', isLocked })
  }

  #sendKey(): void {
    this.#parts.send({ kind: 'reviewerKey', key: this.#publicKey() })
  }

  #publicKey(): { kid: string; x: string } | null {
    const key = this.#parts.key()?.publicKey
    return key === undefined ? null : { kid: key.kid, x: key.x }
  }

  /** Once both halves are there, and again when one of them changed; a restart of the core alone changes nothing. */
  #tellStarter(): void {
    const reviewerKey = this.#publicKey()
    if (this.#identity === null || reviewerKey === null) return
    const identity = { ...this.#identity, reviewerKey }
    const text = JSON.stringify(identity)
    if (text === this.#told) return
    this.#told = text
    this.#parts.tellStarter(identity)
  }
}
