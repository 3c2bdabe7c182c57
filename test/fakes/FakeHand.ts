import { Presses } from '../../electron/main/signing/Presses.ts'
import type { FakeTime } from './FakeTime.ts'

const BUTTON = ['leftbuttondown']

/** A person's hand on mouse and keyboard, as the browser process would tell of it. */
export class FakeHand {
  readonly presses: Presses
  readonly #time: FakeTime

  constructor(time: FakeTime) {
    this.#time = time
    this.presses = new Presses(time.now)
  }

  mouseDown(): void {
    this.presses.hear({ type: 'mouseDown', modifiers: BUTTON })
  }

  mouseUp(): void {
    this.presses.hear({ type: 'mouseUp', modifiers: BUTTON })
  }

  click(): void {
    this.mouseDown()
    this.#time.pass(80)
    this.mouseUp()
  }

  keyDown(key: string, code = codeOf(key)): void {
    this.presses.hear({ type: 'rawKeyDown', key, code, isAutoRepeat: false, modifiers: [] })
    this.presses.hear({ type: 'char', key, code, isAutoRepeat: false, modifiers: [] })
  }

  /** What the system sends while a key stays down. */
  keyRepeat(key: string, code = codeOf(key)): void {
    this.presses.hear({ type: 'rawKeyDown', key, code, isAutoRepeat: true, modifiers: ['isautorepeat'] })
  }

  keyUp(key: string, code = codeOf(key)): void {
    this.presses.hear({ type: 'keyUp', key, code, modifiers: [] })
  }

  type(text: string): void {
    for (const key of text) {
      this.keyDown(key)
      this.#time.pass(60)
      this.keyUp(key)
    }
  }
}

const codeOf = (key: string) => (/^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key)
