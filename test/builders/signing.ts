import type { Pinned, SignRequest } from '../../shared/ipc/mainAndCore.ts'
import type { LockPayload, ReleasePayload } from '../../shared/protocol/index.ts'
import { decisionPayloadOf, idOf, NONCE, NOW } from './protocol.ts'

/** What is pinned; each test states only what matters to it. */
export function pinnedOf(over: Partial<Pinned> = {}): Pinned {
  return { id: idOf('challenge'), presence: 'click', holdMs: 2_000, dwellMs: 600, typedCharacters: 0, ...over }
}

type Decision = Extract<SignRequest, { what: 'decision' }>

/** A wish to sign an approval of the challenge that `pinnedOf` pins. */
export function approvalOf(over: Partial<Decision> = {}): Decision {
  return { what: 'decision', payload: decisionPayloadOf({ presence: { method: 'webauthn', at: '2001-01-01T00:00:00.000Z' } }), inSteps: false, isLive: true, shownForMs: 60_000, ...over }
}

export function denialOf(): Decision {
  return approvalOf({ payload: decisionPayloadOf({ decision: 'deny', presence: { method: 'webauthn', at: '2001-01-01T00:00:00.000Z' } }), isLive: false, shownForMs: 0 })
}

export function stopOf(over: Partial<LockPayload> = {}): Extract<SignRequest, { what: 'lock' }> {
  return {
    what: 'lock',
    payload: { type: 'countersign.lock/v1', lock_id: idOf('lock'), target: { kind: 'all' }, effect: 'halt', mode: 'abort_inflight', reason: '', drill: false, expires_at: null, nonce: NONCE, aud: idOf('point'), issued_at: NOW, ...over },
  }
}

export function releaseOf(over: Partial<ReleasePayload> = {}): Extract<SignRequest, { what: 'release' }> {
  return {
    what: 'release',
    payload: { type: 'countersign.release/v1', lock_id: idOf('lock'), reason: 'The agent was told what it may not do.', presence: { method: 'webauthn', at: NOW }, nonce: NONCE, aud: idOf('point'), issued_at: NOW, ...over },
    pinnedId: idOf('lock'), inSteps: false, isLive: true, shownForMs: 60_000,
  }
}
