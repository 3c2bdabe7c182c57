import type { Chain, SessionId } from '../../shared/domain/index.ts'
import { printTime, type EnforcementRecord } from '../../shared/protocol/index.ts'
import type { AgentConfig } from '../config/index.ts'
import type { Enforcer } from '../enforce/Enforcer.ts'
import type { AbortResult, Call, Refused, Ruling, Time } from '../enforce/ports.ts'
import type { DefinitionChange, Judge, Outcome, Refusal, ToolCall, Verdict } from '../mcp/index.ts'
import type { CallSignals } from '../signals/CallSignals.ts'

export interface AgentSessionParts {
  readonly sessionId: SessionId
  readonly agent: AgentConfig
  readonly chain: Chain
  readonly enforcer: Enforcer
  readonly signals: CallSignals
  readonly time: Time
  /** Ends a call on its transport, as a stop asks for. */
  readonly abort: (toolCall: ToolCall, refusal: Refusal) => AbortResult
  readonly problem: (sentence: string) => void
}

interface OpenCall {
  readonly call: Call
  readonly ruling: Extract<Ruling, { kind: 'forward' }> | null
}

/**
 * One connection of one agent: what its transport asks, in the words of the enforcer, and back. Knows nothing of how
 * either of them works.
 */
export class AgentSession implements Judge {
  readonly #parts: AgentSessionParts
  readonly #open = new Map<ToolCall, OpenCall>()
  #count = 0

  constructor(parts: AgentSessionParts) {
    this.#parts = parts
  }

  get who() {
    const { sessionId, agent, chain } = this.#parts
    return { sessionId, agentId: agent.agent_id, chain }
  }

  async judge(toolCall: ToolCall): Promise<Verdict> {
    if (toolCall.otherParams.length > 0) {
      return { kind: 'refuse', reason: 'bad_request', nextAction: 'none', text: `The call holds ${toolCall.otherParams.join(', ')}, which nobody could review. The call was not run.` }
    }
    const call = this.#callOf(toolCall)
    this.#open.set(toolCall, { call, ruling: null })
    const ruling = await this.#parts.enforcer.judge(call)
    if (ruling.kind === 'forward') {
      this.#open.set(toolCall, { call, ruling })
      return { kind: 'forward' }
    }
    this.#forget(toolCall, call)
    return refusalOf(ruling)
  }

  /**
   * A stop since it was let go, or a file that appeared or was changed from elsewhere since the policy was asked: then the
   * policy has to be asked again.
   */
  lastLook(toolCall: ToolCall): Refusal | null {
    const open = this.#open.get(toolCall)
    if (open === undefined) throw new Error('A call that nobody judged is about to be written')
    if (this.#isAsJudged(open.call)) return this.#stoppedSince(open.call)
    return { kind: 'refuse', reason: 'blocked', nextAction: 'retry', text: 'What it would touch changed after it was judged. Call again with the same arguments, and it is judged as things are then. The call was not run.' }
  }

  callerCancelled(toolCall: ToolCall): void {
    const open = this.#open.get(toolCall)
    if (open === undefined) return
    if (open.ruling !== null) this.#forget(toolCall, open.call)
    void this.#parts.enforcer.callerGone(open.call.callId)
  }

  blocked(toolCall: ToolCall, reason: string): void {
    this.#finish(toolCall, { outcome: 'blocked', result: 'unknown', reevaluation: { decision: false, reason: reason.slice(0, 512), next_action: 'request' } })
  }

  forwarded(): void {}

  outcome(toolCall: ToolCall, outcome: Outcome): void {
    const finished_at = printTime(this.#parts.time.now().wallMs)
    if (outcome.result === 'unknown') return this.#finish(toolCall, { outcome: 'forwarded', finished_at, result: 'unknown' })
    const code = outcome.errorCode === null ? {} : { error_code: String(outcome.errorCode) }
    this.#finish(toolCall, { outcome: 'forwarded', finished_at, result: outcome.result, result_info: { content_hash: outcome.hash, bytes: outcome.bytes, masked: 0, ...code } })
  }

  definitionsChanged(serverId: string, changes: readonly DefinitionChange[]): void {
    const { enforcer, sessionId } = this.#parts
    const tools = new Set(changes.map(({ tool }) => tool))
    // Each session has a server process of its own, so only its own calls are touched.
    void enforcer.cancelWhere((call) => call.sessionId === sessionId && call.serverId === serverId && tools.has(call.tool), 'definition_changed')
  }

  /** Ends a call that was let go. */
  abort(call: Call, refused: Refused): AbortResult {
    const [toolCall] = [...this.#open].find(([, open]) => open.call.callId === call.callId) ?? []
    if (toolCall === undefined) return 'over'
    const result = this.#parts.abort(toolCall, refusalOf(refused))
    // It never ran, and its transport will say no more of it.
    if (result === 'prevented') this.#forget(toolCall, call)
    return result
  }

  /** The connection is gone, and with it everything that still waited for it. */
  async end(): Promise<void> {
    const { enforcer, signals, sessionId } = this.#parts
    await enforcer.cancelWhere((call) => call.sessionId === sessionId, 'session_ended')
    signals.sessionEnded(sessionId)
  }

  #stoppedSince(call: Call): Refusal | null {
    const refused = this.#parts.enforcer.lastLook(call)
    return refused === null ? null : refusalOf(refused)
  }

  /** What cannot be looked at now is not what was looked at. */
  #isAsJudged(call: Call): boolean {
    try {
      return this.#parts.signals.isAsJudged(call)
    } catch {
      return false
    }
  }

  #finish(toolCall: ToolCall, record: Omit<EnforcementRecord, 'challenge_id' | 'evaluation_id'>): void {
    const open = this.#open.get(toolCall)
    if (open === undefined) return
    this.#forget(toolCall, open.call, record.outcome === 'forwarded' && record.result === 'ok')
    if (open.ruling === null) return
    void this.#parts.enforcer.finished(open.call, { challenge_id: open.ruling.challengeId, evaluation_id: open.ruling.evaluationId, ...record })
  }

  #forget(toolCall: ToolCall, call: Call, isOk = false): void {
    this.#open.delete(toolCall)
    try {
      this.#parts.signals.finished(call, isOk)
    } catch (fault) {
      // What a call wrote could not be looked at: then it counts as not written, and the next one asks a person.
      this.#parts.problem(`What ${call.callId} wrote could not be looked at (${fault instanceof Error ? fault.message : String(fault)}).`)
    }
  }

  #callOf({ serverId, tool, invocation, invocationHash, definitionHash }: ToolCall): Call {
    const { sessionId, agent, chain, time } = this.#parts
    const { monotonicMs, wallMs } = time.now()
    const limit = agent.caller_deadline_ms
    return {
      callId: `${sessionId}/${++this.#count}`, sessionId, agentId: agent.agent_id, chain, serverId, tool, definitionHash, invocation, invocationHash,
      callerDeadline: limit === undefined ? null : { monotonicMs: monotonicMs + limit, wallMs: wallMs + limit },
    }
  }
}

function refusalOf({ reason, text, nextAction, challengeId, retryAfterMs }: Refused): Refusal {
  return { kind: 'refuse', reason, text, nextAction, ...(challengeId === null ? {} : { challengeId }), ...(retryAfterMs === null ? {} : { retryAfterMs }) }
}
