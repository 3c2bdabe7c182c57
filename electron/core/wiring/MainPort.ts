import type { CoreToMain, MainToCore, Pinned, SignRequest } from '../../../shared/ipc/mainAndCore.ts'
import type { ToWindow } from '../../../shared/ipc/toWindow.ts'

export type SignAnswer = Extract<MainToCore, { kind: 'signed' }>['result']

type PinningRoom = 'inbox' | 'halt'

/** The core's side of the line to main: wishes for signatures, what is pinned, and what windows are told. */
export class MainPort {
  readonly #send: (message: CoreToMain) => void
  readonly #waiting = new Map<number, (result: SignAnswer) => void>()
  #lastId = 0
  #pinnedBy: PinningRoom | null = null

  constructor(send: (message: CoreToMain) => void) {
    this.#send = send
  }

  /** Asks for a signature. Resolves when main answers; main answers every request. */
  sign(request: SignRequest): Promise<SignAnswer> {
    const id = ++this.#lastId
    const answer = new Promise<SignAnswer>((resolve) => void this.#waiting.set(id, resolve))
    this.#send({ kind: 'sign', id, request })
    return answer
  }

  /** An answer of main. One that nobody waits for is ignored: each request is answered once. */
  signed(id: number, result: SignAnswer): void {
    const resolve = this.#waiting.get(id)
    this.#waiting.delete(id)
    resolve?.(result)
  }

  /** What is before a person's eyes. A room that lets go lets go of its own alone: another may have pinned meanwhile. */
  pin(room: PinningRoom, subject: Pinned | null): void {
    if (subject === null && this.#pinnedBy !== room) return
    this.#pinnedBy = subject === null ? null : room
    this.#send({ kind: 'pinned', subject })
  }

  tellWindow<K extends Exclude<keyof ToWindow, 'window.hostChanged'>>(channel: K, body: ToWindow[K]): void {
    this.#send({ kind: 'event', channel, body })
  }

  tellIdentity(identity: Omit<Extract<CoreToMain, { kind: 'identity' }>, 'kind'>): void {
    this.#send({ kind: 'identity', ...identity })
  }
}
