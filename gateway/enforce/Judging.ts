import type { EnforcerParts } from './api.ts'
import type { Asking } from './Asking.ts'
import type { Locks } from './Locks.ts'
import type { Pausing, Thread } from './Pausing.ts'
import type { Judgement } from './ports.ts'
import { deniedByPolicy, halted, mustRecoverFirst, pointFault } from './refusals.ts'
import { riskOf } from './riskOf.ts'
import type { Running } from './Running.ts'
import type { Waiter } from './Waiter.ts'

/** From here on nothing runs at a point that was restored from an old copy, until somebody has looked at it. */
const RISK_TO_RECOVER_FIRST = 3

export interface JudgingParts {
  readonly parts: EnforcerParts
  readonly locks: Locks
  readonly pausing: Pausing
  readonly running: Running
  readonly asking: Asking
}

/** What comes of a call that nobody has decided on: it runs, it is refused, a pause holds it, or people are asked. */
export class Judging {
  readonly #own: JudgingParts
  mustRecover: boolean

  constructor(own: JudgingParts) {
    this.#own = own
    this.mustRecover = own.parts.remembered.mustRecover
  }

  /** Judges a waiter's call; the waiter is answered whatever happens on the way. */
  consider(waiter: Waiter, thread: Thread | null): void {
    this.#considered(waiter, thread).catch((fault: unknown) => {
      this.#own.parts.announcer.problem(`A call could not be judged and did not run: ${fault instanceof Error ? fault.message : String(fault)}`)
      waiter.answer(pointFault())
    })
  }

  async #considered(waiter: Waiter, thread: Thread | null): Promise<void> {
    const { parts: { policy, journal, announcer }, locks, running, asking } = this.#own
    const { call } = waiter
    if (this.#isStopped(waiter, thread)) return
    const since = locks.epoch
    const judgement = await policy.judge(call)
    await journal.recordEvaluation(judgement.evaluation)
    announcer.evaluationRecorded(judgement.evaluation)
    // The caller may have left while the policy was asked or the disk was written; a stop may have come, or come and gone.
    if (!waiter.isWaiting) return waiter.leave()
    if (locks.isFenced(since, call)) return this.#considered(waiter, thread)
    const refusal = this.#refusalOf(judgement)
    if (refusal !== null) return waiter.answer(refusal)
    if (judgement.verdict === 'allow') return waiter.answer(running.forward(call, { evaluationId: judgement.evaluation.evaluation_id, challengeId: null, epoch: since, kids: [] }))
    if (judgement.terms !== null) await asking.ask(waiter, { ...judgement, terms: judgement.terms }, thread)
  }

  #refusalOf(judgement: Judgement) {
    const { verdict, terms, reason } = judgement
    if (verdict === 'deny' || (verdict === 'challenge' && terms === null)) return deniedByPolicy(reason)
    return this.mustRecover && riskOf(judgement) >= RISK_TO_RECOVER_FIRST ? mustRecoverFirst() : null
  }

  /** Under a halt the call is refused; under a pause it is held on, one that waited before in any case. */
  #isStopped(waiter: Waiter, thread: Thread | null): boolean {
    const effect = this.#own.locks.effectOn(waiter.call)
    if (effect === 'halt') waiter.answer(halted())
    if (effect === 'pause' && thread === null) this.#own.pausing.arrive(waiter)
    if (effect === 'pause' && thread !== null) this.#own.pausing.keep(waiter, thread)
    return effect !== null
  }

  /** A pause has ended: what still waits is judged as if it came now, in the order in which it came. */
  considerFreed(): void {
    for (const { waiter, thread } of this.#own.pausing.takeFree()) this.consider(waiter, thread)
  }
}
