import { randomBytes } from 'node:crypto'
import { encodeBytes } from '../../shared/evidence/index.ts'
import { plainText } from '../../shared/display/index.ts'
import { CLOSE, LIMITS, MINOR_VERSIONS, printTime, type CloseCode, type ConsoleBody, type Frame } from '../../shared/protocol/index.ts'
import type { MessageId } from '../../shared/domain/index.ts'
import { Attachment } from './Attachment.ts'
import { Connection } from './Connection.ts'
import type { Arrived } from './doorway.ts'
import type { PairingPeer } from './Pairing.ts'
import type { Room } from './Room.ts'
import { verifyAttach } from './verifyAttach.ts'

type Stage =
  | { readonly name: 'stranger' }
  | { readonly name: 'pairing' }
  | { readonly name: 'attaching' }
  | { readonly name: 'attached'; readonly attachment: Attachment }
  | { readonly name: 'over' }

/** So many frames that are none are forgiven an attached console; a stranger is forgiven none. */
const BAD_FRAMES_FORGIVEN = 8

/** One connection, from the hello to its end: a stranger for five seconds, then attached, pairing, or gone. */
export class Link implements PairingPeer {
  readonly nonce = encodeBytes(new Uint8Array(randomBytes(32)), 'base64url')
  readonly #room: Room
  readonly #connection: Connection
  readonly #channel: string
  readonly #onOver: () => void
  #stage: Stage = { name: 'stranger' }
  #badFrames = 0
  #cancelLimit: () => void

  constructor(room: Room, { socket, raw, channel }: Arrived, onOver: () => void) {
    const { state, time, newId, log } = room.parts
    this.#room = room
    this.#channel = channel
    this.#onOver = onOver
    this.#connection = new Connection({
      socket, raw, time, newId,
      ears: {
        onFrame: (frame) => this.#hear(frame),
        onBadFrame: (sentence, id) => this.#bad(sentence, id),
        onEnd: () => this.#ended(),
        onFault: (fault) => log(`The point failed over a frame of a console. ${String(fault).slice(0, 200)}`, { what: 'point_failed', code: 'internal' }),
      },
    })
    this.#cancelLimit = time.after(LIMITS.attachMs, () => this.#outstayed())
    const hello = { point: { ...state.point(), stream_id: room.streams.head.streamId }, nonce: this.nonce, versions: [...MINOR_VERSIONS], features: [], server_time: printTime(time.now().wallMs) }
    this.#connection.send('hello', hello)
  }

  get isStranger(): boolean {
    return this.#stage.name === 'stranger'
  }

  sendConfirm(accepted: boolean): void {
    this.#connection.send('pair.confirm', { accepted })
  }

  close(code: CloseCode, reason: string): void {
    this.#connection.close(code, reason)
    this.#ended()
  }

  /** It has not attached, and others want to. */
  crowdedOut(): void {
    this.#room.parts.log('A connection that had not attached was ended, because too many wait to.', { what: 'refused', code: 'unavailable' })
    this.cut()
  }

  /** Ends it without waiting for the other side. */
  cut(): void {
    this.#connection.cut()
    this.#ended()
  }

  #hear(frame: Frame<'console'>): void {
    const stage = this.#stage
    if (stage.name === 'over') return
    if (stage.name === 'attached') return stage.attachment.hear(frame)
    if (frame.type === 'attach' && stage.name === 'stranger') return void this.#attach(frame.body, frame.head.id).catch((fault) => this.#failed(fault))
    if (frame.type === 'pair.offer' || frame.type === 'pair.confirm') return this.#pair(frame)
    this.#bad(`a ${frame.type} before attach`, null)
  }

  #pair(frame: Extract<Frame<'console'>, { type: 'pair.offer' | 'pair.confirm' }>): void {
    const { pairing, parts } = this.#room
    if (this.#stage.name === 'attaching' || pairing?.admits(this, frame.type === 'pair.offer') !== true) {
      parts.log('A console wanted to pair, and nobody on this host is pairing.', { what: 'refused', code: 'forbidden' })
      return this.close(CLOSE.forbidden, 'nobody is pairing')
    }
    this.#becomesPairing()
    if (frame.type === 'pair.offer') pairing.offer(this, frame.body)
    else pairing.confirm(this, frame.body.accepted)
  }

  #becomesPairing(): void {
    this.#cancelLimit()
    if (this.#stage.name === 'stranger') this.#stage = { name: 'pairing' }
  }

  async #attach(body: ConsoleBody<'attach'>, re: MessageId): Promise<void> {
    const { state, pointKey, store, time, log } = this.#room.parts
    const verdict = verifyAttach(body, { pointId: state.point().point_id, pointKey, nonce: this.nonce, channel: this.#channel }, store.roster, time.now().wallMs)
    if (verdict.status === 'refused') {
      log(`A console was not let in. ${verdict.sentence}`, { what: 'attach_refused', code: verdict.code, console_id: body.console.console_id })
      this.#connection.sendError(verdict.code, verdict.sentence, re)
      return this.close(verdict.kind === 'forbidden' ? CLOSE.forbidden : CLOSE.unauthenticated, verdict.sentence)
    }
    this.#stage = { name: 'attaching' }
    this.#cancelLimit()
    this.#connection.liftByteLimit()
    if (body.statement !== undefined) await this.#room.look(body.statement)
    if (this.#stage.name !== 'attaching' || !this.#connection.isOpen) return
    const attachment = new Attachment(this.#room, this.#connection, verdict, { end: (code, reason) => this.close(code, reason), cut: () => this.cut(), bad: (sentence, id) => this.#bad(sentence, id) })
    this.#stage = { name: 'attached', attachment }
    attachment.begin(body.resume ?? null)
  }

  #failed(fault: unknown): void {
    this.#room.parts.log(`The point could not let a console in. ${String(fault).slice(0, 200)}`, { what: 'point_failed', code: 'internal' })
    this.close(CLOSE.pointFault, 'the point failed')
  }

  #bad(sentence: string, id: MessageId | null): void {
    const who = this.#stage.name === 'attached' ? 'an attached console' : 'a stranger'
    this.#room.parts.log(`A frame of ${who} was refused: it is ${plainText(sentence, 200)}.`, { what: 'bad_frame', code: 'bad_request' })
    if (id !== null) this.#connection.sendError('unsupported_type', 'This point does not know frames of that type.', id)
    if (this.#stage.name !== 'attached' || ++this.#badFrames > BAD_FRAMES_FORGIVEN) this.close(CLOSE.badFrame, 'a frame that is not as agreed')
  }

  /** Five seconds are over. One connection may stay on while somebody pairs; nobody else may. */
  #outstayed(): void {
    if (this.#stage.name !== 'stranger') return
    if (this.#room.pairing?.admits(this, false) === true) return this.#becomesPairing()
    this.#room.parts.log('A connection did not attach in time and was ended.', { what: 'refused', code: 'unauthenticated' })
    this.close(CLOSE.attachTimeout, 'no attach in time')
  }

  #ended(): void {
    const stage = this.#stage
    if (stage.name === 'over') return
    this.#stage = { name: 'over' }
    this.#cancelLimit()
    if (stage.name === 'attached') stage.attachment.end()
    this.#room.pairing?.gone(this)
    this.#onOver()
  }
}
