import { toId, type IdKind } from '../../shared/domain/index.ts'
import type { ChallengePayload, DecisionPayload } from '../../shared/protocol/index.ts'
import { uuidV7 } from '../../shared/util/uuidV7.ts'

/** An id that is the same each time for the same number. */
export const idOf = <K extends IdKind>(kind: K, n = 1) => toId(kind, uuidV7(1_763_780_000_000 + n, Uint8Array.from({ length: 10 }, (_, i) => (i * 7 + n) & 0xff)))
export const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`
export const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA'
export const NOW = '2026-11-22T03:12:04.000Z'

/** A challenge's payload; each test states only what matters to it. */
export function challengePayloadOf(over: Partial<ChallengePayload> = {}): ChallengePayload {
  return {
    type: 'countersign.challenge/v1',
    challenge_id: idOf('challenge'), txn: idOf('txn'), evaluation_id: idOf('evaluation'), evaluated_at: NOW,
    point_id: idOf('point'), session_id: idOf('session'), agent_id: idOf('agent'),
    subject: { type: 'agent', id: 'billing' }, action: { name: 'tools/call' }, resource: { type: 'mcp_tool', id: 'files/write_file' }, context: {},
    binding_context_members: [],
    invocation: '{"arguments":{},"definition_hash":"x","injections":[],"redactions":[],"server_id":"files","tool":"write_file"}',
    invocation_hash: digestOf('a'), redactions: [],
    chain: [{ hop: 0, kind: 'human', iss: 'https://id.example', sub: 'mara', assurance: 'asserted' }],
    chain_hash: digestOf('b'), action_hash: digestOf('c'),
    policy: { policy_hash: digestOf('d'), determining_policies: [], reason: 'It overwrites a file that this session did not write.' },
    trigger: 'irreversibility', risk: { level_id: 3, factors: [] }, signals: [],
    presence_required: 'hold', friction: { dwell_ms: 600, seen_ms: 3_000, hold_ms: 2_000, reason_required: true },
    critical_values: [], offered: ['approve_once', 'deny'], approvals_required: 1,
    eligible: { groups: [], exclude: [] }, self_approval: 'deny',
    raised_at: NOW, expires_at: '2026-11-22T03:17:04.000Z', hold_mode: 'stream',
    display_profile: 'countersign-display-v1+unicode-17.0', display_hash: digestOf('e'), display_context: { agent: { name: 'billing' } },
    epoch: 1, nonce: NONCE,
    ...over,
  }
}

/** A decision's payload; each test states only what matters to it. */
export function decisionPayloadOf(over: Partial<DecisionPayload> = {}): DecisionPayload {
  return {
    type: 'countersign.decision/v1',
    decision_id: idOf('decision'), challenge_id: idOf('challenge'), challenge_hash: digestOf('f'), txn: idOf('txn'), aud: idOf('point'),
    decision: 'approve', action_hash: digestOf('c'), invocation_hash: digestOf('a'), chain_hash: digestOf('b'), policy_hash: digestOf('d'),
    display_profile: 'countersign-display-v1+unicode-17.0', display_hash: digestOf('e'),
    scope: { mode: 'once' }, reviewer: { iss: 'https://id.example', sub: 'ines' }, console_id: idOf('console'), nonce: NONCE, epoch: 1,
    shown_at: NOW, decided_at: NOW, presence: { method: 'hold', at: NOW }, view_manifest_hash: digestOf('0'),
    ...over,
  }
}
