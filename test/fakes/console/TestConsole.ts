import { randomBytes } from 'node:crypto'
import { WebSocket } from 'ws'
import { toId, type ChallengeId, type LockTarget, type NewId, type Presence } from '../../../shared/domain/index.ts'
import { decodeBytes, encodeBytes, generatePrivateKey, hashBytes, importPublicKey, macOf, pairingWords, signEnvelope, verifyEnvelope, type PayloadName, type PublicKey } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import {
  PAYLOADS, printTime, readFrame, SUBPROTOCOL, writeConsoleFrame,
  type ChallengePayload, type ChallengeRecord, type ConsoleBody, type ConsoleFrameType, type DecisionPayload, type EnvelopeOnWire, type Frame, type LockReceiptPayload, type NamedActor, type PayloadNameInUse, type Payload, type PointBody, type ReceiptPayload,
} from '../../../shared/protocol/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import { TestLog } from './TestLog.ts'

type FromPoint = Frame<'point'>
type Of<T extends FromPoint['type']> = Extract<FromPoint, { readonly type: T }>

const newId: NewId = (kind) => toId(kind, uuidV7(Date.now(), randomBytes(10)))
const newNonce = () => encodeBytes(randomBytes(16), 'base64url')

/** What a challenge looks like to whoever has verified the point's signature on it. */
export interface SeenChallenge {
  readonly payload: ChallengePayload
  readonly challengeHash: string
}

/**
 * A console by hand, over a real socket: attaches, acknowledges, verifies and decides, with keys and a log of its own.
 * Shares nothing with the console that is built here but the protocol.
 */
export class TestConsole {
  readonly consoleId = newId('console')
  readonly key = generatePrivateKey()
  readonly reviewerKey = generatePrivateKey()
  readonly log = new TestLog(`console.example/${this.consoleId}`, this.key)
  readonly person: NamedActor
  readonly frames: FromPoint[] = []
  #socket: WebSocket | null = null
  #pointKey: PublicKey | null = null
  #attached: PointBody<'attached'> | null = null
  #proven = 0
  #statement: EnvelopeOnWire | null = null
  #waiting: (() => void)[] = []

  constructor(person: NamedActor = { iss: 'https://id.example', sub: 'ines', name: 'Ines Okafor' }) {
    this.person = person
  }

  /** How the point's host lets this console in. */
  enrolment(roles: readonly ('approver' | 'killer' | 'admin' | 'owner' | 'observer')[] = ['approver', 'killer', 'admin']) {
    return {
      command: 'enrol' as const,
      console: { console_id: this.consoleId, name: 'test console', key: this.key.publicKey.x },
      reviewer_key: this.reviewerKey.publicKey.x,
      log_origin: this.log.origin,
      person: this.person,
      roles: [...roles],
    }
  }

