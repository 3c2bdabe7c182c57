import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PolicySet } from '../../gateway/policy/PolicySet.ts'
import { hashJson } from '../../shared/evidence/index.ts'
import { freshId } from '../fakes/console/ScriptedConsole.ts'
import * as come from '../fakes/forgery/circumstances.ts'
import * as make from '../fakes/forgery/forging.ts'
import { pairLowOrder, signLowOrder } from '../fakes/forgery/lowOrder.ts'
import { Scene, type Forgery } from '../fakes/forgery/Scene.ts'
import { cutFrame, cutText } from '../fakes/forgery/truncating.ts'
import { pointInHand, POLICY, type PointInHand } from '../fakes/gateway/pointInHand.ts'
import { seeded } from '../unit/ledger/ledgers.ts'

const { stating, writing } = make
const DECISION = 'application/vnd.countersign.decision.v1+json'
const digest = ({ random }: Scene) => `sha256:${Array.from({ length: 64 }, () => random(16).toString(16)).join('')}`
const member = (scene: Scene) => scene.pick(Object.keys(scene.approval()).filter((name) => name !== 'comment'))
/** A number, text or object where something else is awaited. */
const misfit = ({ pick }: Scene) => pick<unknown>([null, -1, 1.5, [], {}, true])

/** Every kind of forgery, each in its ways, and the code that the point has to refuse it with (goal G9). */
const TABLE: readonly (readonly [kind: string, how: string, code: string, forgery: Forgery])[] = [
  ['wrong key', 'a stranger\'s', 'key_unknown', make.signedBy('stranger', 'its own')],
  ['wrong key', 'a stranger\'s under the right name', 'signature_invalid', make.signedBy('stranger', 'the right')],
  ['wrong key', 'the console\'s own', 'key_unknown', make.signedBy('console', 'its own')],
  ['revoked key', 'after another took its place', 'key_revoked', come.withRevokedKey],
  ['low-order key', 'offered for enrolment', '4401', pairLowOrder],
  ['low-order key', 'used', 'key_unknown', signLowOrder],
  ['malleable signature', 'S and a multiple of L', 'signature_invalid', make.malleable],
  ['other algorithm', 'an HMAC under the public key', 'signature_invalid', make.hmacUnderPublicKey],
  ['other algorithm', 'named beside the type', 'unsupported_type', make.typed(({ pick }) => `${DECISION}; alg=${pick(['none', 'HS256', 'ES256'])}`)],
  ['other algorithm', 'another type of payload', 'unsupported_type', make.typed(({ pick }) => DECISION.replace('decision', pick(['lock', 'release', 'receipt', 'challenge', 'attach'])))],
  ['other algorithm', 'a version that is not there', 'unsupported_version', stating(({ random }) => ({ type: `countersign.decision/v${2 + random(9)}` }))],
  ['other challenge', 'under the id of this', 'invalid_binding', come.ofOtherChallenge('only the id')],
  ['other challenge', 'under all that names this', 'invalid_binding', come.ofOtherChallenge('whatever names it')],
  ['other point', 'by name', 'invalid_binding', stating(() => ({ aud: freshId('point') }))],
  ['other point', 'where it was good', 'invalid_binding', come.madeForOtherPoint],
  ['other session', 'the same challenge in it', 'invalid_binding', stating(({ held: { challenge } }) => ({ challenge_hash: hashJson({ ...challenge, session_id: freshId('session') } as never) }))],
  ['other console', 'by id', 'invalid_binding', stating(({ honest }) => ({ console_id: honest.console.consoleId }))],
  ['other console', 'by key', 'key_unknown', come.signedAtOtherConsole],
  ['other console', 'by person', 'forbidden', stating(({ honest: { console: { person: { iss, sub } } } }) => ({ reviewer: { iss, sub } }))],
  ['other digest', 'of the action', 'invalid_binding', stating((scene) => ({ action_hash: digest(scene) }))],
  ['other digest', 'of the invocation', 'invalid_binding', stating((scene) => ({ invocation_hash: digest(scene) }))],
  ['other digest', 'of the chain', 'invalid_binding', stating((scene) => ({ chain_hash: digest(scene) }))],
  ['other digest', 'of what was shown', 'display_unbound', stating((scene) => ({ display_hash: digest(scene) }))],
  ['older epoch', 'from before a stop', 'fenced', come.ofOlderEpoch],
  ['older policy', 'by its hash', 'invalid_binding', stating(({ random }) => ({ policy_hash: PolicySet.read(POLICY.replace('Others rely on it.', `Rule ${random(1_000_000)}.`)).hash }))],
  ['older definition', 'for the call of before', 'challenge_terminal', come.acrossRedefinition('the call before')],
  ['older definition', 'for the call of now', 'invalid_binding', come.acrossRedefinition('the call after')],
  ['expired', 'before anybody has noticed', 'challenge_expired', come.afterDeadline],
  ['expired', 'when it is over', 'challenge_terminal', come.afterSweep],
  ['replay', 'of a nonce', 'replay', come.reusing('nonce')],
  ['replay', 'of a decision\'s id', 'duplicate_request', come.reusing('decision_id')],
  ['swapped verdict', 'a denial to an approval', 'signature_invalid', make.swapped('deny', 'approve')],
  ['swapped verdict', 'an approval to a denial', 'signature_invalid', make.swapped('approve', 'deny')],
  ['missing or unknown member', 'missing', 'bad_request', stating((scene) => ({ [member(scene)]: undefined }))],
  ['missing or unknown member', 'unknown', 'bad_request', stating(({ random }) => ({ [`x${random(1_000_000)}`]: true }))],
  ['missing or unknown member', 'unknown, within another', 'bad_request', stating(({ random }) => ({ scope: { mode: 'once', [`x${random(1_000)}`]: 1 } }))],
  ['missing or unknown member', 'of another kind', 'bad_request', stating((scene) => ({ [member(scene)]: misfit(scene) }))],
  ['other spelling', 'members in another order', 'bad_request', writing((text) => text.replace(/^\{("[^"]+":"[^"]+"),(.*)\}$/, '{$2,$1}'))],
  ['other spelling', 'of a number', 'bad_request', writing((text, { pick }) => text.replace(/"epoch":(\d+)/, (_all, n: string) => `"epoch":${pick([`${n}.0`, `${n}e0`, `${n}E+0`, `${n}0e-1`])}`))],
  ['other spelling', 'with white space', 'bad_request', writing((text, { pick }) => pick([`${text}\n`, ` ${text}`, text.replaceAll(':"', ': "'), text.replaceAll('","', '",\t"')]))],
  ['other spelling', 'of a character', 'bad_request', writing((text) => text.replace('"approve"', '"\\u0061pprove"'))],
  ['other spelling', 'with a member twice', 'bad_request', writing((text) => text.replace('"decision":', '"decision":"deny","decision":'))],
  ['one person for two', 'with one key', 'not_eligible', come.twice('with one key')],
  ['one person for two', 'with two keys', 'not_eligible', come.twice('with two keys')],
  ['requester', 'who owns the agent', 'self_approval', come.byRequester('the owner')],
  ['requester', 'the agent itself', 'self_approval', come.byRequester('the agent')],
  ['before the challenge', 'under a guessed id', 'unknown_challenge', come.tooEarly('once')],
  ['before the challenge', 'and again when it is there', 'unknown_challenge', come.tooEarly('and again')],
  ['cancelled challenge', 'its caller left', 'challenge_terminal', come.afterCancel('its caller left')],
  ['cancelled challenge', 'its session ended', 'challenge_terminal', come.afterCancel('its session ended')],
  ['after a halt', 'of what covers the call', 'challenge_terminal', come.afterHalt],
  ['truncated frame', 'by a link that breaks', 'no answer', cutFrame],
  ['truncated frame', 'by whoever wrote it', 'bad_request', cutText],
]

