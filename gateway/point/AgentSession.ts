import type { Chain, SessionId } from '../../shared/domain/index.ts'
import { hashBytes } from '../../shared/evidence/index.ts'
import { printTime, type EnforcementRecord } from '../../shared/protocol/index.ts'
import type { AgentConfig } from '../config/PointConfig.ts'
import type { Enforcer } from '../enforce/Enforcer.ts'
import type { Call, Ruling } from '../enforce/ports.ts'
import type { DefinitionChange, Judge, Outcome, ToolCall, Verdict } from '../mcp/index.ts'
import type { FileFacts } from '../signals/fileFacts.ts'

export interface AgentSessionParts {
  readonly sessionId: SessionId
  readonly agent: AgentConfig
  readonly chain: Chain
  readonly enforcer: Enforcer
  readonly files: FileFacts
  readonly now: () => number
}

/**
 * One connection of one agent: what its transport asks, in the words of the enforcer, and back. Knows nothing of how
 * either of them works.
 */
export class AgentSession implements Judge {
  readonly #parts: AgentSessionParts
  readonly #open = new Map<ToolCall, { readonly call: Call; readonly ruling: Extract<Ruling, { kind: 'forward' }> | null }>()
  #count = 0

  constructor(parts: AgentSessionParts) {
    this.#parts = parts
  }

  async judge(toolCall: ToolCall): Promise<Verdict> {
    const call = this.#callOf(toolCall)
    this.#open.set(toolCall, { call, ruling: null })
    if (toolCall.otherParams.length > 0) {
      this.#open.delete(toolCall)
      return { kind: 'refuse', reason: 'bad_request', nextAction: 'none', text: `The call holds ${toolCall.otherParams.join(', ')}, which nobody could review. The call was not run.` }
    }
    const ruling = await this.#parts.enforcer.judge(call)
    if (ruling.kind === 'forward') {
      this.#open.set(toolCall, { call, ruling })
      return { kind: 'forward' }
    }
    this.#open.delete(toolCall)
    const { reason, text, nextAction, challengeId, retryAfterMs } = ruling
    return { kind: 'refuse', reason, text, nextAction, ...(challengeId === null ? {} : { challengeId }), ...(retryAfterMs === null ? {} : { retryAfterMs }) }
  }

  callerCancelled(toolCall: ToolCall): void {
    const open = this.#open.get(toolCall)
    if (open !== undefined) void this.#parts.enforcer.callerGone(open.call.callId)
  }

  blocked(toolCall: ToolCall, reason: string): void {
    this.#finish(toolCall, { outcome: 'blocked', result: 'unknown', reevaluation: { decision: false, reason: reason.slice(0, 512), next_action: 'request' } })
  }

  forwarded(): void {}

  outcome(toolCall: ToolCall, outcome: Outcome): void {
    const finished_at = printTime(this.#parts.now())
    if (outcome.result === 'unknown') return this.#finish(toolCall, { outcome: 'forwarded', finished_at, result: 'unknown' })
    const open = this.#open.get(toolCall)
    if (open !== undefined && outcome.result === 'ok') this.#parts.files.wrote(open.call)
    const code = outcome.errorCode === null ? {} : { error_code: String(outcome.errorCode) }
    this.#finish(toolCall, { outcome: 'forwarded', finished_at, result: outcome.result, result_info: { content_hash: outcome.hash, bytes: outcome.bytes, masked: 0, ...code } })
  }

  definitionsChanged(serverId: string, changes: readonly DefinitionChange[]): void {
    const tools = new Set(changes.map(({ tool }) => tool))
    void this.#parts.enforcer.cancelWhere((call) => call.serverId === serverId && tools.has(call.tool), 'definition_changed')
  }

  /** The connection is gone, and with it everything that still waited for it. */
  async end(): Promise<void> {
    const { enforcer, files, sessionId } = this.#parts
    await enforcer.cancelWhere((call) => call.sessionId === sessionId, 'session_ended')
    files.sessionEnded(sessionId)
  }

  #finish(toolCall: ToolCall, record: Omit<EnforcementRecord, 'challenge_id' | 'evaluation_id'>): void {
    const open = this.#open.get(toolCall)
    this.#open.delete(toolCall)
    if (open === undefined || open.ruling === null) return
    void this.#parts.enforcer.finished(open.call, { challenge_id: open.ruling.challengeId, evaluation_id: open.ruling.evaluationId, ...record })
  }

  #callOf({ serverId, tool, invocation, invocationHash, definitionHash }: ToolCall): Call {
    const { sessionId, agent, chain } = this.#parts
    return { callId: `${sessionId}/${++this.#count}`, sessionId, agentId: agent.agent_id, chain, serverId, tool, definitionHash, invocation, invocationHash, callerDeadline: null }
  }
}

/** Who acts in a session: the owner, as this point's configuration says, and the agent, as its credential proves. */
export function chainOf(agent: AgentConfig, pointId: string): Chain {
  const { iss, sub, name } = agent.owner
  return [
    { hop: 0, kind: 'human', iss, sub, name, assurance: 'asserted' },
    { hop: 1, kind: 'agent', iss: pointId, sub: agent.agent_id, name: agent.name, assurance: 'verified', evidence: { type: 'launch_credential', hash: agent.credential_hash } },
  ]
}

/** Whether a launch credential is the one that an agent was given. */
export const agentOfCredential = (agents: readonly AgentConfig[], credential: Uint8Array): AgentConfig | undefined => {
  const hash = hashBytes(credential)
  return agents.find(({ credential_hash }) => credential_hash === hash)
}