  /** Offers its keys under a code. @returns the eight words that it shows */
  async offer(address: string, code: string): Promise<readonly string[]> {
    const { point, nonce, key } = await this.#dial(address)
    const mine = newNonce()
    const value = {
      certificate_key: null, console_id: this.consoleId, console_key: this.key.publicKey.kid, console_nonce: mine, log_origin: this.log.origin,
      point_id: point.point_id, point_key: key.kid, point_nonce: nonce, reviewer_key: this.reviewerKey.publicKey.kid,
    }
    this.#send('pair.offer', {
      console: { console_id: this.consoleId, name: 'test console', version: '0', key: { ...this.key.publicKey } },
      reviewer_key: { ...this.reviewerKey.publicKey },
      log_origin: this.log.origin,
      nonce: mine,
      mac: macOf({ key: new TextEncoder().encode(code), purpose: 'pairing', value }),
    })
    return pairingWords({ pointKey: key.kid, consoleKey: this.key.publicKey.kid, reviewerKey: this.reviewerKey.publicKey.kid, certificateKey: null, code })
  }

  /** Says whether the words are the same. @returns what the point's side said */
  async confirm(accepted: boolean): Promise<boolean> {
    this.#send('pair.confirm', { accepted })
    return (await this.next('pair.confirm')).body.accepted
  }

  async #dial(address: string) {
    this.#socket?.terminate()
    this.frames.length = 0
    const socket = new WebSocket(address, SUBPROTOCOL, { perMessageDeflate: false })
    this.#socket = socket
    socket.on('message', (data: Buffer) => socket === this.#socket && this.#hear(new Uint8Array(data)))
    socket.on('close', () => this.#wake())
    socket.on('error', () => {})
    const { body: { point, nonce } } = await this.next('hello')
    const imported = importPublicKey(point.key.x)
    if (imported.status === 'refused') throw new Error('The point has a weak key')
    this.#pointKey = imported.key
    return { point, nonce, key: imported.key }
  }

  async attach(address: string): Promise<PointBody<'attached'>> {
    const { point, nonce, key } = await this.#dial(address)
    const mine = newNonce()
    const bound = {
      point_id: point.point_id, point_kid: key.kid, console_id: this.consoleId, console_kid: this.key.publicKey.kid, reviewer_kid: this.reviewerKey.publicKey.kid,
      point_nonce: nonce, console_nonce: mine, channel: 'loopback', at: printTime(Date.now()),
    }
    this.#send('attach', {
      console: { console_id: this.consoleId, name: 'test console', version: '0', key: { ...this.key.publicKey } },
      reviewer_kid: this.reviewerKey.publicKey.kid,
      nonce: mine,
      proof: signEnvelope({ name: 'attach', payload: { type: 'countersign.attach/v1', ...bound }, key: this.key }),
      ...(this.#statement === null ? {} : { statement: this.#statement }),
    })
    const { body } = await this.next('attached')
    this.#read('attached', body.proof)
    this.#attached = body
    this.#proven = body.log?.size ?? 0
    return body
  }

  /** The first frame of a type that fits, also one that has come already. */
  async next<T extends FromPoint['type']>(type: T, fits: (frame: Of<T>) => boolean = () => true): Promise<Of<T>> {
    for (;;) {
      const found = this.frames.find((frame): frame is Of<T> => frame.type === type && fits(frame as Of<T>))
      if (found !== undefined) return found
      if (this.#socket?.readyState === WebSocket.CLOSED) throw new Error(`The point closed the connection before a ${type} came`)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  /** The next challenge about a tool that was not looked at yet, its signature verified. */
  async nextChallenge(fits: (challenge: ChallengePayload) => boolean): Promise<SeenChallenge> {
    const { body } = await this.next('challenge.raised', (frame) => fits(this.seen(frame.body).payload))
    return this.seen(body)
  }

  /** Waits until the point says that a challenge stands so. */
  async nextState(challengeId: ChallengeId, fits: (record: ChallengeRecord) => boolean): Promise<ChallengeRecord> {
    const { body } = await this.next('challenge.updated', (frame) => this.seen(frame.body).payload.challenge_id === challengeId && fits(frame.body))
    return body
  }

  seen({ envelope }: ChallengeRecord): SeenChallenge {
    return { payload: this.#read('challenge', envelope), challengeHash: hashBytes(decodeBytes(envelope.payload, 'base64') ?? new Uint8Array()) }
  }

  async decide(seen: SeenChallenge, decision: 'approve' | 'deny', over: Partial<DecisionPayload> & { readonly method?: Presence; readonly withoutProof?: boolean } = {}): Promise<ReceiptPayload> {
    const { method = 'typed', withoutProof = false, ...changes } = over
    const { payload: challenge, challengeHash } = seen
    const at = printTime(Date.now())
    const payload: DecisionPayload = {
      type: 'countersign.decision/v1', decision_id: newId('decision'), challenge_id: challenge.challenge_id, challenge_hash: challengeHash, txn: challenge.txn, aud: challenge.point_id,
      decision, comment: 'looked at', action_hash: challenge.action_hash, invocation_hash: challenge.invocation_hash, chain_hash: challenge.chain_hash, policy_hash: challenge.policy.policy_hash,
      display_profile: challenge.display_profile, display_hash: challenge.display_hash, scope: { mode: 'once' }, reviewer: { iss: this.person.iss, sub: this.person.sub }, console_id: this.consoleId,
      nonce: challenge.nonce, epoch: challenge.epoch, shown_at: at, decided_at: at, presence: { method, at }, view_manifest_hash: hashBytes(new Uint8Array()),
      ...changes,
    }
    return this.sendDecision(this.#sign('decision', payload as unknown as JsonObject), withoutProof)
  }

  /** Sends an envelope as a decision and waits for the receipt on it. */
  async sendDecision(envelope: EnvelopeOnWire, withoutProof = false): Promise<ReceiptPayload> {
    const id = this.#send('challenge.decide', { envelope, ...(withoutProof ? {} : { proof: this.log.append(envelope, 'decision', this.#proven) }) })
    const receipt = this.#read('receipt', (await this.next('receipt', ({ head }) => head.re === id)).body.envelope)
    this.#proven = receipt.log?.size ?? 0
    return receipt
  }

  engage(target: LockTarget, effect: 'halt' | 'pause' = 'halt', lockId = newId('lock')): Promise<LockReceiptPayload> {
    return this.#lock('lock.engage', 'lock', { type: 'countersign.lock/v1', lock_id: lockId, target, effect, mode: 'abort_inflight', reason: '', drill: false, expires_at: null, ...this.#fresh() })
  }

  release(lockId: string, reason = 'looked at'): Promise<LockReceiptPayload> {
    return this.#lock('lock.release', 'release', { type: 'countersign.release/v1', lock_id: lockId, reason, presence: { method: 'typed', at: printTime(Date.now()) }, ...this.#fresh() })
  }

  close(): void {
    this.#socket?.close()
  }

  get attached(): PointBody<'attached'> | null {
    return this.#attached
  }

  async #lock(type: 'lock.engage' | 'lock.release', name: 'lock' | 'release', payload: object): Promise<LockReceiptPayload> {
    const envelope = this.#sign(name, payload as JsonObject)
    const id = this.#send(type, { envelope, proof: this.log.append(envelope, name, this.#proven) })
    const receipt = this.#read('lock-receipt', (await this.next('lock.receipt', ({ head }) => head.re === id)).body.envelope)
    this.#proven = receipt.log?.size ?? 0
    return receipt
  }

  #fresh() {
    const hello = this.frames.find((frame): frame is Of<'hello'> => frame.type === 'hello')
    return { nonce: newNonce(), aud: hello?.body.point.point_id ?? newId('point'), issued_at: printTime(Date.now()) }
  }

  #sign(name: PayloadName, payload: JsonObject): EnvelopeOnWire {
    return signEnvelope({ name, payload, key: this.reviewerKey })
  }

  /** The payload of something that the point signed; throws where it did not. */
  #read<N extends PayloadNameInUse>(name: N, envelope: EnvelopeOnWire): Payload<N> {
    const verdict = verifyEnvelope({ envelope, name, findKey: () => this.#pointKey ?? undefined })
    if (verdict.status === 'refused') throw new Error(`The point's ${name} is not good: ${verdict.reason}`)
    return PAYLOADS[name].parse(verdict.payload) as Payload<N>
  }

  #hear(bytes: Uint8Array): void {
    const read = readFrame('point', bytes)
    if (read.status !== 'read') throw new Error(`The point sent ${read.status === 'refused' ? read.reason : `a ${read.type}`}`)
    const { frame } = read
    const { stream, seq } = frame.head
    this.frames.push(frame)
    if (stream !== undefined && seq !== undefined) this.#send('ack', { stream, seq })
    if (frame.type === 'point.statement') this.#statement = frame.body.envelope
    if (frame.type === 'ping') this.#send('pong', { nonce: frame.body.nonce })
    this.#wake()
  }

  #wake(): void {
    for (const waiting of this.#waiting.splice(0)) waiting()
  }

  #send<T extends ConsoleFrameType>(type: T, body: ConsoleBody<T>) {
    const id = newId('message')
    this.#socket?.send(new TextDecoder().decode(writeConsoleFrame({ type, id, ts: printTime(Date.now()), body })))
    return id
  }
}
