import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Signer } from '../../../electron/main/signing/Signer.ts'
import { isId } from '../../../shared/domain/index.ts'
import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import type { Pinned } from '../../../shared/ipc/mainAndCore.ts'
import { decisionPayloadOf, idOf } from '../../builders/protocol.ts'
import { approvalOf, pinnedOf, releaseOf } from '../../builders/signing.ts'
import { FakeHand } from '../../fakes/FakeHand.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

const key = generatePrivateKey()
const DWELL_MS = 600
const HOLD_MS = 2_000
const FRESH_MS = 5_000

type Happening =
  | { readonly kind: 'down' | 'up'; readonly what: 'mouse' | 'Enter' | 'a' }
  | { readonly kind: 'repeat' | 'tab' | 'blur' | 'drag' | 'move' | 'lock' | 'unlock' | 'unpin' }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'pin'; readonly subject: Pinned }
  | { readonly kind: 'ask'; readonly inSteps: boolean; readonly shownForMs: number }

const anyPin = fc.record({ n: fc.integer({ min: 1, max: 2 }), isLock: fc.boolean(), presence: fc.constantFrom('click', 'hold', 'typed'), typedCharacters: fc.integer({ min: 0, max: 2 }) })
  .map(({ n, isLock, ...terms }): Happening => ({ kind: 'pin', subject: pinnedOf({ id: isLock ? idOf('lock', n) : idOf('challenge', n), holdMs: HOLD_MS, dwellMs: DWELL_MS, ...terms }) }))

/** A person, a page and a clock, in any order; asking most of all, because that is what a page can do at will. */
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom('down', 'up'), what: fc.constantFrom('mouse', 'Enter', 'a') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('repeat', 'tab', 'blur', 'drag', 'move', 'lock', 'unlock', 'unlock', 'unpin') }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(100, 700, 2_100, 4_000, 6_000) }) },
  { weight: 2, arbitrary: anyPin },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('ask'), inSteps: fc.boolean(), shownForMs: fc.constantFrom(DWELL_MS - 1, DWELL_MS, 100_000) }) },
)

/** A signature that was given, with the test's own record of the hand since the signature before it. */
interface Given {
  readonly subject: Pinned
  readonly pinnedForMs: number
  readonly isLocked: boolean
  readonly inSteps: boolean
  readonly shownForMs: number
  /** How long ago each press went down, and whether it writes. */
  readonly downs: readonly { readonly agoMs: number; readonly isCharacter: boolean }[]
}

describe('presses', () => {
  it('sign once at most, never before the dwell, never when stale, never on a locked screen, in any order', () => {
    let signed = 0
    fc.assert(fc.property(fc.array(happening, { minLength: 30, maxLength: 120, size: 'max' }), (list) => {
      for (const given of play(list)) {
        signed++
        check(given)
      }
    }), { numRuns: 3_000 })
    expect(signed, 'that the property saw signatures at all').toBeGreaterThan(500)
  })
})

function check({ subject, pinnedForMs, isLocked, inSteps, shownForMs, downs }: Given): void {
  expect(isLocked).toBe(false)
  expect(pinnedForMs).toBeGreaterThanOrEqual(DWELL_MS)
  expect(shownForMs).toBeGreaterThanOrEqual(DWELL_MS)
  const armed = downs.filter(({ agoMs }) => agoMs <= pinnedForMs - DWELL_MS)
  const isClick = subject.presence === 'click'
  // `downs` begins anew after each signature, so that one press counted twice would be one too few here.
  expect(armed.length).toBeGreaterThanOrEqual(!isClick && inSteps ? 2 : 1)
  expect(Math.min(...armed.map(({ agoMs }) => agoMs))).toBeLessThanOrEqual(isClick || inSteps ? FRESH_MS : FRESH_MS + HOLD_MS)
  if (!isClick) expect(Math.max(...armed.map(({ agoMs }) => agoMs))).toBeGreaterThanOrEqual(HOLD_MS)
  if (subject.presence !== 'typed') return
  const characters = downs.filter(({ agoMs, isCharacter }) => isCharacter && agoMs <= pinnedForMs)
  expect(characters.length).toBeGreaterThanOrEqual(Math.max(1, subject.typedCharacters))
}

/** Plays it all to a real signer, and tells of every signature. */
function* play(list: readonly Happening[]): Generator<Given> {
  const time = new FakeTime()
  const hand = new FakeHand(time)
  const signer = new Signer({ now: time.now, wallNow: () => 0, presses: hand.presses, key: () => key })
  let pinned: { subject: Pinned; atMs: number } | null = null
  let isLocked = false
  let downs: { atMs: number; isCharacter: boolean }[] = []

  for (const step of list) {
    if (step.kind === 'pass') time.pass(step.ms)
    else if (step.kind === 'pin') {
      signer.pin(step.subject)
      if (JSON.stringify(step.subject) !== JSON.stringify(pinned?.subject)) pinned = { subject: step.subject, atMs: time.now() }
    } else if (step.kind === 'unpin') {
      signer.pin(null)
      pinned = null
    } else if (step.kind === 'lock' || step.kind === 'unlock') {
      isLocked = step.kind === 'lock'
      signer.setScreenLocked(isLocked)
    } else if (step.kind === 'ask') {
      if (pinned === null || !signer.sign(wishFor(pinned.subject, step)).ok) continue
      const now = time.now()
      yield { subject: pinned.subject, pinnedForMs: now - pinned.atMs, isLocked, inSteps: step.inSteps, shownForMs: step.shownForMs, downs: downs.map(({ atMs, isCharacter }) => ({ agoMs: now - atMs, isCharacter })) }
      downs = []
    } else {
      if (step.kind === 'down') downs.push({ atMs: time.now(), isCharacter: step.what === 'a' })
      move(hand, step)
    }
  }
}

function move(hand: FakeHand, step: Exclude<Happening, { kind: 'pass' | 'pin' | 'ask' }>): void {
  if (step.kind === 'down') return step.what === 'mouse' ? hand.mouseDown() : hand.keyDown(step.what)
  if (step.kind === 'up') return step.what === 'mouse' ? hand.mouseUp() : hand.keyUp(step.what)
  if (step.kind === 'repeat') return hand.keyRepeat('Enter')
  if (step.kind === 'tab') return hand.keyDown('Tab')
  if (step.kind === 'blur') return hand.presses.voidOpen()
  hand.presses.hear({ type: step.kind === 'drag' ? 'mouseLeave' : 'mouseMove', modifiers: [] })
}

/** A wish for just what is pinned, as an honest page makes it. */
function wishFor({ id }: Pinned, { inSteps, shownForMs }: { readonly inSteps: boolean; readonly shownForMs: number }) {
  const moment = { inSteps, shownForMs, isLive: true }
  if (isId('lock', id)) return { ...releaseOf({ lock_id: id }), pinnedId: id, ...moment }
  return approvalOf({ payload: decisionPayloadOf({ challenge_id: id }), ...moment })
}
