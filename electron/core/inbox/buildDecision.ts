import type { DecisionId } from '../../../shared/domain/index.ts'
import { verifyEnvelope, type PublicKey } from '../../../shared/evidence/index.ts'
import { printCanonicalJson, type JsonObject } from '../../../shared/json/index.ts'
import { PAYLOADS, printTime, type DecisionPayload, type EnvelopeOnWire, type NamedActor } from '../../../shared/protocol/index.ts'
import type { Held } from './Held.ts'

/** What a person wants, and everything that it is bound to. */
export interface DecisionWish {
  readonly decisionId: DecisionId
  readonly held: Held
  readonly verdict: 'approve' | 'deny'
  readonly comment: string
  readonly reviewer: NamedActor
  readonly consoleId: DecisionPayload['console_id']
  readonly shownAtMs: number
  readonly nowMs: number
  readonly viewManifestHash: string
}

/**
 * The payload of a decision. Every digest is one that `examine` has computed from this console's own copy and found
 * equal, where it is an approval; nothing of it was ever the window's. Main puts in the presence that it has seen.
 */
export function buildDecision({ decisionId, held, verdict, comment, reviewer, consoleId, shownAtMs, nowMs, viewManifestHash }: DecisionWish): DecisionPayload {
  const { payload, challengeHash } = held
  return {
    type: 'countersign.decision/v1',
    decision_id: decisionId,
    challenge_id: payload.challenge_id,
    challenge_hash: challengeHash,
    txn: payload.txn,
    aud: held.pointId,
    decision: verdict,
    ...(comment === '' ? {} : { comment }),
    action_hash: payload.action_hash,
    invocation_hash: payload.invocation_hash,
    chain_hash: payload.chain_hash,
    policy_hash: payload.policy.policy_hash,
    display_profile: payload.display_profile,
    display_hash: payload.display_hash,
    scope: { mode: 'once' },
    reviewer: { iss: reviewer.iss, sub: reviewer.sub },
    console_id: consoleId,
    nonce: payload.nonce,
    epoch: payload.epoch,
    shown_at: printTime(shownAtMs),
    decided_at: printTime(nowMs),
    presence: { method: 'click', at: printTime(nowMs) },
    view_manifest_hash: viewManifestHash,
  }
}

/** What became of looking at what main has signed. */
export type SignedCheck = { readonly status: 'same'; readonly hash: string; readonly payload: DecisionPayload } | { readonly status: 'other'; readonly sentence: string }

/** Makes sure that main signed what was asked, but for the presence, with the key that it says is the reviewer's. */
export function checkSigned(asked: DecisionPayload, envelope: EnvelopeOnWire, key: PublicKey | null): SignedCheck {
  const verdict = verifyEnvelope({ envelope, name: 'decision', findKey: (kid) => (kid === key?.kid ? key : undefined) })
  if (verdict.status === 'refused') return { status: 'other', sentence: `What was signed cannot be verified (${verdict.reason}); nothing was sent.` }
  const parsed = PAYLOADS.decision.safeParse(verdict.payload)
  if (!parsed.success) return { status: 'other', sentence: 'What was signed is no decision; nothing was sent.' }
  const withItsPresence = { ...asked, presence: parsed.data.presence }
  if (print(parsed.data) !== print(withItsPresence)) return { status: 'other', sentence: 'Something else was signed than what was shown; nothing was sent.' }
  return { status: 'same', hash: verdict.payloadHash, payload: parsed.data }
}

const print = (payload: DecisionPayload) => printCanonicalJson(payload as unknown as JsonObject)
