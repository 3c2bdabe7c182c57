import { failed, type IpcResult } from '../../../shared/ipc/IpcResult.ts'
import type { CoreToMain, MainToCore } from '../../../shared/ipc/mainAndCore.ts'

/** A core that is asked and says nothing for this long is reported as silent; its answer may still come too late. */
export const ANSWER_LIMIT_MS = 10_000

export interface RelayOptions {
  /** Sends to a ready core; false where there is none. */
  readonly send: (message: MainToCore) => boolean
  readonly after: (ms: number, callback: () => void) => () => void
}

/** Carries calls of the window to the core and answers back. A core that ends settles every call that it left open. */
export class CoreRelay {
  readonly #options: RelayOptions
  readonly #open = new Map<number, (result: IpcResult<unknown>) => void>()
  #lastId = 0

  constructor(options: RelayOptions) {
    this.#options = options
  }

  /** Asks the core. Always settles, and always with data: the answer, or why there is none. */
  ask(channel: string, body: unknown): Promise<IpcResult<unknown>> {
    const id = ++this.#lastId
    return new Promise((resolve) => {
      const cancelLimit = this.#options.after(ANSWER_LIMIT_MS, () => {
        this.#settle(id, failed('core_silent', 'The core gave no answer. Whether it did what was asked is not known.'))
      })
      this.#open.set(id, (result) => {
        cancelLimit()
        resolve(result)
      })
      if (!this.#options.send({ kind: 'request', id, channel, body })) this.#settle(id, unavailable())
    })
  }

  /** Hands an answer of the core to whoever asked. One that comes too late finds nobody and is dropped. */
  hear({ id, result }: Extract<CoreToMain, { kind: 'answer' }>): void {
    this.#settle(id, result as IpcResult<unknown>)
  }

  /** The core has ended: nobody will answer what it was asked, and it may have done it all the same. */
  settleAll(): void {
    for (const id of this.#open.keys()) this.#settle(id, failed('core_silent', 'The core ended before it answered. Whether it did what was asked is not known.'))
  }

  #settle(id: number, result: IpcResult<unknown>): void {
    const resolve = this.#open.get(id)
    this.#open.delete(id)
    resolve?.(result)
  }
}

const unavailable = () => failed('core_unavailable', 'The core is not running just now. It is being restarted.')