const KINDS = [...new Set(TABLE.map(([kind]) => kind))]
const ROUNDS = 5
const SEED = 20_261_122
const totals = { tried: 0, accepted: 0, controls: 0 }
/** What the point notes instead of a refused decision: who pairs is told on the host, and a link that breaks says nothing. */
const NOTED: Readonly<Record<string, object | null>> = { '4401': null, 'no answer': { what: 'detached' } }

let at: PointInHand
let scenes: Scene[]
beforeEach(async () => {
  at = await pointInHand()
  scenes = []
})
afterEach(() => at.close())

const recordsOf = (kind: string) => at.journal.readRecords().filter((record) => record.kind === kind).length
const approvals = () => scenes.reduce((sum, scene) => sum + scene.approvals, 0)

/** One try: the point must refuse it with the code, note that, keep no decision, and run nothing. */
async function forge(scene: Scene, code: string, forgery: Forgery): Promise<void> {
  const logged = at.facts.length
  const answer = await forgery(scene)
  totals.tried++
  if (answer === 'accepted') totals.accepted++
  expect(answer).toBe(code)
  const noted = NOTED[code] === undefined ? { what: expect.stringMatching(/^(decision_refused|bad_frame)$/), code } : NOTED[code]
  if (noted !== null) expect(at.facts.slice(logged)).toContainEqual(expect.objectContaining(noted))
  expect(['pending', 'expired', 'cancelled']).toContain(scene.state)
  expect(recordsOf('decision')).toBe(approvals())
  expect(at.ran).not.toContain(scene.held.callId)
}

