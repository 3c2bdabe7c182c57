import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Order } from './dying.ts'

export interface Launch {
  readonly program: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly onMessage: (message: unknown) => void
}

/** A process that dies when it is told to, or when it is killed, and of which every end but that is a fault. */
export class Mortal {
  /** Settles with the signal that ended it. */
  readonly ended: Promise<string | null>
  said = ''
  readonly #child: ChildProcess
  readonly #looking = new Set<{ readonly look: () => void; readonly fail: (fault: Error) => void }>()
  #isArmed = false
  #isOver = false

  constructor({ program, args, env, onMessage }: Launch) {
    this.#child = fork(program, [...args], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env })
    this.#child.stderr?.on('data', (text) => (this.said += String(text)))
    this.#child.on('message', (message) => {
      if ((message as { readonly kind?: string }).kind === 'armed') this.#isArmed = true
      onMessage(message)
      for (const { look } of this.#looking) look()
    })
    this.ended = once(this.#child, 'exit').then(([, signal]) => {
      this.#isOver = true
      for (const { fail } of this.#looking) fail(new Error(`A process died that nobody killed: ${this.said.slice(-2_000)}`))
      return signal as string | null
    })
  }

  get isOver(): boolean {
    return this.#isOver
  }

  tell(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  order(order: Order): void {
    this.tell(order)
  }

  /** It will die at this step. Resolves once it knows. */
  async arm(step: string): Promise<void> {
    this.#isArmed = false
    this.order({ kind: 'arm', step })
    await this.until(() => this.#isArmed || undefined)
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.ended
  }

  /** Looks now and after each message, until there is something. Rejects where the process ends before. */
  until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const one = {
        look: () => {
          const found = find()
          if (found === undefined) return
          this.#looking.delete(one)
          resolve(found)
        },
        fail: reject,
      }
      this.#looking.add(one)
      one.look()
      if (this.#isOver) reject(new Error(`It is dead already: ${this.said.slice(-2_000)}`))
    })
  }
}
