import { describe, expect, it } from 'vitest'
import { Signer } from '../../../electron/main/signing/Signer.ts'
import { generatePrivateKey, verifyEnvelope } from '../../../shared/evidence/index.ts'
import type { Pinned, SignRequest } from '../../../shared/ipc/mainAndCore.ts'
import { approvalOf, denialOf, pinnedOf, releaseOf, stopOf } from '../../builders/signing.ts'
import { decisionPayloadOf, idOf } from '../../builders/protocol.ts'
import { FakeHand } from '../../fakes/FakeHand.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

const key = generatePrivateKey()
const WALL = Date.parse('2026-11-22T03:14:00.000Z')

/** A signer with something pinned and its dwell over, unless told otherwise. */
function before(subject: Partial<Pinned> | null = {}, { waitMs = 600, hasKey = true } = {}) {
  const time = new FakeTime()
  const hand = new FakeHand(time)
  const signer = new Signer({ now: time.now, wallNow: () => WALL, presses: hand.presses, key: () => (hasKey ? key : null) })
  signer.pin(subject === null ? null : pinnedOf(subject))
  time.pass(waitMs)
  const refusalOf = (request: SignRequest) => {
    const result = signer.sign(request)
    return result.ok ? 'signed' : result.refusal
  }
  return { time, hand, signer, refusalOf }
}

function payloadOf(signer: Signer, request: SignRequest, name: 'decision' | 'lock' | 'release') {
  const result = signer.sign(request)
  if (!result.ok) throw new Error(result.sentence)
  const verdict = verifyEnvelope({ envelope: result.envelope, name, findKey: (kid) => (kid === key.publicKey.kid ? key.publicKey : undefined) })
  if (verdict.status === 'refused') throw new Error(verdict.reason)
  expect(verdict.payload).toEqual(result.payload)
  return verdict.payload
}

