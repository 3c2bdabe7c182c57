import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generatePrivateKey, verifyEnvelope } from '../../shared/evidence/index.ts'
import { printTime, writeConsoleFrame, type ChallengePayload, type ConsoleBody, type DecisionPayload, type ErrorCode } from '../../shared/protocol/index.ts'
import { digestOf, idOf, NOW } from '../builders/protocol.ts'
import { serving, type Serving } from '../fakes/console/serving.ts'
import { freshId, readReceipt, ScriptedConsole, type TestWire } from '../fakes/console/ScriptedConsole.ts'

let at: Serving
let console: ScriptedConsole
let wire: TestWire
beforeEach(async () => {
  at = await serving()
  console = at.enrol()
  wire = (await at.attach(console)).wire
})
afterEach(() => at.close())

/** Sends a decision and reads its receipt; the next proof begins where it says that the point remembers the log. */
async function answerTo(body: ConsoleBody<'challenge.decide'>, on = wire) {
  const receipt = readReceipt(await on.answer(on.send('challenge.decide', body)))
  if (on === wire) console.since = receipt.log?.size ?? 0
  return receipt
}
const self = () => [{ hop: 0, kind: 'human' as const, iss: console.person.iss, sub: console.person.sub, assurance: 'asserted' as const }]

/** Changes one character within the signed bytes. */
function altered({ envelope, proof }: ConsoleBody<'challenge.decide'>): ConsoleBody<'challenge.decide'> {
  const text = Buffer.from(envelope.payload, 'base64').toString().replace('"decision":"deny"', '"decision":"denY"').replace('the file that I asked', 'the file that i asked')
  return { envelope: { ...envelope, payload: Buffer.from(text).toString('base64') }, ...(proof === undefined ? {} : { proof }) }
}

