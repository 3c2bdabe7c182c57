import { expect } from 'vitest'
import { covers, type ChallengeId, type LockTarget } from '../../../shared/domain/index.ts'
import type { ChallengeRecord } from '../../../shared/protocol/index.ts'
import type { Call, Ruling } from '../../../gateway/enforce/ports.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { callOf, decisionOn, enforcing, lockOn, PRIYA, settled, type Enforcing } from './neighbours.ts'

export const HAPPENINGS = [
  'call', 'callOther', 'callOtherSession', 'callImpatient', 'callAgain', 'approve', 'approveOther', 'approveOld', 'approveStale', 'deny', 'passShort', 'passLong', 'wall', 'halt', 'haltSession', 'pause', 'release', 'releaseOldest',
  'leave', 'leaveFirst', 'endSession', 'revokeKey', 'break', 'mend', 'otherApproval', 'otherVerdict', 'restart', 'finish', 'settle', 'slowTransport', 'write',
] as const
export type Happening = (typeof HAPPENINGS)[number]

/** Writes in the middle of which something may happen. */
export const WRITES = ['challenge', 'decision approve', 'evaluation allow', 'evaluation challenge', 'consume', 'lock', 'release'] as const
export type Write = (typeof WRITES)[number]

interface Yes {
  readonly sub: string
  readonly kid: string
  readonly stampedEpoch: number
}

interface Granted {
  readonly call: Call
  readonly challengeId: ChallengeId | null
  /** The account of stops was so long when it was let go. */
  readonly since: number
}

interface Standing {
  readonly lockId: ReturnType<typeof lockOn>['lock_id']
  readonly target: LockTarget
}

/**
 * A point among fakes, and beside it the plainest account of what people have done: who said yes, what is stopped, who
 * has left. Every call that is let go is held against that account.
 */
export class ModelledPoint {
  #parts: Enforcing = enforcing()
  #generation = 0
  #count = 0
  #queued: readonly { readonly happening: Happening; readonly write: Write }[] = []
  #keys = 0
  readonly #calls: Call[] = []
  readonly #failures: unknown[] = []
  #rulings: Promise<void>[] = []
  readonly #gone = new Set<string>()
  readonly #answered = new Set<string>()
  readonly #let = new Map<string, Call>()
  /** Let go, and not written to the server yet. */
  #unwritten: readonly Granted[] = []
  #isSlow = false
  readonly #forwarded = new Set<ChallengeId>()
  readonly #denied = new Set<ChallengeId>()
  readonly #yes = new Map<ChallengeId, Yes[]>()
  #revoked: ReadonlySet<string> = new Set()
  readonly #stamps = new Map<ChallengeId, { readonly epoch: number; readonly action: string; readonly required: number }>()
  #revocations: readonly { readonly epoch: number; readonly target: LockTarget }[] = []
  #standing: Standing[] = []

