import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { appFolder } from './surroundings.ts'

/** The point's program, as it is built. */
export const GATEWAY = join(appFolder, 'out', 'gateway', 'gateway.cjs')

/** The code that `pair` prints. */
export const PAIRING_CODE = /\n {4}([A-Z2-9]{4}(?:-[A-Z2-9]{4}){2})\n/

export interface Ended {
  readonly code: number
  readonly said: string
}

/** A command of `countersign-gateway`, run to its end. */
export async function runGateway(args: readonly string[]): Promise<Ended> {
  return new GatewayCommand(args).ended
}

/** A command of `countersign-gateway` in a terminal: what it says is read as it comes, and its questions are answered. */
export class GatewayCommand {
  readonly ended: Promise<Ended>
  readonly #child: ChildProcess
  #said = ''
  readonly #listeners = new Set<() => void>()

  constructor(args: readonly string[]) {
    const child = spawn(process.execPath, [GATEWAY, ...args])
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        this.#said += String(text)
        for (const listener of this.#listeners) listener()
      })
    }
    this.ended = once(child, 'close').then(([code]) => ({ code: code as number, said: this.#said }))
  }

  /** What the first group of a pattern holds, as soon as the command has said it. */
  async heard(pattern: RegExp): Promise<string> {
    const found = new Promise<string>((resolve) => {
      const look = () => {
        const match = pattern.exec(this.#said)
        if (match === null) return
        this.#listeners.delete(look)
        resolve(match[1] ?? '')
      }
      this.#listeners.add(look)
      look()
    })
    const over = this.ended.then(({ said }): string => {
      throw new Error(`It ended without saying ${String(pattern)}: ${said}`)
    })
    return Promise.race([found, over])
  }

  /** Types a line. */
  type(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }
}
