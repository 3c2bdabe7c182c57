import { describe, expect, it } from 'vitest'
import { findPresenceFault, type PresenceClaim } from '../../../electron/main/signing/provePresence.ts'
import { FakeHand } from '../../fakes/FakeHand.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

function person(terms: Partial<PresenceClaim> = {}) {
  const time = new FakeTime()
  const hand = new FakeHand(time)
  const startMs = time.now()
  const fault = (over: Partial<PresenceClaim> = {}) =>
    findPresenceFault({ presses: hand.presses.since(startMs), armedAtMs: startMs, nowMs: time.now(), presence: 'hold', holdMs: 2_000, typedCharacters: 0, inSteps: false, ...terms, ...over })
  return { time, hand, fault }
}

describe('a click', () => {
  it.each(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Tab', 'ArrowDown', 'PageUp', 'Escape', 'Backspace', 'Dead', 'Process', 'Unidentified', ''])('is not the key "%s"', (key) => {
    const { hand, fault } = person({ presence: 'click' })
    hand.keyDown(key, 'X')
    expect(fault()).toBe('no_press')
  })

  it('is no command but Control Enter', () => {
    const { hand, fault } = person({ presence: 'click' })
    hand.presses.hear({ type: 'rawKeyDown', key: 'c', code: 'KeyC', modifiers: ['meta'] })
    hand.presses.hear({ type: 'rawKeyDown', key: '2', code: 'Digit2', modifiers: ['control'] })
    expect(fault()).toBe('no_press')
    hand.presses.hear({ type: 'rawKeyDown', key: 'Enter', code: 'Enter', modifiers: ['control'] })
    expect(fault()).toBe(null)
  })

  it.each(['Enter', ' ', 'a', 'y'])('is the key "%s"', (key) => {
    const { hand, fault } = person({ presence: 'click' })
    hand.keyDown(key)
    expect(fault()).toBe(null)
  })

  it('is no key that repeats, no wheel, no movement, and no other button', () => {
    const { hand, fault } = person({ presence: 'click' })
    hand.keyRepeat('Enter')
    for (const type of ['mouseMove', 'mouseWheel', 'mouseEnter', 'contextMenu', 'char', 'gestureTap', 'undefined']) hand.presses.hear({ type, modifiers: ['leftbuttondown'] })
    hand.presses.hear({ type: 'mouseDown', modifiers: ['rightbuttondown'] })
    hand.presses.hear({ type: 'mouseDown', button: 'middle', modifiers: ['middlebuttondown'] })
    hand.presses.hear({ type: 'mouseUp', modifiers: ['leftbuttondown'] })
    hand.keyUp('Enter')
    expect(fault()).toBe('no_press')
  })

  it('may be a finger', () => {
    const { hand, fault } = person({ presence: 'click' })
    hand.presses.hear({ type: 'touchStart' })
    hand.presses.hear({ type: 'touchEnd' })
    expect(fault()).toBe(null)
  })
})

describe('a hold', () => {
  it('lasts the whole hold time, and is still down', () => {
    const { time, hand, fault } = person()
    hand.mouseDown()
    time.pass(1_999)
    expect(fault()).toBe('hold_too_short')
    time.pass(1)
    expect(fault()).toBe(null)
    hand.mouseUp()
    expect(fault()).toBe('hold_too_short')
  })

  it('may be a key, whose repeats neither end it nor begin another', () => {
    const { time, hand, fault } = person()
    hand.keyDown('Enter')
    for (let i = 0; i < 20; i++) {
      time.pass(100)
      hand.keyRepeat('Enter')
    }
    expect(fault()).toBe(null)
    hand.keyUp('Enter')
    expect(fault()).toBe('hold_too_short')
  })

  it('ends with the release of its key, whatever sign the key has by then', () => {
    const { time, hand, fault } = person()
    hand.keyDown('A', 'KeyA')
    time.pass(2_000)
    hand.keyUp('a', 'KeyA')
    expect(fault()).toBe('hold_too_short')
  })

  it('of a key without a place ends with any such key', () => {
    const { time, hand, fault } = person()
    hand.keyDown('a', '')
    time.pass(2_000)
    hand.keyUp('A', '')
    expect(fault()).toBe('hold_too_short')
  })

  it.each([
    ['the window loses or gains the focus', (hand: FakeHand) => hand.presses.voidOpen()],
    ['a drag begins or the pointer leaves', (hand: FakeHand) => hand.presses.hear({ type: 'mouseLeave', modifiers: ['leftbuttondown'] })],
    ['the pointer moves without its button', (hand: FakeHand) => hand.presses.hear({ type: 'mouseMove', modifiers: [] })],
    ['another button goes down', (hand: FakeHand) => hand.presses.hear({ type: 'mouseDown', modifiers: ['leftbuttondown', 'rightbuttondown'], button: 'right' })],
    ['it went down again unreleased', (hand: FakeHand) => hand.mouseDown()],
  ])('is void when %s', (_when, happen) => {
    const { time, hand, fault } = person()
    hand.mouseDown()
    time.pass(1_000)
    happen(hand)
    time.pass(1_500)
    expect(fault()).not.toBe(null)
  })

  it('goes on while the pointer moves with its button down', () => {
    const { time, hand, fault } = person()
    hand.mouseDown()
    hand.presses.hear({ type: 'mouseMove', modifiers: ['leftbuttondown'] })
    time.pass(2_000)
    expect(fault()).toBe(null)
  })

  it('is forgotten 5 seconds after it was long enough', () => {
    const { time, hand, fault } = person()
    hand.mouseDown()
    time.pass(7_001)
    expect(fault()).toBe('hold_too_short')
  })

  it('does not begin before the dwell was over', () => {
    const { time, hand, fault } = person()
    hand.mouseDown()
    const armedAtMs = time.now() + 1
    time.pass(5_000)
    expect(fault({ armedAtMs })).toBe('no_press')
  })

  it('is shown by nothing but presses of the first kind: an empty hand holds nothing', () => {
    expect(person().fault()).toBe('no_press')
  })
})

