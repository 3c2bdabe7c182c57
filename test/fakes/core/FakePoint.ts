import { renderFacts, type FactsContext } from '../../../shared/display/index.ts'
import type { ChallengeId, DecisionId, LockId, PointId, StreamId } from '../../../shared/domain/index.ts'
import { decodeBytes, generatePrivateKey, hashBytes, hashJson, signEnvelope } from '../../../shared/evidence/index.ts'
import { encodeUtf8, parseJson, printCanonicalJson, toJsonValue, type JsonObject, type JsonValue } from '../../../shared/json/index.ts'
import { makeInvocation, printTime, type Agent, type ChallengePayload, type ChallengeRecord, type EnvelopeOnWire, type LockReceiptPayload, type ReceiptPayload, type Session, type StatementPayload } from '../../../shared/protocol/index.ts'
import { challengePayloadOf, digestOf, idOf } from '../../builders/protocol.ts'

export const CONTEXT: FactsContext = { agent: { name: 'billing' }, kind: 'file_write' }
export const REVIEWER = { iss: 'https://id.example', sub: 'ines', name: 'Ines Okafor' }

/** A point's half of what the core hears: it signs like one, and does nothing else. */
export class FakePoint {
  readonly key = generatePrivateKey()
  readonly pointId: PointId
  readonly streamId: StreamId
  epoch = 1
  readonly n: number
  #made = 0

  constructor(n = 1) {
    this.n = n
    this.pointId = idOf('point', n)
    this.streamId = idOf('stream', n)
  }

  /** A whole, honest challenge; a test says what is not. */
  challenge(nowMs: number, over: Partial<ChallengePayload> = {}, content = `row ${this.#made}`): ChallengePayload {
    const number = this.n * 100_000 + ++this.#made
    const { bytes } = makeInvocation({ serverId: 'files', tool: 'write_file', definitionHash: digestOf('1'), arguments: { content, path: `/data/report-${number}.txt` }, injections: [], redactions: [] })
    const base = challengePayloadOf({
      challenge_id: idOf('challenge', number), txn: idOf('txn', number), point_id: this.pointId, session_id: idOf('session', this.n), agent_id: idOf('agent', this.n),
      invocation: new TextDecoder().decode(bytes), invocation_hash: hashBytes(bytes),
      risk: { level_id: 2, factors: [] }, presence_required: 'click', friction: { dwell_ms: 600, seen_ms: 0, hold_ms: 0, reason_required: false },
      raised_at: printTime(nowMs), expires_at: printTime(nowMs + 300_000), display_context: CONTEXT as unknown as JsonValue, epoch: this.epoch, nonce: `nonce-of-challenge-${number}-xxxx`,
    })
    const { subject, action, resource } = base
    const honest = {
      ...base,
      chain_hash: hashJson(base.chain as unknown as JsonValue),
      action_hash: hashJson({ subject, action, resource, context: {} }),
      display_profile: renderFacts(bytes, CONTEXT).profile,
      display_hash: hashJson(renderFacts(bytes, CONTEXT) as unknown as JsonValue),
    }
    return { ...honest, ...over }
  }

  record(payload: ChallengePayload, over: Partial<Omit<ChallengeRecord, 'envelope'>> = {}): ChallengeRecord {
    return { envelope: this.sign('challenge', payload), state: 'pending', decided_count: 0, ...over }
  }

  receipt(envelope: EnvelopeOnWire, over: Partial<ReceiptPayload> = {}): EnvelopeOnWire {
    const decision = payloadOf(envelope) as unknown as { readonly decision_id: DecisionId; readonly challenge_id: ChallengeId }
    return this.sign('receipt', {
      type: 'countersign.receipt/v1', decision_id: decision.decision_id, decision_hash: hashOf(envelope), challenge_id: decision.challenge_id, outcome: 'accepted',
      at: printTime(0), epoch: this.epoch, control_seq: 1, log: null, log_unproven: false, self_approved: false, ...over,
    } satisfies ReceiptPayload)
  }

  lockReceipt(envelope: EnvelopeOnWire, verb: 'engage' | 'release', over: Partial<LockReceiptPayload> = {}): EnvelopeOnWire {
    const { lock_id } = payloadOf(envelope) as unknown as { readonly lock_id: LockId }
    return this.sign('lock-receipt', {
      type: 'countersign.lock-receipt/v1', lock_id, request_hash: hashOf(envelope), verb, outcome: 'accepted', epoch: ++this.epoch, effective_at: printTime(0),
      sessions_stopped: [idOf('session', this.n)], inflight_aborted: [], inflight_unabortable: [], challenges_cancelled: [], credentials_ended: 0, log: null, log_unproven: false, ...over,
    } satisfies LockReceiptPayload)
  }

  statement(over: Partial<StatementPayload> = {}): EnvelopeOnWire {
    return this.sign('statement', {
      type: 'countersign.statement/v1', point_id: this.pointId, stream_id: this.streamId, epoch: this.epoch, control_seq: 1, locks_hash: digestOf('2'), journal_root: digestOf('3'), at: printTime(0), ...over,
    } satisfies StatementPayload)
  }

  agent(over: Partial<Agent> = {}): Agent {
    return { agent_id: idOf('agent', this.n), name: 'billing', owner: null, purpose: 'Bills', environment: 'sandbox', lifecycle: 'registered', credential_kind: 'launch', declared_tools: [], groups: [], findings: [], ...over }
  }

  session(over: Partial<Session> = {}): Session {
    return {
      session_id: idOf('session', this.n), state: 'active', agent_id: idOf('agent', this.n), chain: challengePayloadOf().chain, client_info: { name: 'demo', version: '1' }, environment: 'sandbox', route: 'stdio',
      mcp: { era: 'sessions', protocol_version: '2025-06-18', servers: [] }, groups: [], started_at: printTime(0), last_event_at: printTime(0), counts: { allow: 0, challenge: 0, deny: 0 }, epoch: 1, ...over,
    }
  }

  sign(name: Parameters<typeof signEnvelope>[0]['name'], payload: object, key = this.key): EnvelopeOnWire {
    return signEnvelope({ name, payload: payload as unknown as JsonObject, key })
  }
}

/** The payload of an envelope, unverified. */
export function payloadOf(envelope: EnvelopeOnWire): JsonObject {
  return toJsonValue(parseJson(decodeBytes(envelope.payload, 'base64') ?? new Uint8Array())) as JsonObject
}

export const hashOf = (envelope: EnvelopeOnWire) => hashBytes(decodeBytes(envelope.payload, 'base64') ?? new Uint8Array())
export const canonical = (value: JsonValue) => encodeUtf8(printCanonicalJson(value))
