import { isId, isPresenceEnough, isSameActor, type LockId } from '../../shared/domain/index.ts'
import { hashJson } from '../../shared/evidence/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import { printTime, type ConsoleBody, type EnvelopeOnWire, type ErrorCode, type LockRecord, type Payload } from '../../shared/protocol/index.ts'
import type { RosterKey } from '../journal/ConsoleRoster.ts'
import type { DeskParts } from './DecisionDesk.ts'
import { makeLockReceipt, NO_EFFECT, type LockVerb, type LockVerdict } from './lockReceipt.ts'
import { mayEngage, mayRelease } from './lockRoles.ts'
import type { LockEffectReport } from './ports.ts'
import { payloadHashOf, type Answer } from './ReceiptBook.ts'
import { readUnverified } from './readChallenge.ts'
import { isKeyGood, verifySigned, type Peer } from './signer.ts'
import type { FindAgent } from './visibility.ts'

interface Order {
  readonly envelope: EnvelopeOnWire
  readonly envelopeHash: string
  readonly lockId: LockId
  readonly wasBegun: boolean
  readonly isUnread: boolean
}

/** How long the word of the first admin counts for a release of everything. */
const SECOND_ADMIN_MS = 10 * 60 * 1_000
/** So many stops of one person may hold at a time; of everything, twice as many, because that stop ends all others' need. */
const MOST_HELD_BY_ONE = 256

/** Where stops and their releases arrive. A stop needs a key and a role, and nothing more. */
export class LockDesk {
  readonly #parts: DeskParts

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  engage(peer: Peer, body: ConsoleBody<'lock.engage'>): Promise<Answer> {
    return this.#answer(peer, 'engage', body, (order) => this.#engage(peer, order))
  }

  /** Releases of one lock are taken one after the other, so that two that arrive together are not both the first. */
  release(peer: Peer, body: ConsoleBody<'lock.release'>): Promise<Answer> {
    return this.#answer(peer, 'release', body, (order) => this.#parts.book.inTurn(order.lockId, () => this.#release(peer, order)))
  }