describe('an approval', () => {
  const changes: readonly [string, Partial<DecisionPayload>, ErrorCode][] = [
    ['for another point', { aud: idOf('point', 2) }, 'invalid_binding'],
    ['of another console', { console_id: idOf('console', 2) }, 'invalid_binding'],
    ['by another person', { reviewer: { iss: 'https://id.example', sub: 'otto' } }, 'forbidden'],
    ['of a challenge that is not there', { challenge_id: idOf('challenge', 99) }, 'unknown_challenge'],
    ['of another challenge hash', { challenge_hash: digestOf('9') }, 'invalid_binding'],
    ['of another operation', { txn: idOf('txn', 99) }, 'invalid_binding'],
    ['of another action', { action_hash: digestOf('9') }, 'invalid_binding'],
    ['of another invocation', { invocation_hash: digestOf('9') }, 'invalid_binding'],
    ['of another chain', { chain_hash: digestOf('9') }, 'invalid_binding'],
    ['under another policy', { policy_hash: digestOf('9') }, 'invalid_binding'],
    ['of another rendering', { display_hash: digestOf('9') }, 'display_unbound'],
    ['of another display profile', { display_profile: 'countersign-display-v0' }, 'display_unbound'],
    ['with the nonce of something else', { nonce: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'replay'],
    ['with a weaker presence', { presence: { method: 'click', at: NOW } }, 'presence_required'],
    ['with a presence that nobody can check', { presence: { method: 'webauthn', at: NOW } }, 'presence_required'],
    ['without the reason that is asked for', { comment: '  ' }, 'payload_incomplete'],
    ['of a scope that is not offered', { scope: { mode: 'exact', max_uses: 1, approved_until: printTime(Date.UTC(2026, 10, 22, 3, 12, 30)) } }, 'scope_too_broad'],
  ]
  it.each(changes)('%s is refused, and the challenge waits on', async (_what, over, code) => {
    const challenge = at.point.raise()
    expect(await answerTo(console.decide(challenge, 'approve', over))).toMatchObject({ outcome: 'refused', error: code })
    expect(at.point.stateOf(challenge.challenge_id)).toBe('pending')
    expect(at.facts.some((fact) => fact.what === 'decision_refused' && fact.code === code)).toBe(true)
  })

  const offers: readonly [string, () => Partial<ChallengePayload>, Partial<DecisionPayload>, ErrorCode][] = [
    ['by somebody outside the groups', () => ({ eligible: { groups: ['finance'], exclude: [] } }), {}, 'not_eligible'],
    ['by somebody who is excluded', () => ({ eligible: { groups: [], exclude: [{ iss: console.person.iss, sub: console.person.sub }] } }), {}, 'not_eligible'],
    ['of one\'s own doing', () => ({ chain: self() }), {}, 'self_approval'],
    ['of one\'s own doing above Medium', () => ({ chain: self(), self_approval: 'marked', risk: { level_id: 3, factors: [] } }), {}, 'self_approval'],
    ['for longer than may be', () => ({ offered: ['approve_exact', 'deny'] }), { scope: { mode: 'exact', max_uses: 1, approved_until: '2026-11-22T04:12:04.000Z' } }, 'scope_too_broad'],
    ['of what nobody can review whole', () => ({ invocation_ref: { hash: digestOf('a'), bytes: 300_000 } }), {}, 'payload_too_large_to_review'],
  ]
  it.each(offers)('%s is refused', async (_what, terms, over, code) => {
    const challenge = at.point.raise(terms())
    expect(await answerTo(console.decide(challenge, 'approve', over))).toMatchObject({ outcome: 'refused', error: code })
    expect(at.point.stateOf(challenge.challenge_id)).toBe('pending')
  })

  it('of one\'s own doing is marked where the point lets it be, up to Medium', async () => {
    const challenge = at.point.raise({ chain: self(), self_approval: 'marked', risk: { level_id: 2, factors: [] }, eligible: { groups: [], exclude: [{ iss: console.person.iss, sub: console.person.sub }] } })
    expect(await answerTo(console.decide(challenge, 'approve'))).toMatchObject({ outcome: 'accepted', self_approved: true })
    expect(at.point.waiting.get(challenge.challenge_id)?.decisions).toMatchObject([{ isSelfApproved: true }])
  })

  it('under another key, with another byte, or by a key that was revoked is refused', async () => {
    const challenge = at.point.raise()
    const good = console.decide(challenge, 'approve')
    const strange = console.sign('decision', console.decisionOn(challenge, 'approve'), generatePrivateKey())
    expect(await answerTo({ envelope: strange })).toMatchObject({ outcome: 'refused', error: 'key_unknown' })
    expect(await answerTo(altered(good))).toMatchObject({ outcome: 'refused', error: 'signature_invalid' })
    const named = { ...strange, signatures: [{ keyid: console.reviewer.publicKey.kid, sig: strange.signatures[0]?.sig ?? '' }] }
    expect(await answerTo({ envelope: named })).toMatchObject({ outcome: 'refused', error: 'signature_invalid' })
    at.store.roster.revokeKey(console.reviewer.publicKey.kid, at.point.nowMs())
    expect(await answerTo(console.decide(challenge, 'approve'))).toMatchObject({ outcome: 'refused', error: 'key_revoked' })
    expect(at.point.stateOf(challenge.challenge_id)).toBe('pending')
  })

  it('by the key of another console is refused on this link', async () => {
    const other = at.enrol()
    const challenge = at.point.raise()
    expect(await answerTo({ envelope: other.sign('decision', other.decisionOn(challenge, 'approve')) })).toMatchObject({ outcome: 'refused', error: 'key_unknown' })
  })

  it('by an observer, an owner or a killer is refused, and so is a denial by an observer alone', async () => {
    for (const role of ['observer', 'owner', 'killer'] as const) {
      const challenge = at.point.raise()
      const other = at.enrol([role])
      const { wire: theirs } = await at.attach(other)
      expect(await answerTo(other.decide(challenge, 'approve'), theirs)).toMatchObject({ outcome: 'refused', error: 'forbidden' })
      expect(await answerTo(other.decide(challenge, 'deny'), theirs)).toMatchObject({ outcome: role === 'observer' ? 'refused' : 'accepted' })
    }
  })

  it('that is stamped with an epoch to come is refused: it would outlive every stop until then', async () => {
    const challenge = at.point.raise()
    const answered = (decision: 'approve' | 'deny') => answerTo(console.decide(challenge, decision, { epoch: 9_000 }))
    expect(await answered('approve')).toMatchObject({ error: 'invalid_binding' })
    expect(await answered('deny')).toMatchObject({ outcome: 'accepted' })
  })

  it('after the end is refused with the code that says so', async () => {
    const challenge = at.point.raise()
    at.point.end(challenge.challenge_id, { state: 'expired', reason: 'ttl' })
    expect(await answerTo(console.decide(challenge, 'approve'))).toMatchObject({ outcome: 'refused', error: 'challenge_terminal' })
    const late = at.point.raise()
    at.point.refuseNext = 'challenge_expired'
    expect(await answerTo(console.decide(late, 'approve'))).toMatchObject({ outcome: 'refused', error: 'challenge_expired' })
  })
})

describe('the log beside a decision', () => {
  it('must be there and hold this very envelope, or nothing is approved', async () => {
    const challenge = at.point.raise()
    const envelope = console.sign('decision', console.decisionOn(challenge, 'approve'))
    expect(await answerTo({ envelope })).toMatchObject({ error: 'payload_incomplete', log_unproven: true })
    const other = console.decide(challenge, 'approve')
    const swapped = console.sign('decision', console.decisionOn(challenge, 'approve'))
    expect(await answerTo({ envelope: swapped, ...(other.proof === undefined ? {} : { proof: other.proof }) })).toMatchObject({ error: 'payload_incomplete' })
    expect(at.point.stateOf(challenge.challenge_id)).toBe('pending')
  })

  it('may not lose its newest approval: the next one is refused as a fork, and a denial goes on', async () => {
    const [first, second, third] = [at.point.raise(), at.point.raise(), at.point.raise()]
    expect(await answerTo(console.decide(first, 'approve'))).toMatchObject({ outcome: 'accepted', log: { size: 1 } })
    console.log.cutTo(0)
    expect(await answerTo(console.decide(second, 'approve'))).toMatchObject({ outcome: 'refused', error: 'log_fork', log: { size: 1 } })
    expect(at.point.stateOf(second.challenge_id)).toBe('pending')
    expect(at.facts.some(({ what }) => what === 'log_fork')).toBe(true)
    expect(await answerTo(console.decide(third, 'deny'))).toMatchObject({ outcome: 'accepted', log_unproven: true, log: { size: 1 } })
  })

  it('is remembered as soon as its proof is good, though the decision is refused', async () => {
    const challenge = at.point.raise()
    expect(await answerTo(console.decide(challenge, 'approve', { nonce: 'AAAAAAAAAAAAAAAAAAAAAA' }))).toMatchObject({ error: 'replay', log: { size: 1 } })
    console.log.cutTo(0)
    expect(await answerTo(console.decide(challenge, 'approve'))).toMatchObject({ error: 'log_fork' })
  })

  it('never holds back a denial', async () => {
    const challenge = at.point.raise()
    const envelope = console.sign('decision', console.decisionOn(challenge, 'deny', { display_hash: digestOf('9'), presence: { method: 'click', at: NOW }, comment: '' }))
    expect(await answerTo({ envelope })).toMatchObject({ outcome: 'accepted', log_unproven: true })
    expect(at.point.stateOf(challenge.challenge_id)).toBe('denied')
  })
})

describe('a receipt', () => {
  it('is signed by the point, and the same envelope gets the same one again, whatever travels beside it', async () => {
    const challenge = at.point.raise()
    const body = console.decide(challenge, 'approve')
    const first = await wire.answer(wire.send('challenge.decide', body))
    at.time.pass(1_000)
    const again = await wire.answer(wire.send('challenge.decide', { envelope: body.envelope }))
    expect(again.body).toEqual(first.body)
    const { wire: next } = await at.attach(console)
    at.store.roster.revokeKey(console.reviewer.publicKey.kid, at.point.nowMs())
    expect((await next.answer(next.send('challenge.decide', body))).body).toEqual(first.body)
    expect(at.point.waiting.get(challenge.challenge_id)?.decisions).toHaveLength(1)
    const { publicKey } = at.point.key
    expect(first.type === 'receipt' && verifyEnvelope({ envelope: first.body.envelope, name: 'receipt', findKey: () => publicKey }).status).toBe('verified')
  })

  it('of a refusal is kept too: what was refused once is never accepted later', async () => {
    const challenge = at.point.raise()
    const body = console.decide(challenge, 'approve')
    at.point.refuseNext = 'fenced'
    expect(await answerTo(body)).toMatchObject({ error: 'fenced' })
    expect(await answerTo(body)).toMatchObject({ error: 'fenced' })
    expect(at.point.stateOf(challenge.challenge_id)).toBe('pending')
  })

  it('is refused to another envelope with the id of a decision that is known', async () => {
    const challenge = at.point.raise({ approvals_required: 2 })
    const body = console.decide(challenge, 'approve')
    const { decision_id } = await answerTo(body)
    const other = at.enrol()
    const { wire: theirs } = await at.attach(other)
    expect(await answerTo(other.decide(challenge, 'deny', { decision_id }), theirs)).toMatchObject({ error: 'duplicate_request' })
    expect(await answerTo(console.decide(challenge, 'deny', { decision_id }))).toMatchObject({ error: 'duplicate_request' })
    expect(at.point.stateOf(challenge.challenge_id)).toBe('pending')
  })

  it('is not taken from its owner by somebody who names the id under a signature that is not good', async () => {
    const challenge = at.point.raise()
    const body = console.decide(challenge, 'approve')
    const forged = { ...body.envelope, signatures: [{ keyid: console.reviewer.publicKey.kid, sig: Buffer.alloc(64, 1).toString('base64') }] }
    expect(await answerTo({ envelope: forged })).toMatchObject({ error: 'signature_invalid' })
    expect(await answerTo(body)).toMatchObject({ outcome: 'accepted' })
  })

  it('is owed for a decision that the point took in before it failed', async () => {
    const [first, second] = [at.point.raise(), at.point.raise()]
    at.point.failNext = 'after'
    expect(await answerTo(console.decide(first, 'deny'))).toMatchObject({ outcome: 'accepted' })
    at.point.failNext = 'before'
    expect(await answerTo(console.decide(second, 'approve'))).toMatchObject({ outcome: 'refused', error: 'internal' })
  })

  it('comes for an envelope that names no ids as a plain error', async () => {
    const envelope = { ...console.sign('decision', { type: 'countersign.decision/v1' }) }
    const answer = await wire.answer(wire.send('challenge.decide', { envelope }))
    expect(answer).toMatchObject({ type: 'result', body: { ok: false, error: { code: 'bad_request' } } })
  })
})

describe('a link that is cut within the frame of a decision', () => {
  it('approves nothing, whichever byte was the last', async () => {
    const challenge = at.point.raise()
    const bytes = writeConsoleFrame({ type: 'challenge.decide', id: freshId('message'), ts: NOW, body: console.decide(challenge, 'approve') })
    // As one WebSocket frame (RFC 6455) under a mask of zeros, so that it can be cut anywhere.
    const head = Buffer.from([0x81, 0xfe, bytes.length >> 8, bytes.length & 0xff, 0, 0, 0, 0])
    const frame = Buffer.concat([head, bytes])
    const places = [...new Set([...Array.from({ length: 12 }, (_, i) => i), ...Array.from({ length: 100 }, (_, i) => Math.floor((i * frame.length) / 100)), frame.length - 2, frame.length - 1])]
    for (const place of places) {
      const { wire: next } = await at.attach(console)
      const { _socket: raw } = next.socket as unknown as { _socket: import('node:net').Socket }
      await new Promise<void>((resolve) => raw.write(frame.subarray(0, place), () => resolve()))
      next.socket.terminate()
    }
    const { wire: last } = await at.attach(console)
    expect(at.point.stateOf(challenge.challenge_id)).toBe('pending')
    const { _socket: raw } = last.socket as unknown as { _socket: import('node:net').Socket }
    raw.write(frame)
    expect(readReceipt(await last.next('receipt'))).toMatchObject({ outcome: 'accepted' })
  })
})
