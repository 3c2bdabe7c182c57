import { randomBytes } from 'node:crypto'
import type { ConsoleId, MessageId } from '../../shared/domain/index.ts'
import { encodeBytes } from '../../shared/evidence/index.ts'
import { CLOSE, LIMITS, printTime, type CloseCode, type ConsoleBody, type Frame } from '../../shared/protocol/index.ts'
import { keepLogReset, readPayload, type Result } from './commands.ts'
import type { Connection } from './Connection.ts'
import { Outflow } from './Outflow.ts'
import { resumptionOf } from './resumptionOf.ts'
import { Pulse } from './Pulse.ts'
import { RateLimit } from './RateLimit.ts'
import { readUnverified } from './readChallenge.ts'
import type { Answer } from './ReceiptBook.ts'
import type { AttachedLink, Room } from './Room.ts'
import { isKeyGood, type Peer } from './signer.ts'
import { snapshotParts } from './snapshot.ts'
import { proveAttached, type AttachVerdict } from './verifyAttach.ts'

/** How an attachment ends its connection. */
interface Ending {
  readonly end: (code: CloseCode, reason: string) => void
  readonly cut: () => void
  readonly bad: (sentence: string, id: MessageId | null) => void
}

/** One console that is let in: its events go out, its commands come in, and silence ends it. */
export class Attachment implements AttachedLink {
  readonly #room: Room
  readonly #connection: Connection
  readonly #peer: Peer
  readonly #bound: Extract<AttachVerdict, { status: 'attached' }>['bound']
  readonly #ending: Ending
  readonly #rate: RateLimit
  #outflow: Outflow | null = null
  #statedEpoch = -1
  #isNewView = false
  readonly #pulse: Pulse
  #cancels: (() => void)[] = []

  constructor(room: Room, connection: Connection, { peer, bound }: Extract<AttachVerdict, { status: 'attached' }>, ending: Ending) {
    this.#room = room
    this.#connection = connection
    this.#peer = peer
    this.#bound = bound
    this.#ending = ending
    this.#rate = new RateLimit(room.parts.time)
    this.#pulse = new Pulse(room.parts.time, { onBeat: () => this.#guarded(() => this.#ping()), onSilence: () => ending.cut() })
  }

  get consoleId(): ConsoleId {
    return this.#peer.consoleId
  }

  get reviewerKid(): string {
    return this.#peer.reviewerKid
  }

  /** Answers the attach: our own proof, how the streams go on, a snapshot where they do not, and then what happens. */
  begin(resume: ConsoleBody<'attach'>['resume'] | null): void {
    const { streams, witness, views, parts } = this.#room
    streams.flush()
    this.#room.enter(this)
    this.#isNewView = views.isOther(this.#peer)
    const { from, control, telemetry } = resumptionOf(streams, resume ?? null, this.#isNewView)
    const { person, roles, groups, consoleId } = this.#peer
    this.#connection.send('attached', {
      roles: [...roles], groups: [...groups], reviewer: person, epoch: parts.state.point().epoch,
      proof: proveAttached(this.#bound, parts.pointKey, parts.time.now().wallMs), log: witness.headOf(consoleId), control, telemetry,
    })
    if (control.outcome === 'reset') for (const part of snapshotParts(parts.state, this.#peer, from)) this.#connection.send('snapshot', part)
    this.#state()
    this.#outflow = new Outflow({ streams, viewer: this.#peer, newId: parts.newId, time: parts.time, write: ({ type, body, ...over }) => this.#connection.send(type, body, over) }, from)
    this.#cancels.push(streams.onGrown(() => this.#pump()))
    this.#pump()
    this.#pulse.begin()
    parts.log('A console is attached.', { what: 'attached', console_id: consoleId })
  }

  hear(frame: Frame<'console'>): void {
    this.#pulse.heard()
    const { decisions, locks, parts } = this.#room
    const { id } = frame.head
    if (isTooLong(frame)) return this.#tooLong(frame.type, id)
    switch (frame.type) {
      case 'ack':
        return this.#ack(frame.body)
      case 'pong':
        return
      case 'ping':
        return this.#limited(id, () => this.#connection.send('pong', { nonce: frame.body.nonce }))
      // A denial or a stop is never made to wait by a count of commands.
      case 'challenge.decide':
        return isDenial(frame.body) ? this.#answer(decisions.decide(this.#peer, frame.body), 'receipt', id) : this.#limited(id, () => this.#answer(decisions.decide(this.#peer, frame.body), 'receipt', id))
      case 'lock.engage':
        return this.#answer(locks.engage(this.#peer, frame.body), 'lock.receipt', id)
      case 'lock.release':
        return this.#limited(id, () => this.#answer(locks.release(this.#peer, frame.body), 'lock.receipt', id))
      case 'log.reset':
        return this.#limited(id, () => this.#result(keepLogReset(frame.body, this.#peer, { state: parts.state, store: parts.store, nowMs: parts.time.now().wallMs }), id))
      case 'payload.get':
        return this.#limited(id, () => this.#result(readPayload(frame.body, this.#peer, parts.state), id))
      default:
        return this.#ending.bad(`a ${frame.type} in the middle of an attachment`, null)
    }
  }

  /** The connection is over; whoever holds this one calls it once. */
  end(code?: CloseCode, reason?: string): void {
    this.#room.leave(this)
    this.#pulse.stop()
    for (const cancel of this.#cancels) cancel()
    this.#cancels = []
    if (code !== undefined) return this.#ending.end(code, reason ?? '')
    this.#room.parts.log('A console is gone.', { what: 'detached', console_id: this.consoleId })
  }

  /** Before anything is read in it: what is signed is read several times, and everybody's stops wait meanwhile. */
  #tooLong(type: string, re: MessageId): void {
    this.#connection.sendError('too_large', `A signed order has ${LIMITS.signedOrderBytes} bytes at most.`, re)
    this.#ending.bad(`a ${type} that is too long`, null)
  }

  #ack({ stream, seq }: ConsoleBody<'ack'>): void {
    if (this.#outflow?.ack(stream, seq) === false) return this.#ending.end(CLOSE.windowViolated, 'an acknowledgement of what was never sent')
    // What it acknowledges came after the snapshot, so the snapshot has arrived as well.
    if (this.#isNewView && stream === 'control') this.#room.views.note(this.#peer)
    if (stream === 'control') this.#isNewView = false
  }

  #pump(): void {
    this.#guarded(() => {
      this.#outflow?.pump()
      if (this.#room.parts.state.point().epoch > this.#statedEpoch) this.#state()
    })
  }

  /** One console that cannot be served is no reason to end the point, or to keep anything from the others. */
  #guarded(work: () => void): void {
    try {
      work()
    } catch (fault) {
      this.#room.parts.log(`The point failed over what it had to tell a console. ${String(fault).slice(0, 200)}`, { what: 'point_failed', code: 'internal', console_id: this.consoleId })
      this.#ending.end(CLOSE.pointFault, 'the point failed')
    }
  }

