import type { ChildProcess } from 'node:child_process'

/** What a program says on its output streams. It comes by a way of its own, so whoever looks for a sentence waits for it. */
export class Spoken {
  readonly #child: ChildProcess
  readonly #looking = new Set<() => void>()
  #text = ''

  constructor(child: ChildProcess) {
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        this.#text += text
        for (const look of this.#looking) look()
      })
    }
  }

  get text(): string {
    return this.#text
  }

  /** @returns everything said until then. Rejects with it where the program ends without having said so */
  until(sign: RegExp | string): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (typeof sign === 'string' ? !this.#text.includes(sign) : !sign.test(this.#text)) return
        this.#looking.delete(look)
        resolve(this.#text)
      }
      this.#looking.add(look)
      this.#child.once('close', () => reject(new Error(`It ended and never said ${sign}:\n${this.#text}`)))
      look()
    })
  }
}