describe('the signer', () => {
  it('signs an approval after a press, and writes the presence itself', () => {
    const { hand, signer } = before()
    hand.click()
    expect(payloadOf(signer, approvalOf(), 'decision')).toEqual({ ...approvalOf().payload, presence: { method: 'click', at: '2026-11-22T03:14:00.000Z' } })
  })

  it('signs a denial and a stop without a hand, on a locked screen, with nothing pinned and nothing live', () => {
    const { signer } = before(null)
    signer.setScreenLocked(true)
    expect(payloadOf(signer, denialOf(), 'decision')).toMatchObject({ decision: 'deny', presence: { method: 'click', at: '2026-11-22T03:14:00.000Z' } })
    expect(payloadOf(signer, stopOf(), 'lock')).toEqual(stopOf().payload)
  })

  it('leaves a press unused by a denial for what the person does next', () => {
    const { hand, refusalOf } = before()
    hand.click()
    expect(refusalOf(denialOf())).toBe('signed')
    expect(refusalOf(approvalOf())).toBe('signed')
  })

  it('signs nothing at all without a key', () => {
    const { hand, refusalOf } = before({}, { hasKey: false })
    hand.click()
    expect([approvalOf(), denialOf(), stopOf(), releaseOf()].map(refusalOf)).toEqual(['no_key', 'no_key', 'no_key', 'no_key'])
  })

  it('uses each press once', () => {
    const { hand, refusalOf } = before()
    hand.click()
    expect(refusalOf(approvalOf())).toBe('signed')
    expect(refusalOf(approvalOf())).toBe('no_press')
    hand.click()
    expect(refusalOf(approvalOf())).toBe('signed')
  })

  it('takes only what is pinned', () => {
    const { hand, signer, refusalOf } = before()
    hand.click()
    expect(refusalOf(approvalOf({ payload: decisionPayloadOf({ challenge_id: idOf('challenge', 2) }) }))).toBe('not_pinned')
    expect(refusalOf(releaseOf())).toBe('not_pinned')
    signer.pin(null)
    expect(refusalOf(approvalOf())).toBe('not_pinned')
  })

  it('takes no press from before the pinning or during the dwell', () => {
    const { time, hand, signer, refusalOf } = before(null)
    hand.click()
    signer.pin(pinnedOf())
    hand.click()
    time.pass(600)
    expect(refusalOf(approvalOf())).toBe('no_press')
    hand.click()
    expect(refusalOf(approvalOf())).toBe('signed')
  })

  it('signs nothing before the dwell, by its own clock and by the core\'s', () => {
    const early = before({}, { waitMs: 500 })
    early.hand.click()
    expect(early.refusalOf(approvalOf())).toBe('not_dwelt')
    const unshown = before()
    unshown.hand.click()
    expect(unshown.refusalOf(approvalOf({ shownForMs: 599 }))).toBe('not_dwelt')
  })

  it('begins the dwell anew when what is pinned changes, and not when it is pinned again as it is', () => {
    const { time, hand, signer, refusalOf } = before({}, { waitMs: 500 })
    signer.pin(pinnedOf())
    time.pass(100)
    hand.click()
    expect(refusalOf(approvalOf())).toBe('signed')
    hand.click()
    signer.pin(pinnedOf({ holdMs: 3_000 }))
    time.pass(600)
    expect(refusalOf(approvalOf())).toBe('no_press')
  })

  it('forgets a press after 5 seconds', () => {
    const { time, hand, refusalOf } = before()
    hand.click()
    time.pass(4_920)
    expect(refusalOf(approvalOf())).toBe('signed')
    hand.click()
    time.pass(4_921)
    expect(refusalOf(approvalOf())).toBe('no_press')
  })

  it('signs no approval while its point is not live or the screen is locked', () => {
    const { hand, signer, refusalOf } = before()
    hand.click()
    expect(refusalOf(approvalOf({ isLive: false }))).toBe('not_live')
    signer.setScreenLocked(true)
    expect(refusalOf(approvalOf())).toBe('screen_locked')
    signer.setScreenLocked(false)
    expect(refusalOf(approvalOf()), 'a press from before the lock').toBe('no_press')
  })

  it.each(['os_prompt', 'webauthn'] as const)('refuses what asks for %s, which it cannot show', (presence) => {
    const { hand, refusalOf } = before({ presence })
    hand.mouseDown()
    expect(refusalOf(approvalOf())).toBe('presence_not_available')
  })

  it('refuses what does not have the agreed form, a lone surrogate among it, and does not throw', () => {
    const { hand, refusalOf } = before()
    hand.click()
    const wrong = [{ ...decisionPayloadOf(), extra: 1 }, { ...decisionPayloadOf(), challenge_id: 'chl_1' }, null, { ...decisionPayloadOf(), comment: '\uD800' }]
    for (const payload of wrong) expect(refusalOf(approvalOf({ payload: payload as never }))).toBe('bad_payload')
    expect(refusalOf({ ...stopOf(), payload: { ...stopOf().payload, aud: 'x' } as never })).toBe('bad_payload')
    expect(refusalOf({ ...releaseOf(), payload: { ...releaseOf().payload, reason: '' } })).toBe('bad_payload')
  })

  it('signs a release with the value typed and a hold, for the lock that is pinned alone', () => {
    const { time, hand, signer, refusalOf } = before({ id: idOf('lock'), presence: 'typed', typedCharacters: 4 })
    hand.type('mail')
    hand.mouseDown()
    time.pass(2_000)
    expect(refusalOf(releaseOf({ lock_id: idOf('lock', 2) }))).toBe('not_pinned')
    expect(refusalOf({ ...releaseOf({ lock_id: idOf('lock', 2) }), pinnedId: idOf('lock', 2) })).toBe('not_pinned')
    expect(payloadOf(signer, releaseOf(), 'release')).toMatchObject({ lock_id: idOf('lock'), presence: { method: 'typed' } })
  })
})
