import { assertNever } from '../../shared/util/assertNever.ts'
import { nextCallStep, type CallEffect, type CallStatus } from './callSteps.ts'
import type { Clock } from './Clock.ts'
import { cancelFrame, lostResultFrame, progressFrame, refusalFrame } from './frames.ts'
import { makeInvocation } from './Invocation.ts'
import type { Judge, Leaving, Outcome, Refusal, SessionReport, ToolCall } from './Judge.ts'
import type { KnownTools, ToolLookup } from './KnownTools.ts'
import type { Outline } from './outlineMessage.ts'
import { ownRefusal } from './ownRefusals.ts'
import { readOutcome } from './readOutcome.ts'
import { argumentsOf, type ToolCallRequest } from './readToolCall.ts'
import { spliceArguments } from './spliceArguments.ts'

/** The first sign of life for a held call, and then one each. */
export const FIRST_PROGRESS_MS = 1_000
export const PROGRESS_EVERY_MS = 15_000
/** So small that the server's own progress, which comes later and usually begins at 1, still counts upwards from it. */
const PROGRESS_STEP = 0.001

export interface JourneyOptions {
  readonly request: ToolCallRequest
  readonly serverId: string
  readonly judge: Judge
  readonly tools: KnownTools
  readonly hash: (bytes: Uint8Array) => string
  readonly clock: Clock
  readonly progressEveryMs: number
  readonly toClient: (frame: Uint8Array) => void
  readonly toServer: (frame: Uint8Array) => void
  readonly onReport: (report: SessionReport) => void
  /** The call has a new status; called before anything is done about it. */
  readonly onStatus: (status: CallStatus) => void
}

type Happening =
  | { readonly kind: 'released'; readonly call: ToolCall; readonly frame: Uint8Array }
  | { readonly kind: 'refused' | 'abortAsked'; readonly refusal: Refusal }
  | { readonly kind: 'cancelled'; readonly frame: Uint8Array }
  | { readonly kind: 'clientGone' | 'forgotten' }
  | { readonly kind: 'serverGone'; readonly how: string }
  | { readonly kind: 'answered' | 'answeredTooLong'; readonly frame: Uint8Array; readonly outline: Extract<Outline, { kind: 'response' }> }

/** One call from its arrival to its outcome. Decides nothing but by `callSteps`, and does what a step asks for at once. */
export class CallJourney {
  readonly #options: JourneyOptions
  #status: CallStatus = 'waiting'
  #call: ToolCall | null = null
  #stopProgress = () => {}

  constructor(options: JourneyOptions) {
    this.#options = options
  }

  get status(): CallStatus {
    return this.#status
  }

  /** Null until the judge has been asked. */
  get call(): ToolCall | null {
    return this.#call
  }

