import type { ChallengeCard, InboxRow } from '../../../shared/ipc/views.ts'
import { renderFacts, showBytes } from '../../../shared/display/index.ts'
import type { AgentId, ChallengeId, PointId, SessionId } from '../../../shared/domain/index.ts'

const BYTES = new TextEncoder().encode('{"arguments":{"path":"a"},"definition_hash":"sha256:00","injections":[],"redactions":[],"server_id":"files","tool":"write_file"}')

/** A row of the inbox, as the core gives it. */
export const rowOf = (id: string, change: Partial<InboxRow> = {}): InboxRow => ({
  challengeId: id as ChallengeId, pointId: 'p' as PointId, sessionId: 's' as SessionId, agentId: 'a' as AgentId, agentName: 'billing-agent', environment: 'production', riskLevel: 2,
  sentence: [{ kind: 'text', text: 'Run ' }, { kind: 'term', text: 'DELETE' }], raisedAtMs: 0, deadlineMs: 300_000, isLive: true, end: null, delivery: null, suspicious: 0, ...change,
})

/** A card of the inbox, as the core gives it. */
export function cardOf(change: Partial<ChallengeCard> = {}, row: Partial<InboxRow> = {}): ChallengeCard {
  const facts = renderFacts(BYTES, { agent: { name: 'billing-agent' } })
  return {
    row: rowOf('one', row), pointName: 'pay-gw-03', headline: facts.headline, secondLine: facts.secondLine, facts, bytes: showBytes(BYTES), byteLength: BYTES.length, invocationHash: 'sha256:11', covered: [],
    reason: 'It overwrites.', policies: [], policyHash: 'sha256:22', signals: [], chain: [], tool: 'write_file', server: 'files', purpose: null, clientName: null, statement: null, presenceRequired: 'click',
    friction: { dwellMs: 600, seenMs: 0, holdMs: 0, reasonRequired: false }, approvalsRequired: 1, decidedCount: 0, typed: null, obstacles: [], mayDeny: true, isSelfApproval: false, decision: null, ...change,
  }
}
