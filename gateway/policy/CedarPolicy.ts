import { getCedarVersion, statefulIsAuthorized, type CedarValueJson, type Decision } from '@cedar-policy/cedar-wasm/nodejs'
import { isWhollyVerified, PRESENCES, type NewId, type Presence, type RiskLevel } from '../../shared/domain/index.ts'
import { parseJson, toJsonValue, type JsonObject } from '../../shared/json/index.ts'
import { LIMITS, printTime, type Evaluation } from '../../shared/protocol/index.ts'
import { cutText } from '../../shared/util/cutText.ts'
import type { ApprovalContext, Call, ChallengeDemand, Judgement, Policy, Time } from '../enforce/ports.ts'
import type { CallFacts, FactsOf } from './facts.ts'
import type { PolicyNotes, PolicySet } from './PolicySet.ts'
import { project } from './project.ts'
import { LONG_BYTES, longWork } from './Turns.ts'

/** What people could give at most: the hypothetical approval takes the highest values of both. */
const MOST = { approverCount: 8, presence: 'typed' } as const satisfies ApprovalContext
const OFFERED: readonly Presence[] = ['click', 'hold', 'typed']
/** What the risk alone asks for; a policy can only raise it. */
const PRESENCE_AT_RISK: Readonly<Record<RiskLevel, Presence>> = { 0: 'click', 1: 'click', 2: 'click', 3: 'hold', 4: 'typed' }
const DEFAULT_RISK: RiskLevel = 2

export interface CedarPolicyParts {
  readonly set: PolicySet
  readonly factsOf: FactsOf
  readonly time: Pick<Time, 'now'>
  readonly newId: NewId
}

/** The policy of a point. See the README of this folder for how a challenge is found. */
export class CedarPolicy implements Policy {
  readonly #parts: CedarPolicyParts
  readonly #engine = { name: 'cedar', version: getCedarVersion() }

  constructor(parts: CedarPolicyParts) {
    this.#parts = parts
  }

  get policyHash(): string {
    return this.#parts.set.hash
  }