  /** Sets the call on its way. Whatever fails on that way becomes a refusal; this never throws or rejects. */
  start(): void {
    this.#decide().catch((fault: unknown) => {
      this.#options.onReport({ kind: 'fault', why: fault instanceof Error ? fault.message : String(fault) })
      this.#block(ownRefusal('internal', 'The gateway failed while it judged this call.'))
    })
  }

  hear(happening: Exclude<Happening, { kind: 'released' | 'refused' }>): void {
    this.#take(happening)
  }

  async #decide(): Promise<void> {
    const { request, judge } = this.#options
    const found = await this.#find()
    if (this.#status !== 'waiting') return
    if (found.kind !== 'known') return this.#refuseOwn(refusalOf(found, request.tool))
    const call = this.#toolCall(found.definition.hash, found.definition.bytes)
    if (call === null) return
    this.#call = call
    this.#keepAlive(FIRST_PROGRESS_MS, 1)
    const verdict = await judge.judge(call)
    if (this.#status !== 'waiting') return
    if (verdict.kind !== 'forward') return this.#take({ kind: 'refused', refusal: verdict })
    await this.#release(call)
  }

  /** The last look before the call runs: the tool must be what was judged, and so must the bytes and what was seen around it. */
  async #release(call: ToolCall): Promise<void> {
    const found = await this.#find()
    if (this.#status !== 'waiting') return
    if (found.kind === 'unavailable') return this.#block(refusalOf(found, call.tool))
    if (found.kind !== 'known' || found.definition.hash !== call.definitionHash) return this.#block(ownRefusal('definition_changed', `The definition of the tool "${call.tool}" changed while the call waited.`))
    if (this.#options.hash(call.invocation.bytes) !== call.invocationHash) throw new Error('The bytes of an invocation changed after they were judged')
    const refusal = this.#options.judge.lastLook(call)
    if (refusal !== null) return this.#blockBy(refusal)
    this.#take({ kind: 'released', call, frame: spliceArguments(this.#options.request, call.invocation) })
  }

  #find(): Promise<ToolLookup> {
    const { tools, request } = this.#options
    return tools.find(request.tool, request.meta)
  }

  /** Null where there is no invocation; the caller has then been told. */
  #toolCall(definitionHash: string, definition: Uint8Array): ToolCall | null {
    const { request, serverId, hash } = this.#options
    const { id, tool, progressToken, meta, otherParams } = request
    const made = makeInvocation({ args: argumentsOf(request), definitionHash, serverId, tool })
    if (made.kind === 'refused') {
      this.#refuseOwn(ownRefusal(made.reason, made.why))
      return null
    }
    const { invocation } = made
    return { id, serverId, tool, invocation, invocationHash: hash(invocation.bytes), definitionHash, definition, hasProgressToken: progressToken !== null, meta, otherParams }
  }

  #refuseOwn(refusal: Refusal): void {
    this.#options.onReport({ kind: 'callRefused', tool: this.#options.request.tool, reason: refusal.reason })
    this.#take({ kind: 'refused', refusal })
  }

  #block(refusal: Refusal): void {
    this.#blockBy(refusal)
  }

  #blockBy(refusal: Refusal): void {
    if (this.#status !== 'waiting') return
    this.#refuseOwn(refusal)
    if (this.#call !== null) this.#options.judge.blocked(this.#call, refusal.reason)
  }

  #keepAlive(inMs: number, count: number): void {
    const { request: { progressToken }, clock, progressEveryMs, toClient } = this.#options
    if (progressToken === null) return
    this.#stopProgress = clock.after(Math.min(inMs, progressEveryMs), () => {
      toClient(progressFrame(progressToken, count * PROGRESS_STEP, 'Waiting for the decision on this call'))
      this.#keepAlive(progressEveryMs, count + 1)
    })
  }

  #take(happening: Happening): void {
    const { status, effects } = nextCallStep(this.#status, happening.kind)
    const isNew = status !== this.#status
    this.#status = status
    if (status !== 'waiting') this.#stopProgress()
    if (isNew) this.#options.onStatus(status)
    for (const effect of effects) this.#do(effect, happening)
  }

  #do(effect: CallEffect, happening: Happening): void {
    const { request, toClient, toServer, onReport } = this.#options
    switch (effect) {
      case 'forward':
        return this.#forward(happening)
      case 'answerRefusal':
        return toClient(refusalFrame(request, refusalIn(happening)))
      case 'tellJudgeItLeft':
        return this.#tellJudgeItLeft(leavingBy(happening))
      case 'passCancelOn':
        return happening.kind === 'cancelled' ? toServer(happening.frame) : undefined
      case 'askServerToCancel':
        return toServer(cancelFrame(request.id, 'The gateway gives this call up'))
      case 'relayAnswer':
        return happening.kind === 'answered' ? toClient(happening.frame) : undefined
      case 'answerLost':
        return toClient(lostResultFrame(request, lostText(happening)))
      case 'tellOutcome':
      case 'tellOutcomeUnknown':
        return this.#tellOutcome(this.#outcomeOf(happening))
      case 'dropAnswer':
        return onReport({ kind: 'answerDropped', id: request.id })
      default:
        return assertNever(effect)
    }
  }

  #forward(happening: Happening): void {
    if (happening.kind !== 'released') return
    this.#options.toServer(happening.frame)
    this.#options.judge.forwarded(happening.call)
  }

  #tellJudgeItLeft(why: Leaving): void {
    if (this.#call !== null) this.#options.judge.callerCancelled(this.#call, why)
  }

  #tellOutcome(outcome: Outcome): void {
    if (this.#call !== null) this.#options.judge.outcome(this.#call, outcome)
  }

  #outcomeOf(happening: Happening): Outcome {
    switch (happening.kind) {
      case 'answered':
      case 'answeredTooLong':
        return readOutcome(happening.frame, happening.outline, this.#options.hash)
      case 'serverGone':
        return { result: 'unknown', why: `The server ${happening.how}.` }
      default:
        return { result: 'unknown', why: 'The server never answered.' }
    }
  }
}

function refusalOf(found: Exclude<ToolLookup, { kind: 'known' }>, tool: string): Refusal {
  switch (found.kind) {
    case 'unknown':
      return ownRefusal('unknown_tool', `The server lists no tool named "${tool}".`)
    case 'ambiguous':
      return ownRefusal('ambiguous_tool', `The server lists two different tools named "${tool}".`)
    case 'unavailable':
      return ownRefusal('unavailable', 'The server did not say which tools it has.')
    default:
      return assertNever(found)
  }
}

function refusalIn(happening: Happening): Refusal {
  if (happening.kind === 'refused' || happening.kind === 'abortAsked') return happening.refusal
  return ownRefusal('unavailable', happening.kind === 'serverGone' ? `The tool server ${happening.how}.` : 'The gateway gave this call up.')
}

function leavingBy(happening: Happening): Leaving {
  if (happening.kind === 'cancelled') return 'cancelled'
  return happening.kind === 'serverGone' ? 'server_gone' : 'client_gone'
}

function lostText(happening: Happening): string {
  if (happening.kind === 'serverGone') return `The call was sent, and then the tool server ${happening.how}. Whether the call was run is not known. Look before you repeat it.`
  return 'The call was run, and its result is too long to be passed on. Ask for less at a time.'
}
