import type { Actor, ChallengeId, DecisionId, Revocation } from '../../../shared/domain/index.ts'
import { printTime, type EnforcementRecord, type Evaluation, type LockRecord } from '../../../shared/protocol/index.ts'
import type { DecisionEntry, EndedChallenge, Journal, MadeChallenge, Remembered, RevokedKey } from '../../../gateway/enforce/ports.ts'

interface Kept {
  readonly made: MadeChallenge
  state: EndedChallenge['record']['state']
  consumed: boolean
  endedAtMs: number | null
  readonly approvals: { readonly sub: string; readonly kid: string; readonly decisionId: DecisionId; isVoid: boolean }[]
}

/** A journal in memory that keeps the conditions of the real one, fails when the test says so, and outlives a restart. */
export class FakeJournal implements Journal {
  readonly written: string[] = []
  readonly consumed = new Set<ChallengeId>()
  readonly ended = new Map<ChallengeId, string>()
  readonly locks = new Map<string, LockRecord>()
  readonly enforcements: EnforcementRecord[] = []
  readonly revokedKeys: RevokedKey[] = []
  readonly revocations: Revocation[] = []
  readonly challenges = new Map<ChallengeId, Kept>()
  mustRecover = false
  isFailing = false
  /** What happens while something is being written, by what is written. */
  meanwhile: ((what: string) => void) | null = null

  async recordEvaluation(evaluation: Evaluation) {
    await this.#write(`evaluation ${evaluation.verdict}`)
  }

  async recordChallenge(made: MadeChallenge) {
    await this.#write('challenge')
    this.challenges.set(made.payload.challenge_id, { made, state: 'pending', consumed: false, endedAtMs: null, approvals: [] })
  }

  async recordDecision({ challengeId, verdict, reviewer, kid, decisionId, now }: DecisionEntry): Promise<number | null> {
    await this.#write(`decision ${verdict}`)
    const kept = this.challenges.get(challengeId)
    if (kept === undefined || kept.state !== 'pending') return null
    if (verdict === 'deny') this.#end(kept, 'denied', now.wallMs)
    else kept.approvals.push({ sub: reviewer.sub, kid, decisionId, isVoid: false })
    const count = new Set(kept.approvals.filter(({ isVoid }) => !isVoid).map(({ sub }) => sub)).size
    if (verdict === 'approve' && count >= kept.made.payload.approvals_required) {
      kept.state = 'approved'
      kept.endedAtMs = now.wallMs
    }
    return count
  }

  async endChallenge(challengeId: ChallengeId, { state, atMs }: Parameters<Journal['endChallenge']>[1]) {
    await this.#write(`end ${state}`)
    const kept = this.challenges.get(challengeId)
    if (kept?.state === 'pending') this.#end(kept, state, atMs)
  }

  async consume(challengeId: ChallengeId): Promise<boolean> {
    await this.#write('consume')
    const kept = this.challenges.get(challengeId)
    if (kept === undefined || kept.state !== 'approved' || kept.consumed) return false
    kept.consumed = true
    this.consumed.add(challengeId)
    return true
  }

  async recordEnforcement(record: EnforcementRecord) {
    await this.#write(`enforcement ${record.outcome}`)
    this.enforcements.push(record)
    const kept = record.challenge_id === null ? undefined : this.challenges.get(record.challenge_id)
    if (kept !== undefined && record.outcome !== 'forwarded') kept.consumed = true
  }

  async recordLock(lock: LockRecord) {
    await this.#write('lock')
    this.locks.set(lock.lock_id, lock)
    this.revocations.push({ epoch: lock.epoch, target: lock.target })
  }

  async recordRelease(lock: LockRecord) {
    await this.#write('release')
    this.locks.set(lock.lock_id, lock)
  }

  async recordKeyRevocation(revoked: RevokedKey) {
    await this.#write('key revocation')
    this.revokedKeys.push(revoked)
    for (const kept of this.challenges.values()) {
      const isTouched = kept.approvals.some(({ kid, isVoid }) => kid === revoked.kid && !isVoid)
      if (kept.state === 'approved' && isTouched) kept.consumed = true
      if (kept.state === 'pending') for (const approval of kept.approvals) if (approval.kid === revoked.kid) approval.isVoid = true
    }
  }

  async recordVoiding(revocation: Revocation) {
    await this.#write('voiding')
    this.revocations.push(revocation)
    this.mustRecover = true
  }

  async recordRecovery() {
    await this.#write('recovery')
    this.mustRecover = false
  }

  findChallenge(challengeId: ChallengeId): EndedChallenge | null {
    const kept = this.challenges.get(challengeId)
    return kept === undefined ? null : { ...kept.made, record: { envelope: kept.made.envelope, state: kept.state, decided_count: kept.approvals.length, ...(kept.endedAtMs === null ? {} : { ended_at: printTime(kept.endedAtMs) }) } }
  }

  decisionsOf(challengeId: ChallengeId, { sub }: Actor): readonly DecisionId[] {
    return this.challenges.get(challengeId)?.approvals.filter((approval) => approval.sub === sub).map(({ decisionId }) => decisionId) ?? []
  }

  /** What a point that starts anew finds; what was open is over then. */
  restart(nowMs: number): Remembered {
    for (const kept of this.challenges.values()) {
      if (kept.state === 'approved') kept.consumed = true
      if (kept.state === 'pending') this.#end(kept, 'cancelled', nowMs)
    }
    const epochs = [...this.revocations, ...this.revokedKeys].map(({ epoch }) => epoch)
    const challenges = [...this.challenges.keys()].flatMap((id) => this.findChallenge(id) ?? [])
    return { epoch: Math.max(0, ...epochs), locks: [...this.locks.values()], revocations: [...this.revocations], revokedKeys: [...this.revokedKeys], challenges, mustRecover: this.mustRecover }
  }

  #end(kept: Kept, state: Kept['state'], atMs: number): void {
    kept.state = state
    kept.endedAtMs = atMs
    this.ended.set(kept.made.payload.challenge_id, state)
  }

  async #write(what: string): Promise<void> {
    this.meanwhile?.(what)
    await Promise.resolve()
    if (this.isFailing) throw new Error('SQLITE_FULL')
    this.written.push(what)
  }
}
