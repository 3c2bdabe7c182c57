import type { CoreProcess } from '../../electron/main/core/CoreProcess.ts'
import { MAIN_CORE_VERSION } from '../../shared/ipc/mainAndCore.ts'

/** A core process in the test's hands. */
export class FakeCore implements CoreProcess {
  readonly host = 'node child'
  readonly sent: unknown[] = []
  isKilled = false
  /** Whether it goes on living after it was told to end. */
  isHanging = false
  #hear: (message: unknown) => void = () => {}
  #end: (how: string) => void = () => {}

  send(message: unknown): void {
    this.sent.push(message)
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#hear = listener
  }

  onEnd(listener: (how: string) => void): void {
    this.#end = listener
  }

  kill(): void {
    this.isKilled = true
    if (!this.isHanging) this.end('was ended by SIGKILL')
  }

  say(message: unknown): void {
    this.#hear(message)
  }

  hello(version = MAIN_CORE_VERSION): void {
    this.say({ kind: 'hello', version, pid: 4711, node: '24.21.0' })
  }

  end(how: string): void {
    this.#end(how)
  }
}