  constructor(approvalsRequired: number) {
    this.#parts.policy.approvalsRequired = approvalsRequired
    this.#parts.journal.meanwhile = (what) => {
      const next = this.#queued.find(({ write }) => write === what)
      this.#queued = this.#queued.filter((one) => one !== next)
      if (next !== undefined) void this.happen(next.happening)
    }
  }

  /** Something that happens in the middle of the next write of a kind. */
  queue(happening: Happening, write: Write): void {
    this.#queued = [...this.#queued, { happening, write }]
  }

  /** How many calls ran on an approval: an account in which nothing ever runs proves nothing. */
  get ranOnApproval(): number {
    return this.#forwarded.size
  }

  async happen(happening: Happening): Promise<void> {
    const { enforcer, journal, policy, time, raised } = this.#parts
    const newest = raised.at(-1)
    switch (happening) {
      case 'call': return this.#call({})
      case 'callOther': return this.#call({ invocationHash: digestOf('b') })
      case 'callOtherSession': return this.#call({ sessionId: idOf('session', 2) })
      case 'callImpatient': return this.#call({ callerDeadline: this.#in(60_000) })
      case 'callAgain': return this.#call({ callerDeadline: this.#in(60_000), invocationHash: this.#calls.at(-1)?.invocationHash ?? digestOf('a') })
      case 'approve': return this.#approve(newest, 'ines', enforcer.epoch)
      case 'approveOther': return this.#approve(newest, 'jonas', enforcer.epoch)
      case 'approveOld': return this.#approve(raised[0], 'ines', enforcer.epoch)
      case 'approveStale': return this.#approve(newest, 'jonas', Math.max(0, enforcer.epoch - 1))
      case 'deny': {
        if (newest === undefined) return
        // From the moment in which it is accepted, nothing of it may run.
        const outcome = await enforcer.decide(decisionOn(newest, 'deny', { epoch: enforcer.epoch }))
        if (outcome.outcome === 'accepted') this.#denied.add(newest)
        return
      }
      case 'passShort': return time.pass(30_000)
      case 'passLong': return time.pass(200_000)
      case 'wall': return this.#parts.shiftWall(200_000)
      case 'halt': return this.#stop({ kind: 'all' }, 'halt')
      case 'haltSession': return this.#stop({ kind: 'session', value: idOf('session', 2) }, 'halt')
      case 'pause': return this.#stop({ kind: 'agent', value: idOf('agent') }, 'pause')
      case 'release': return this.#release(this.#standing.at(-1))
      case 'releaseOldest': return this.#release(this.#standing[0])
      case 'leave': return this.#leave(this.#calls.at(-1))
      case 'leaveFirst': return this.#leave(this.#calls.find(({ callId }) => !this.#gone.has(callId) && !this.#answered.has(callId)))
      case 'endSession': {
        for (const { callId, sessionId } of this.#calls) if (sessionId === idOf('session', 2) && !this.#let.has(callId)) this.#gone.add(callId)
        await enforcer.cancelWhere(({ sessionId }) => sessionId === idOf('session', 2), 'session_ended')
        return
      }
      case 'revokeKey': {
        const kid = this.#kidOf('ines')
        this.#keys++
        this.#revoked = new Set([...this.#revoked, kid])
        return enforcer.revokeKey(kid).catch(() => {})
      }
      case 'break': journal.isFailing = true; return
      case 'mend': journal.isFailing = false; return
      case 'otherApproval': policy.approvedVerdict = policy.approvedVerdict === 'allow' ? 'deny' : 'allow'; return
      case 'otherVerdict': policy.verdict = policy.verdict === 'challenge' ? 'allow' : 'challenge'; return
      case 'restart': return this.#restart()
      case 'finish': {
        const [callId, call] = [...this.#let][0] ?? []
        if (callId === undefined || call === undefined) return
        this.#let.delete(callId)
        this.#unwritten = this.#unwritten.filter((one) => one.call !== call)
        return enforcer.finished(call, { challenge_id: null, evaluation_id: idOf('evaluation'), outcome: 'forwarded', result: 'ok' })
      }
      case 'settle': return settled()
      case 'slowTransport': this.#isSlow = !this.#isSlow; return
      case 'write': return this.#write()
    }
  }

  /** Everything comes to its end: every caller has had an answer, and every challenge one outcome. */
  async end(): Promise<void> {
    const { journal, time } = this.#parts
    this.#queued = []
    journal.meanwhile = null
    journal.isFailing = false
    await settled()
    for (let hour = 0; hour < 4; hour++) {
      time.pass(3_600_000)
      await settled()
    }
    await Promise.all(this.#rulings)
    if (this.#failures.length > 0) throw this.#failures[0]
    this.#eachChallengeEndedOnce()
  }

  #call(over: Partial<Call>): void {
    const call = callOf({ callId: `call-${++this.#count}`, ...over })
    const generation = this.#generation
    this.#calls.push(call)
    this.#rulings.push(this.#parts.enforcer.judge(call).then((ruling) => {
      this.#answered.add(call.callId)
      // What a dead process says reaches nobody.
      if (generation === this.#generation && ruling.kind === 'forward') this.#holdAgainstAccount(call, ruling)
    }).catch((failure: unknown) => void this.#failures.push(failure)))
  }

  #holdAgainstAccount(call: Call, { challengeId }: Extract<Ruling, { kind: 'forward' }>): void {
    const { journal, time } = this.#parts
    this.#let.set(call.callId, call)
    expect(this.#gone.has(call.callId), 'it ran though its caller had left').toBe(false)
    expect(call.callerDeadline === null || call.callerDeadline.monotonicMs > time.now(), 'it ran though its caller had timed out').toBe(true)
    const granted = { call, challengeId, since: this.#revocations.length }
    this.#holdAgainstStops(granted)
    this.#unwritten = [...this.#unwritten, granted]
    if (!this.#isSlow) this.#write()
    if (challengeId === null) return
    const stamp = this.#stamps.get(challengeId)
    expect(journal.consumed.has(challengeId), 'it ran without its approval being consumed on disk').toBe(true)
    expect(this.#forwarded.has(challengeId), 'two calls ran on one approval').toBe(false)
    this.#forwarded.add(challengeId)
    expect(this.#denied.has(challengeId), 'it ran though it was denied').toBe(false)
    expect(journal.ended.get(challengeId), 'it ran though its challenge had ended').toBe(undefined)
    expect(stamp?.action, 'another action ran than was approved').toBe(call.invocationHash)
  }

  /** Its transport writes what was let go first, unless it is told at the last moment that it must not. */
  #write(): void {
    const [granted] = this.#unwritten
    this.#unwritten = this.#unwritten.slice(1)
    if (granted === undefined) return
    if (this.#parts.enforcer.lastLook(granted.call) !== null) return
    try {
      this.#holdAgainstStops(granted)
    } catch (failure) {
      this.#failures.push(failure)
    }
  }

  /** What must hold when it is let go, and as well when it is written. */
  #holdAgainstStops({ call, challengeId, since }: Granted): void {
    expect(this.#standing.filter(({ target }) => covers(target, this.#covered(call))), 'it ran under a stop').toEqual([])
    expect(this.#revocations.slice(since).filter(({ target }) => covers(target, this.#covered(call))), 'it ran though it was stopped since it was let go').toEqual([])
    if (challengeId === null) return
    this.#noteStamps()
    const stamp = this.#stamps.get(challengeId)
    expect(this.#revocations.filter(({ epoch, target }) => epoch > (stamp?.epoch ?? 0) && covers(target, this.#covered(call))), 'it ran though it was fenced').toEqual([])
    const good = (this.#yes.get(challengeId) ?? []).filter(({ kid, stampedEpoch }) => !this.#revoked.has(kid) && this.#revocations.every(({ epoch, target }) => epoch <= stampedEpoch || !covers(target, this.#covered(call))))
    expect(new Set(good.map(({ sub }) => sub)).size, 'it ran on fewer people than it needs').toBeGreaterThanOrEqual(stamp?.required ?? 1)
  }

  async #approve(challengeId: ChallengeId | undefined, sub: string, epoch: number): Promise<void> {
    if (challengeId === undefined) return
    const kid = this.#kidOf(sub)
    // Said before it is known whether it is taken: an approval that is refused must not count, and a call runs before the answer is read.
    const yes = { sub, kid, stampedEpoch: epoch }
    this.#yes.set(challengeId, [...(this.#yes.get(challengeId) ?? []), yes])
    await this.#parts.enforcer.decide(decisionOn(challengeId, 'approve', { sub, epoch, kid }))
  }

  async #stop(target: LockTarget, effect: 'halt' | 'pause'): Promise<void> {
    const order = lockOn(target, { n: 1_000 + ++this.#count, effect })
    this.#standing.push({ lockId: order.lock_id, target })
    this.#revocations = [...this.#revocations, { epoch: this.#parts.enforcer.epoch + 1, target }]
    await this.#parts.enforcer.engage(order, null)
  }

  async #release(standing: Standing | undefined): Promise<void> {
    if (standing === undefined) return
    const { enforcer, journal } = this.#parts
    // While it is being released nobody can say whether it holds; the account lets go as soon as the disk has it.
    const meanwhile = journal.recordRelease.bind(journal)
    journal.recordRelease = async (lock) => {
      await meanwhile(lock)
      this.#standing = this.#standing.filter(({ lockId }) => lockId !== lock.lock_id)
    }
    await enforcer.release(standing.lockId, PRIYA, null)
    journal.recordRelease = meanwhile
  }

  async #leave(call: Call | undefined): Promise<void> {
    if (call === undefined || this.#let.has(call.callId)) return
    this.#gone.add(call.callId)
    await this.#parts.enforcer.callerGone(call.callId)
  }

  /** The process dies where it stands, and another one finds its journal. */
  #restart(): void {
    const { journal, policy } = this.#parts
    this.#noteStamps()
    this.#generation++
    this.#rulings = []
    const next = enforcing(this.#parts)
    next.policy.approvalsRequired = policy.approvalsRequired
    this.#parts = next
    // A stop that was never written is lost with the memory that held it; the account knows only what was.
    this.#revocations = [...journal.revocations]
    this.#revoked = new Set(journal.revokedKeys.map(({ kid }) => kid))
    this.#standing = this.#standing.filter(({ lockId }) => journal.locks.get(lockId)?.released_at === undefined && journal.locks.has(lockId))
    for (const { callId } of this.#calls) if (!this.#let.has(callId)) this.#gone.add(callId)
    this.#let.clear()
    this.#unwritten = []
  }

  #noteStamps(): void {
    for (const { challengeId, epoch, call, judgement } of this.#parts.drafts) this.#stamps.set(challengeId, { epoch, action: call.invocationHash, required: judgement.terms.approvalsRequired })
  }

  #eachChallengeEndedOnce(): void {
    const seen = new Map<string, ChallengeRecord>()
    for (const record of this.#parts.updates) {
      const before = seen.get(record.envelope.payload)
      if (before !== undefined && before.state !== 'pending') {
        expect(record.state, 'an end has changed').toBe(before.state)
        if (before.enforcement !== undefined) expect(record.enforcement?.outcome, 'an outcome has changed').toBe(before.enforcement.outcome)
      }
      seen.set(record.envelope.payload, record)
    }
    for (const challengeId of this.#parts.raised) expect(seen.get(challengeId)?.state ?? 'pending', 'a challenge never ended').not.toBe('pending')
  }

  #kidOf = (sub: string) => `key ${sub === 'ines' ? this.#keys : 0} of ${sub}`
  #in = (ms: number) => ({ monotonicMs: this.#parts.time.now() + ms, wallMs: this.#parts.time.now() + ms + 400_000 })
  #covered = ({ agentId, sessionId, chain }: Call) => ({ pointId: idOf('point'), agentId, sessionId, chain })
}