  /** A key that was revoked or whose day has passed shows its holder nothing more. */
  get #isKeyGood(): boolean {
    const { store, time } = this.#room.parts
    const key = store.roster.findKey(this.#peer.reviewerKid)
    return key !== null && isKeyGood(key, time.now().wallMs)
  }

  #answer(work: Promise<Answer>, type: 'receipt' | 'lock.receipt', re: MessageId): void {
    const onAnswer = (answer: Answer) => {
      if (answer.kind === 'receipt') this.#connection.send(type, { envelope: answer.envelope }, { re })
      else if (answer.kind === 'result') this.#connection.sendError(answer.code, answer.sentence ?? SENTENCES[answer.code] ?? 'It was refused.', re)
      else this.#ending.end(CLOSE.pointFault, 'an answer that could not be kept')
      if (answer.kind !== 'cut' && answer.isForged) this.#ending.bad('signed by nobody who may', null)
    }
    work.then(onAnswer).catch((fault: unknown) => {
      this.#room.parts.log(`The point failed over a command of a console. ${String(fault).slice(0, 200)}`, { what: 'point_failed', code: 'internal', console_id: this.consoleId })
      this.#ending.end(CLOSE.pointFault, 'the point failed')
    })
  }

  #result(result: Result, re: MessageId): void {
    if (result.ok) return this.#connection.send('result', { ok: true, data: result.data }, { re })
    this.#room.parts.log(`A command of a console was refused. ${result.message}`, { what: 'command_refused', code: result.code, console_id: this.consoleId })
    this.#connection.sendError(result.code, result.message, re)
  }

  #limited(re: MessageId, work: () => void): void {
    const taken = this.#rate.take()
    if (taken === 'ok') return work()
    if (taken === 'abuse') return this.#ending.end(CLOSE.rateLimited, 'too many commands')
    this.#connection.sendError('rate_limited', 'Too many commands; send it again after a second.', re, 1_000)
  }

  #ping(): void {
    const { parts, streams } = this.#room
    if (!this.#isKeyGood) return this.#ending.end(CLOSE.forbidden, 'the reviewer key is no longer good')
    this.#connection.send('ping', { nonce: encodeBytes(new Uint8Array(randomBytes(16)), 'base64url'), server_time: printTime(parts.time.now().wallMs), epoch: parts.state.point().epoch, last_seq: streams.head.control })
    this.#state()
  }

  /** Not with each ping alone: what this console holds shows the point one day that an epoch was given out before. */
  #state(): void {
    this.#statedEpoch = this.#room.parts.state.point().epoch
    this.#connection.send('point.statement', { envelope: this.#room.statement() })
  }
}

const isTooLong = ({ body }: Frame<'console'>) => 'envelope' in body && (body.envelope.payload.length * 3) / 4 > LIMITS.signedOrderBytes
const isDenial = ({ envelope }: ConsoleBody<'challenge.decide'>) => readUnverified(envelope)?.['decision'] === 'deny'

const SENTENCES: Readonly<Record<string, string>> = {
  bad_request: 'The envelope names nothing that could be answered.',
  unavailable: 'The point could not do it now; send it again.',
}