describe('confirming in steps', () => {
  it('is two presses with the hold time between them', () => {
    const { time, hand, fault } = person({ inSteps: true })
    hand.click()
    expect(fault()).toBe('hold_too_short')
    time.pass(1_919)
    hand.click()
    expect(fault()).toBe('hold_too_short')
    time.pass(1)
    hand.click()
    expect(fault()).toBe(null)
  })

  it('is not one press that lasts, nor a second that began before the first ended', () => {
    const { time, hand, fault } = person({ inSteps: true })
    hand.mouseDown()
    time.pass(3_000)
    expect(fault()).toBe('hold_too_short')
    hand.keyDown('Enter')
    expect(fault()).toBe('hold_too_short')
  })

  it('is not a press of long ago, as one that turned a page, with any other one much later', () => {
    const { time, hand, fault } = person({ inSteps: true })
    hand.click()
    time.pass(20_000)
    hand.click()
    expect(fault()).toBe('hold_too_short')
  })

  it('ends with a fresh press', () => {
    const { time, hand, fault } = person({ inSteps: true })
    hand.click()
    time.pass(2_000)
    hand.click()
    time.pass(4_921)
    expect(fault()).toBe('hold_too_short')
  })
})

describe('typing', () => {
  const terms = { presence: 'typed', typedCharacters: 4 } as const

  it('is as many key presses as the value has characters, and a hold', () => {
    const { time, hand, fault } = person(terms)
    hand.type('prod')
    expect(fault()).toBe('hold_too_short')
    hand.mouseDown()
    time.pass(2_000)
    expect(fault()).toBe(null)
    expect(fault({ typedCharacters: 5 })).toBe('not_typed')
  })

  it('is a click alone for nobody', () => {
    const { hand, fault } = person(terms)
    hand.click()
    expect(fault()).toBe('hold_too_short')
  })

  it('is not pasting, deleting, moving, repeating, or pressing the key that is held', () => {
    const { time, hand, fault } = person(terms)
    hand.presses.hear({ type: 'rawKeyDown', key: 'v', code: 'KeyV', modifiers: ['control'] })
    hand.presses.hear({ type: 'rawKeyDown', key: 'v', code: 'KeyV', modifiers: ['meta'] })
    for (const key of ['Backspace', 'Delete', 'Enter', 'ArrowLeft', 'Shift']) {
      hand.keyDown(key)
      hand.keyUp(key)
    }
    hand.type('pro')
    hand.keyRepeat('o')
    hand.keyDown(' ', 'Space')
    time.pass(2_000)
    expect(fault()).toBe('not_typed')
    hand.type('d')
    expect(fault()).toBe(null)
  })

  it('may use the third level of a keyboard', () => {
    const { hand, fault, time } = person({ ...terms, typedCharacters: 1 })
    hand.presses.hear({ type: 'rawKeyDown', key: '@', code: 'KeyQ', modifiers: ['control', 'alt'] })
    hand.keyUp('q')
    hand.mouseDown()
    time.pass(2_000)
    expect(fault()).toBe(null)
  })

  it('of a value without characters is never shown by a hold alone', () => {
    const { time, hand, fault } = person({ ...terms, typedCharacters: 0 })
    hand.mouseDown()
    time.pass(2_000)
    expect(fault()).toBe('not_typed')
  })

  it('may be confirmed in steps, and those presses are not counted as typed', () => {
    const { time, hand, fault } = person({ ...terms, typedCharacters: 2, inSteps: true })
    hand.keyDown('Enter')
    hand.keyUp('Enter')
    hand.type('a')
    time.pass(2_000)
    hand.keyDown('Enter')
    expect(fault()).toBe('not_typed')
  })
})
