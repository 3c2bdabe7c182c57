import { randomBytes } from 'node:crypto'
import { WebSocket } from 'ws'
import { toId, type ConsoleId, type IdKind } from '../../../shared/domain/index.ts'
import { encodeBytes, generatePrivateKey, hashJson, signEnvelope, type PrivateKey } from '../../../shared/evidence/index.ts'
import { PAYLOADS, readFrame, SUBPROTOCOL, writeConsoleFrame, type ChallengePayload, type ConsoleBody, type ConsoleFrameType, type DecisionPayload, type EnvelopeOnWire, type Frame, type LockPayload, type LockReceiptPayload, type NamedActor, type PointBody, type PointFrameType, type ReceiptPayload, type ReleasePayload } from '../../../shared/protocol/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import { digestOf, NOW } from '../../builders/protocol.ts'
import { MemoryLog } from './MemoryLog.ts'

export const freshId = <K extends IdKind>(kind: K) => toId(kind, uuidV7(1_763_780_000_000, randomBytes(10)))
export const freshNonce = () => encodeBytes(new Uint8Array(randomBytes(16)), 'base64url')

/** One connection of a real WebSocket client, with everything that it heard. */
export class TestWire {
  readonly socket: WebSocket
  readonly frames: Frame<'point'>[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  /** False where the test acknowledges by itself. */
  acknowledges = true
  #taken = 0
  #listeners: (() => void)[] = []
  #isClosed = false

  constructor(url: string, options: ConstructorParameters<typeof WebSocket>[2] = {}, protocols: string[] = [SUBPROTOCOL]) {
    this.socket = new WebSocket(url, protocols, { perMessageDeflate: false, ...options })
    this.socket.on('message', (data: Buffer) => {
      const read = readFrame('point', new Uint8Array(data))
      if (read.status !== 'read') throw new Error(`The point sent what is no frame: ${JSON.stringify(read)}`)
      this.frames.push(read.frame)
      const { stream, seq } = read.frame.head
      if (this.acknowledges && stream !== undefined && seq !== undefined) this.send('ack', { stream, seq: read.frame.type === 'gap' ? read.frame.body.to : seq })
      this.#wake()
    })
    this.socket.on('error', () => {})
    this.closed = new Promise((resolve) => this.socket.once('close', (code, reason) => {
      this.#isClosed = true
      resolve({ code, reason: reason.toString() })
      this.#wake()
    }))
  }

  send<T extends ConsoleFrameType>(type: T, body: ConsoleBody<T>) {
    const id = freshId('message')
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(writeConsoleFrame({ type, id, ts: NOW, body }), { binary: false })
    return id
  }

  /** The next frame of a type, from where the last one was taken; what lies between is passed over. */
  async next<T extends PointFrameType>(type: T): Promise<Extract<Frame<'point'>, { type: T }>> {
    for (;;) {
      while (this.#taken < this.frames.length) {
        const frame = this.frames[this.#taken++]
        if (frame?.type === type) return frame as Extract<Frame<'point'>, { type: T }>
      }
      await this.#more(`a ${type}`)
    }
  }

  /** The frame that answers a command. */
  async answer(id: string): Promise<Frame<'point'>> {
    for (;;) {
      const found = this.frames.find(({ head }) => head.re === id)
      if (found !== undefined) return found
      await this.#more('an answer')
    }
  }

  /** Resolves once the frames that were heard are as the test wants them. */
  async until(isThere: () => boolean): Promise<void> {
    while (!isThere()) await this.#more('what the test waits for')
  }

  #more(what: string): Promise<void> {
    if (this.#isClosed) throw new Error(`The connection ended before ${what} came`)
    return new Promise((resolve) => this.#listeners.push(resolve))
  }

  #wake(): void {
    const listeners = this.#listeners
    this.#listeners = []
    for (const listener of listeners) listener()
  }
}

/** A console in the test's hands: real keys, a real log, and nothing that keeps it honest. */
export class ScriptedConsole {
  readonly consoleId: ConsoleId = freshId('console')
  readonly key = generatePrivateKey()
  reviewer: PrivateKey = generatePrivateKey()
  readonly person: NamedActor
  readonly log: MemoryLog
  statement: EnvelopeOnWire | undefined
  /** The size of the tree that the point named last. */
  since = 0

  constructor(person: NamedActor = { iss: 'https://id.example', sub: `ines-${randomBytes(4).toString('hex')}`, name: 'Ines' }) {
    this.person = person
    this.log = new MemoryLog(`log.example/${this.consoleId}`, this.key)
  }

  get facts(): ConsoleBody<'attach'>['console'] {
    return { console_id: this.consoleId, name: 'Ines at her desk', version: '0.0.0', key: { ...this.key.publicKey } }
  }

  attachBody(hello: PointBody<'hello'>, over: { resume?: ConsoleBody<'attach'>['resume']; channel?: string; key?: PrivateKey; nonce?: string; bound?: object } = {}): ConsoleBody<'attach'> {
    const nonce = over.nonce ?? freshNonce()
    const payload = {
      type: 'countersign.attach/v1', point_id: hello.point.point_id, point_kid: hello.point.key.kid, console_id: this.consoleId, console_kid: this.key.publicKey.kid,
      reviewer_kid: this.reviewer.publicKey.kid, point_nonce: hello.nonce, console_nonce: nonce, channel: over.channel ?? 'loopback', at: NOW, ...over.bound,
    }
    return {
      console: this.facts, reviewer_kid: this.reviewer.publicKey.kid, nonce,
      proof: signEnvelope({ name: 'attach', payload: payload as never, key: over.key ?? this.key }),
      ...(over.resume === undefined ? {} : { resume: over.resume }),
      ...(this.statement === undefined ? {} : { statement: this.statement }),
    }
  }

  decisionOn(challenge: ChallengePayload, decision: 'approve' | 'deny', over: Partial<DecisionPayload> = {}): DecisionPayload {
    return {
      type: 'countersign.decision/v1', decision_id: freshId('decision'), challenge_id: challenge.challenge_id, challenge_hash: hashJson(challenge as never), txn: challenge.txn,
      aud: challenge.point_id, decision, comment: 'It is the file that I asked for.', action_hash: challenge.action_hash, invocation_hash: challenge.invocation_hash,
      chain_hash: challenge.chain_hash, policy_hash: challenge.policy.policy_hash, display_profile: challenge.display_profile, display_hash: challenge.display_hash,
      scope: { mode: 'once' }, reviewer: { iss: this.person.iss, sub: this.person.sub }, console_id: this.consoleId, nonce: challenge.nonce, epoch: challenge.epoch,
      shown_at: NOW, decided_at: NOW, presence: { method: 'hold', at: NOW }, view_manifest_hash: digestOf('0'), ...over,
    }
  }

  sign(name: 'decision' | 'lock' | 'release', payload: object, key = this.reviewer): EnvelopeOnWire {
    return signEnvelope({ name, payload: payload as never, key })
  }

  /** Signs, logs, and gives what travels. */
  decide(challenge: ChallengePayload, decision: 'approve' | 'deny', over: Partial<DecisionPayload> = {}): ConsoleBody<'challenge.decide'> {
    const envelope = this.sign('decision', this.decisionOn(challenge, decision, over))
    return { envelope, proof: this.log.proof(this.log.append(envelope), this.since) }
  }

  lock(over: Partial<LockPayload> & Pick<LockPayload, 'aud'>): ConsoleBody<'lock.engage'> {
    const payload: LockPayload = { type: 'countersign.lock/v1', lock_id: freshId('lock'), target: { kind: 'all' }, effect: 'halt', mode: 'abort_inflight', reason: '', drill: false, expires_at: null, nonce: freshNonce(), issued_at: NOW, ...over }
    return { envelope: this.sign('lock', payload) }
  }

  release(over: Partial<ReleasePayload> & Pick<ReleasePayload, 'aud' | 'lock_id'>): ConsoleBody<'lock.release'> {
    const payload: ReleasePayload = { type: 'countersign.release/v1', reason: 'It was looked at.', presence: { method: 'hold', at: NOW }, nonce: freshNonce(), issued_at: NOW, ...over }
    return { envelope: this.sign('release', payload) }
  }
}

/** What a receipt says; that the point signed it is for the test that asks. */
export function readReceipt(frame: Frame<'point'>): ReceiptPayload {
  if (frame.type !== 'receipt') throw new Error(`Not a receipt but ${JSON.stringify(frame.body)}`)
  return PAYLOADS.receipt.parse(JSON.parse(Buffer.from(frame.body.envelope.payload, 'base64').toString()))
}

export function readLockReceipt(frame: Frame<'point'>): LockReceiptPayload {
  if (frame.type !== 'lock.receipt') throw new Error(`Not a receipt but ${JSON.stringify(frame.body)}`)
  return PAYLOADS['lock-receipt'].parse(JSON.parse(Buffer.from(frame.body.envelope.payload, 'base64').toString()))
}