/** The same approval in good faith, on the same call where it still waits: it runs, once, and nothing else ever did. */
async function serveOn(scene: Scene): Promise<void> {
  const held = scene.state === 'pending' ? scene.held : await scene.hold()
  await scene.run(held, scene.honest)
  totals.controls++
  expect(at.ran.filter((callId) => callId === held.callId)).toHaveLength(1)
  expect([recordsOf('decision'), recordsOf('consumption')]).toEqual([approvals(), at.ran.length])
}

describe('a forged or replayed decision', () => {
  it.each(KINDS.map((kind, index) => [kind, index] as const))('is refused for what it is, and the point serves on: %s', async (kind, index) => {
    const ways = TABLE.filter(([name]) => name === kind)
    expect(ways.length).toBeLessThanOrEqual(ROUNDS)
    const random = seeded(SEED + index)
    for (let round = 0; round < ROUNDS; round++) {
      const [, how, code, forgery] = ways[round % ways.length] ?? expect.unreachable()
      const scene = await Scene.set(at, random)
      scenes.push(scene)
      try {
        await forge(scene, code, forgery)
        await serveOn(scene)
      } catch (fault) {
        throw new Error(`${kind}, ${how}, in round ${round} of seed ${SEED}`, { cause: fault })
      }
    }
  })

  it('is never accepted, in 24 kinds of 5 each, beside as many honest ones that are', () => {
    process.stdout.write(`  seed ${SEED}, ${KINDS.length} kinds in ${TABLE.length} ways: ${totals.tried} tried, ${totals.accepted} accepted, ${totals.controls} honest ones accepted\n`)
    expect(KINDS).toHaveLength(24)
    expect(totals).toEqual({ tried: 120, accepted: 0, controls: 120 })
  })
})

describe('what the forgeries are made of', () => {
  it('is accepted where nothing about it is forged, so that each of them is refused for its own fault alone', async () => {
    const ways: readonly Forgery[] = [make.stating(() => ({})), make.typed(() => DECISION), make.resigned((signature) => signature), make.swapped('approve', 'approve')]
    for (const [round, way] of ways.entries()) {
      const scene = await Scene.set(at, seeded(SEED + round))
      expect(await way(scene)).toBe('accepted')
      await at.until(() => scene.held.agent.isAnswered(scene.held.callId))
      expect(at.ran).toEqual(expect.arrayContaining([scene.held.callId]))
    }
    expect(at.ran).toHaveLength(ways.length)
  })
})