  #answer(peer: Peer, verb: LockVerb, { envelope, proof }: ConsoleBody<'lock.engage'>, work: (order: Order) => Promise<LockVerdict>): Promise<Answer> {
    const { book, witness } = this.#parts
    return book.answer(envelope, async ({ envelopeHash, wasBegun, isUnread }) => {
      const lockId = readUnverified(envelope)?.['lock_id']
      if (!isId('lock', lockId)) return { kind: 'result', code: 'bad_request', isForged: true }
      if (isUnread && verb === 'release') return { kind: 'result', code: 'unavailable', isForged: false }
      const witnessed = witness.look(peer.consoleId, envelope, proof)
      const order = { envelope, envelopeHash, lockId, wasBegun, isUnread }
      const verdict = await work(order)
      if (verdict.status === 'failed') return { kind: 'result', code: 'unavailable', isForged: false, sentence: verdict.sentence }
      return this.#receipt(peer, verb, order, verdict, witnessed !== 'proven')
    })
  }

  async #engage({ consoleId }: Peer, { envelope, envelopeHash, lockId, wasBegun, isUnread }: Order): Promise<LockVerdict> {
    const { state, store, acts, book, time } = this.#parts
    const nowMs = time.now().wallMs
    const signed = verifySigned('lock', envelope, { consoleId, roster: store.roster, nowMs })
    if (signed.status === 'refused') return { ...refuse(signed.code), isForged: !signed.isSigned }
    // Where it cannot be read whether this very order was taken before, what stands in memory says so.
    if (!wasBegun && !isUnread && book.isKnown('engage', lockId)) return refuse('duplicate_request')
    const { payload, by } = signed
    if (!mayEngage(by, payload, this.#findAgent)) return refuse('forbidden')
    if (payload.aud !== state.point().point_id) return refuse('invalid_binding')
    // No version stops on a drill, and this one cannot rehearse: an order that means to stop nothing is refused whole.
    if (payload.drill) return refuse('unsupported_type')
    if (!isUnread && book.isNonceSpent(by.key.kid, payload.nonce, envelopeHash)) return refuse('replay')
    // It fell before, in this run or in one that ended before it could say so: it is not confirmed as any other stop.
    const standing = state.locks().find(({ lock_id }) => lock_id === lockId)
    if (standing !== undefined && !isSameStop(standing, payload, by)) return refuse('duplicate_request')
    if (standing === undefined && this.#hasTooMany(by, payload.target.kind)) return refuse('rate_limited')

    if (standing === undefined) book.begin({ envelopeHash, verb: 'engage', subjectId: lockId, kid: by.key.kid, nonce: payload.nonce }, true)
    return this.#tried(async () => {
      const report = await acts.engage(orderOf(payload, by, nowMs), envelope)
      // A receipt makes the console rest. A stop that is only in memory would be gone with this process.
      return report.isDurable ? { status: 'done', report } : { status: 'failed', sentence: 'The stop holds, but could not be written down yet, so it is not confirmed. Send it again.' }
    })
  }

  /**
   * A refused release uses nothing up: another one, with a longer press or by another person, is looked at anew. Only
   * after the lock has been released is every other envelope a duplicate. A lock on everything takes two: the receipt of
   * the first says `accepted`, because the word counts for ten minutes, at the epoch of now and with the error
   * `second_admin_needed`, because nothing has been released.
   */
  async #release({ consoleId }: Peer, { envelope, envelopeHash, lockId, wasBegun }: Order): Promise<LockVerdict> {
    const { state, store, acts, book, time } = this.#parts
    const nowMs = time.now().wallMs
    const signed = verifySigned('release', envelope, { consoleId, roster: store.roster, nowMs })
    if (signed.status === 'refused') return { ...refuse(signed.code), isForged: !signed.isSigned }
    if (book.isKnown('release', lockId)) return refuse('duplicate_request')
    const { payload, by } = signed
    const lock = state.locks().find(({ lock_id }) => lock_id === lockId)
    if (payload.aud !== state.point().point_id || lock === undefined) return refuse('invalid_binding')
    if (!mayRelease(by, lock, this.#findAgent)) return refuse('forbidden')
    if (book.isNonceSpent(by.key.kid, payload.nonce, envelopeHash)) return refuse('replay')
    if (lock.released_at !== undefined) return wasBegun ? { status: 'done', report: reportOf(lock) } : refuse('duplicate_request')
    const { method } = payload.presence
    if (method === 'os_prompt' || method === 'webauthn' || !isPresenceEnough(method, 'hold')) return refuse('presence_required')
    if (payload.reason.trim() === '') return refuse('payload_incomplete')

    if (!book.begin({ envelopeHash, verb: 'release', subjectId: lockId, kid: by.key.kid, nonce: payload.nonce }, false)) return { status: 'failed', sentence: null }
    return this.#tried(async () => {
      if (lock.target.kind === 'all') {
        store.commands.keepRelease(lockId, by.person, nowMs)
        if (!this.#isSeconded(lockId, by, nowMs)) return { status: 'counted' }
      }
      const done = await acts.release(lockId, by.person, envelope, payload.reason)
      if (done.status === 'released') return { status: 'done', report: done.report }
      // A refusal is final for this envelope; what the disk did not take now it may take the next time.
      return done.code === 'unavailable' ? { status: 'failed', sentence: null } : refuse(done.code)
    })
  }

  async #tried(work: () => Promise<LockVerdict>): Promise<LockVerdict> {
    try {
      return await work()
    } catch (fault) {
      this.#parts.log(`The point failed over a stop or its release; the console may send it again. ${String(fault).slice(0, 200)}`, { what: 'point_failed', code: 'unavailable' })
      return { status: 'failed', sentence: null }
    }
  }

  #receipt({ consoleId }: Peer, verb: LockVerb, { envelope, envelopeHash, lockId, isUnread }: Order, verdict: Exclude<LockVerdict, { status: 'failed' }>, logUnproven: boolean): Answer {
    const { key, state, witness, book, time, log } = this.#parts
    const receipt = makeLockReceipt({ key, lockId, verb, requestHash: payloadHashOf(envelope), verdict, epoch: state.point().epoch, nowMs: time.now().wallMs, log: witness.headOf(consoleId), logUnproven })
    // What was refused holds no id: lock ids are told to everybody, and whoever may not stop must not keep another from it.
    const holdsId = verdict.status === 'done'
    const isForged = verdict.status === 'refused' && (verdict.isForged ?? false)
    // What nobody signed who may is answered the same way each time, and takes no room that others need. A refusal from
    // half of what is known is not the last word.
    const isKept = !isForged && !(isUnread && verdict.status === 'refused')
    if (isKept) book.keep({ envelopeHash, verb, subjectId: lockId }, receipt, { effect: verdict.status === 'refused' ? 'none' : 'taken', holdsId })
    if (verdict.status === 'refused') log(`A stop or a release was refused: ${verdict.code}.`, { what: `${verb}_refused`, console_id: consoleId, code: verdict.code, details: { lock_id: lockId } })
    return { kind: 'receipt', envelope: receipt, isForged }
  }

  /** Stops are told whole to every console that comes; one person's must not be so many that none can come any more. */
  #hasTooMany({ person }: RosterKey, kind: LockRecord['target']['kind']): boolean {
    const held = this.#parts.state.locks().filter(({ released_at, created_by }) => released_at === undefined && isSameActor(created_by, person))
    return held.length >= (kind === 'all' ? 2 : 1) * MOST_HELD_BY_ONE
  }

  /** The word of another admin counts while that person is one still, with a key that is good and is not this one. */
  #isSeconded(lockId: LockId, { key, person }: RosterKey, nowMs: number): boolean {
    const { roster, commands } = this.#parts.store
    const admins = roster.all().flatMap(({ consoleId }) => roster.keysOf(consoleId)).filter((one) => one.roles.includes('admin') && isKeyGood(one, nowMs) && one.key.kid !== key.kid)
    const wishes = commands.releaseWishes(lockId, { fromMs: nowMs - SECOND_ADMIN_MS, toMs: nowMs })
    return wishes.some((other) => !isSameActor(other, person) && admins.some((admin) => isSameActor(admin.person, other)))
  }

  readonly #findAgent: FindAgent = (agentId) => this.#parts.state.agents().find(({ agent_id }) => agent_id === agentId)
}

