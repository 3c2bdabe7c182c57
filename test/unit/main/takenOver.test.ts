import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Signer } from '../../../electron/main/signing/Signer.ts'
import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import type { Pinned } from '../../../shared/ipc/mainAndCore.ts'
import { decisionPayloadOf, idOf } from '../../builders/protocol.ts'
import { approvalOf, denialOf, pinnedOf, releaseOf, stopOf } from '../../builders/signing.ts'
import { FakeHand } from '../../fakes/FakeHand.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

const key = generatePrivateKey()
const CALLS = 10_000
const DWELL_MS = 600

function desk() {
  const time = new FakeTime()
  const hand = new FakeHand(time)
  const signer = new Signer({ now: time.now, wallNow: () => 0, presses: hand.presses, key: () => key })
  return { time, hand, signer }
}

/** Whatever a page can make the core do: pin this and that, and ask for every signature, in every way of asking. */
const subject: fc.Arbitrary<Pinned | null> = fc.oneof(
  fc.constant(null),
  fc.record({ n: fc.integer({ min: 1, max: 3 }), isLock: fc.boolean(), presence: fc.constantFrom('click', 'hold', 'typed'), characters: fc.integer({ min: 0, max: 3 }) })
    .map(({ n, isLock, presence, characters }) => pinnedOf({ id: isLock ? idOf('lock', n) : idOf('challenge', n), presence, dwellMs: DWELL_MS, typedCharacters: characters })),
)
const request = fc.record({ n: fc.integer({ min: 1, max: 3 }), what: fc.constantFrom('approve', 'release'), inSteps: fc.boolean(), isLive: fc.constant(true), shownForMs: fc.integer({ min: DWELL_MS, max: 100_000 }) })
  .map(({ n, what, ...moment }) => (what === 'approve'
    ? approvalOf({ payload: decisionPayloadOf({ challenge_id: idOf('challenge', n) }), ...moment })
    : { ...releaseOf({ lock_id: idOf('lock', n) }), pinnedId: idOf('lock', n), ...moment }))

describe('a page that was taken over', () => {
  it(`gets 0 approvals and 0 releases out of ${CALLS} calls in any order, and every denial and stop`, () => {
    const { time, signer } = desk()
    const steps = fc.sample(fc.oneof(subject.map((pin) => ({ pin })), request.map((wish) => ({ wish })), fc.integer({ min: 0, max: 8_000 }).map((wait) => ({ wait }))), { numRuns: CALLS, seed: 20_261_122 })
    const refusals = new Map<string, number>()
    for (const step of steps) {
      if ('pin' in step) signer.pin(step.pin)
      else if ('wait' in step) time.pass(step.wait)
      else {
        const result = signer.sign(step.wish)
        const word = result.ok ? 'signed' : result.refusal
        refusals.set(word, (refusals.get(word) ?? 0) + 1)
      }
    }
    expect(refusals.get('signed')).toBe(undefined)
    // That it came as far as the hand, and did not fail on something else every time.
    expect(refusals.get('no_press')).toBeGreaterThan(100)
    expect([signer.sign(denialOf()).ok, signer.sign(stopOf()).ok]).toEqual([true, true])
  })
})