  judge(call: Call): Promise<Judgement> {
    return this.#evaluated(call, async (context) => {
      const plain = await this.#ask(call, context, null)
      if (plain.fault !== null || plain.decision === 'allow') return { ...plain, verdict: plain.fault === null ? 'allow' : 'deny', terms: null }
      if ((await this.#ask(call, context, MOST)).decision !== 'allow') return { ...plain, verdict: 'deny', terms: null }
      return { ...plain, verdict: 'challenge', terms: await this.#demandOf(call, context, plain.notes) }
    })
  }

  judgeApproved(call: Call, approval: ApprovalContext, asked: ChallengeDemand): Promise<Judgement> {
    return this.#evaluated(call, async (context) => {
      const answer = await this.#ask(call, context, approval)
      if (answer.decision !== 'allow') return { ...answer, verdict: 'deny', terms: null }
      const plain = await this.#ask(call, context, null)
      const isMore = plain.decision !== 'allow' && (plain.fault !== null || isMoreThan(demandedBy(plain.notes), approval, asked))
      return isMore ? { ...plain, verdict: 'deny', terms: null } : { ...answer, verdict: 'allow', terms: null }
    })
  }

  /** Gathers the facts, asks, and writes down what was asked and answered. A failure anywhere in it is a deny. */
  async #evaluated(call: Call, ask: (context: Context) => Promise<Answer & Pick<Judgement, 'verdict' | 'terms'>>): Promise<Judgement> {
    const started = process.hrtime.bigint()
    let context: Context = {}
    let facts: CallFacts = { signals: [], known: {} }
    let answer: Answer & Pick<Judgement, 'verdict' | 'terms'>
    try {
      facts = await this.#parts.factsOf(call)
      context = contextOf(call, facts)
      answer = await ask(context)
    } catch (fault) {
      answer = { ...denied(fault instanceof Error ? fault.message : String(fault)), verdict: 'deny', terms: null }
    }
    const reason = reasonOf(answer)
    const evaluation: Evaluation = {
      evaluation_id: this.#parts.newId('evaluation'),
      evaluated_at: printTime(this.#parts.time.now().wallMs),
      session_id: call.sessionId,
      request: { subject: { type: 'agent', id: call.agentId }, action: { name: 'tools/call', properties: { invocation_hash: call.invocationHash } }, resource: { type: 'mcp_tool', id: `${call.serverId}/${call.tool}` }, context: { facts: facts.known } },
      verdict: answer.verdict,
      decision: answer.verdict === 'allow',
      reason,
      determining_policies: answer.notes.map(({ id, annotations }) => ({ id, annotations: { ...annotations } })),
      policy_errors: answer.fault === null ? [] : [cutText(answer.fault, 512)],
      policy_hash: this.policyHash,
      engine: this.#engine,
      signals: [...facts.signals],
      duration_us: Number((process.hrtime.bigint() - started) / 1_000n),
    }
    return { evaluation, verdict: answer.verdict, reason, terms: answer.terms }
  }

  /** The engine holds up everything else while it works, and longest over long arguments: those take turns. */
  async #ask(call: Call, context: Context, approval: ApprovalContext | null): Promise<Answer> {
    const ask = () => this.#askNow(call, context, approval)
    return call.invocation.bytes.length < LONG_BYTES ? ask() : longWork.take(ask)
  }

  #askNow(call: Call, context: Context, approval: ApprovalContext | null): Answer {
    const answer = statefulIsAuthorized({
      principal: { type: 'Agent', id: call.agentId },
      action: { type: 'Action', id: 'tools/call' },
      resource: { type: 'Tool', id: `${call.serverId}/${call.tool}` },
      context: approval === null ? context : { ...context, approval: { approver_count: approval.approverCount, presence: rankOf(approval.presence) } },
      preparsedPolicySetId: this.#parts.set.engineName,
      entities: [],
    })
    if (answer.type === 'failure') return denied(answer.errors.map(({ message }) => message).join('; '))
    const { decision, diagnostics } = answer.response
    // Cedar leaves out a policy that fails. One that would have forbidden then forbids nothing, so any failure denies.
    if (diagnostics.errors.length > 0) return denied(diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`).join('; '))
    return { decision, notes: this.#parts.set.notesOf(diagnostics.reason), fault: null }
  }

  /** The least that people must give for the same policies to say yes, raised to what the risk asks for. */
  async #demandOf(call: Call, context: Context, notes: readonly PolicyNotes[]): Promise<ChallengeDemand> {
    const { riskLevel, presence } = demandedBy(notes)
    const enough = await this.#leastOffer(call, context)
    return { riskLevel, approvalsRequired: enough.approverCount, presence: strongest([enough.presence, presence]), lifeMs: shortest(notes.flatMap(({ lifeMs }) => lifeMs ?? [])) }
  }

  async #leastOffer(call: Call, context: Context): Promise<ApprovalContext> {
    for (const offer of everyOffer()) if ((await this.#ask(call, context, offer)).decision === 'allow') return offer
    return MOST
  }
}

type Context = Record<string, CedarValueJson>

interface Answer {
  readonly decision: Decision
  readonly notes: readonly PolicyNotes[]
  /** Why the engine could not decide; it then denies. */
  readonly fault: string | null
}

/** What the policies that deny a call demand beside a number of people. */
function demandedBy(notes: readonly PolicyNotes[]): Pick<ChallengeDemand, 'riskLevel' | 'presence'> {
  const riskLevel = highest(notes.flatMap(({ riskLevel: level }) => level ?? []))
  return { riskLevel, presence: strongest([PRESENCE_AT_RISK[riskLevel], ...notes.flatMap(({ presence }) => presence ?? [])]) }
}

/** Whether what is demanded now is more than people saw when they were asked, or than they gave. */
const isMoreThan = (now: Pick<ChallengeDemand, 'riskLevel' | 'presence'>, given: ApprovalContext, asked: ChallengeDemand): boolean =>
  now.riskLevel > asked.riskLevel || rankOf(now.presence) > rankOf(given.presence)

const denied = (fault: string): Answer => ({ decision: 'deny', notes: [], fault })
const rankOf = (presence: Presence): number => PRESENCES.indexOf(presence) + 1
const strongest = (presences: readonly Presence[]): Presence => OFFERED[Math.max(...presences.map((presence) => PRESENCES.indexOf(presence)))] ?? 'typed'
const highest = (levels: readonly RiskLevel[]): RiskLevel => levels.reduce<RiskLevel>((a, b) => (b > a ? b : a), levels[0] ?? DEFAULT_RISK)

/** Of several policies the one that waits least decides: it is the one that ends in a denial first. */
const shortest = (lives: readonly number[]): number => (lives.length === 0 ? LIMITS.challengeLifeMs : Math.min(...lives))

/** Every offer from the least on: fewer people before more presence, because a second person costs most. */
function everyOffer(): readonly ApprovalContext[] {
  return Array.from({ length: MOST.approverCount }, (_, index) => OFFERED.map((presence) => ({ approverCount: index + 1, presence }))).flat()
}

function contextOf(call: Call, { signals, known }: CallFacts): Context {
  return {
    server: call.serverId,
    tool: call.tool,
    arguments: project(argumentsOf(call)),
    facts: { ...known },
    signals: signals.map(({ code }) => code),
    chain: { depth: call.chain.length, verified: isWhollyVerified(call.chain) },
  }
}

/** The arguments out of the very bytes that are hashed, shown and forwarded. */
function argumentsOf({ invocation }: Call): JsonObject {
  const { bytes, argumentsSpan } = invocation
  return toJsonValue(parseJson(bytes.subarray(argumentsSpan.start, argumentsSpan.end))) as JsonObject
}

function reasonOf({ verdict, notes, fault }: Answer & Pick<Judgement, 'verdict'>): string {
  if (fault !== null) return 'The policy could not be evaluated, so it denies.'
  const said = notes.flatMap(({ reason }) => reason ?? [])
  if (said.length > 0) return cutText(said.join(' '), 512)
  if (verdict === 'allow') return 'A policy permits it.'
  return notes.length === 0 ? 'No policy permits it.' : cutText(`Forbidden by ${notes.map(({ id }) => id).join(', ')}.`, 512)
}