const refuse = (code: ErrorCode) => ({ status: 'refused', code }) as const

const orderOf = ({ lock_id, target, effect, mode, reason, expires_at, drill }: Payload<'lock'>, { person }: RosterKey, nowMs: number): Omit<LockRecord, 'epoch' | 'released_at' | 'released_by'> => ({
  lock_id, target, effect, mode, ...(reason === '' ? {} : { reason }), initiating_entity: 'reviewer', created_at: printTime(nowMs), created_by: person, expires_at, drill,
})

/** Whether an order is for the very stop that stands under its id: of the same person, and no wider or weaker. */
function isSameStop({ created_by, target, effect, mode, expires_at, drill }: LockRecord, payload: Payload<'lock'>, { person }: RosterKey): boolean {
  return isSameActor(created_by, person) && hashStop({ target, effect, mode, expires_at, drill }) === hashStop(payload)
}

const hashStop = ({ target, effect, mode, expires_at, drill }: Pick<LockRecord, 'target' | 'effect' | 'mode' | 'expires_at' | 'drill'>): string => hashJson({ target: { ...target }, effect, mode, expires_at, drill } as JsonObject)

/** What is still known of a lock whose effect nobody could tell in time. */
const reportOf = ({ epoch, created_at, released_at }: LockRecord): LockEffectReport => ({ ...NO_EFFECT, epoch, atMs: Date.parse(released_at ?? created_at), isDurable: true })
