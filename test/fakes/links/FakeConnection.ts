import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { signEnvelope, verifyEnvelope, type PrivateKey } from '../../../shared/evidence/index.ts'
import { PAYLOADS, printTime, readFrame, type AttachedPayload, type ConsoleBody, type Frame, type PointBody, type PointFrameType } from '../../../shared/protocol/index.ts'
import type { FakePoint } from './FakePoint.ts'

/** What a point may say otherwise than the truth. Each is given what it would have said. */
export interface Answers {
  readonly hello?: (hello: PointBody<'hello'>) => PointBody<'hello'>
  /** No hello at all. */
  readonly isMute?: boolean
  readonly proof?: (payload: AttachedPayload) => AttachedPayload
  readonly proofKey?: PrivateKey
  readonly attached?: (attached: PointBody<'attached'>) => PointBody<'attached'>
  /** Instead of any answer to attach. */
  readonly closeAttachWith?: number
  readonly snapshot?: (snapshot: PointBody<'snapshot'>) => readonly PointBody<'snapshot'>[]
  /** Sends nothing after attached on its own. */
  readonly holdsBack?: boolean
  readonly resetWith?: string
}

/** One connection to the fake point: answers as a point does, and keeps all that it has received. */
export class FakeConnection {
  readonly received: Frame<'console'>[] = []
  readonly channel: string
  readonly nonce = randomBytes(32).toString('base64url')
  isAttached = false
  closed: number | null = null
  readonly #point: FakePoint
  readonly #socket: WebSocket

  constructor(point: FakePoint, socket: WebSocket, channel: string) {
    this.#point = point
    this.#socket = socket
    this.channel = channel
    socket.on('message', (data: Buffer) => this.#hear(new Uint8Array(data)))
    socket.on('error', () => {})
    socket.on('close', (code) => {
      this.closed = code
      this.isAttached = false
      point.changed()
    })
    const { hello = (body) => body, isMute } = point.answers
    if (isMute !== true) this.send('hello', hello(point.hello(this.nonce)))
  }

  send<T extends PointFrameType>(type: T, body: PointBody<T>, place: { readonly stream?: 'control' | 'telemetry'; readonly seq?: number; readonly re?: string } = {}): void {
    this.sendBytes(this.#point.frameOf(type, body, place))
  }

  sendBytes(bytes: Uint8Array | string): void {
    this.#socket.send(bytes, { binary: false })
  }

  sendBinary(bytes: Uint8Array): void {
    this.#socket.send(bytes, { binary: true })
  }

  /** Writes the first bytes of a message, as WebSocket frames them, and cuts the connection behind them. */
  cutWithin(bytes: Uint8Array, length: number): void {
    this.isAttached = false
    const head = bytes.length < 126 ? Buffer.from([0x81, bytes.length]) : Buffer.from([0x81, 126, bytes.length >> 8, bytes.length & 0xff])
    this.#raw.end(Buffer.concat([head, bytes]).subarray(0, length))
  }

  cut(): void {
    this.#socket.terminate()
  }

  close(code: number): void {
    this.#socket.close(code)
  }

  get ofType() {
    return <T extends Frame<'console'>['type']>(type: T) => this.received.filter((frame): frame is Extract<Frame<'console'>, { type: T }> => frame.type === type)
  }

  /** The last number of a stream that the console has acknowledged. */
  acked(stream: 'control' | 'telemetry' = 'control'): number {
    return this.ofType('ack').findLast(({ body }) => body.stream === stream)?.body.seq ?? 0
  }

  get #raw(): Socket {
    return (this.#socket as unknown as { _socket: Socket })._socket
  }

  #hear(bytes: Uint8Array): void {
    const read = readFrame('console', bytes)
    if (read.status !== 'read') throw new Error(`The console sent what is no frame: ${JSON.stringify(read)}`)
    this.received.push(read.frame)
    if (read.frame.type === 'attach') this.#answerAttach(read.frame.body)
    if (read.frame.type === 'ping') this.send('pong', { nonce: read.frame.body.nonce })
    this.#point.changed()
  }

  #answerAttach(attach: ConsoleBody<'attach'>): void {
    const { answers, pointId, key, epoch, streamId, held } = this.#point
    const console = attach.console.key
    const verdict = verifyEnvelope({ envelope: attach.proof, name: 'attach', findKey: (kid) => (kid === console.kid ? (console as never) : undefined) })
    if (verdict.status !== 'verified') throw new Error(`The console's proof is bad: ${verdict.reason}`)
    const said = PAYLOADS.attach.parse(verdict.payload)
    const mine = { point_id: pointId, point_kid: key.publicKey.kid, console_id: attach.console.console_id, console_kid: console.kid, reviewer_kid: attach.reviewer_kid, point_nonce: this.nonce, console_nonce: attach.nonce, channel: this.channel }
    for (const [member, value] of Object.entries(mine)) if (said[member as keyof typeof mine] !== value) throw new Error(`The console's proof is over another ${member}`)
    if (answers.closeAttachWith !== undefined) {
      // A real point says why in words before it closes.
      if ([4401, 4403].includes(answers.closeAttachWith)) this.send('result', { ok: false, error: { code: 'unauthenticated', message: 'Click here to update', retryable: false } })
      return this.#socket.close(answers.closeAttachWith)
    }

    const payload: AttachedPayload = { ...said, ...mine, type: 'countersign.attached/v1', at: printTime(0) }
    const proof = signEnvelope({ name: 'attached', payload: { ...(answers.proof ?? ((same) => same))(payload) }, key: answers.proofKey ?? key })
    const from = attach.resume?.stream_id === streamId && answers.resetWith === undefined ? attach.resume : null
    const answerOf = (stream: 'control' | 'telemetry') => (from === null ? { outcome: 'reset' as const, reason: answers.resetWith ?? 'first attach', stream_id: streamId } : { outcome: 'resumed' as const, from: from[stream] + 1, to: held[stream].length })
    const attached: PointBody<'attached'> = { roles: ['approver', 'killer'], groups: [], reviewer: { iss: 'local', sub: 'ines', name: 'Ines' }, epoch, proof, log: null, control: answerOf('control'), telemetry: answerOf('telemetry') }
    this.send('attached', (answers.attached ?? ((same) => same))(attached))
    if (answers.holdsBack === true) return
    const asOf = from ?? { control: held.control.length, telemetry: held.telemetry.length }
    if (from === null) this.#sendSnapshot(asOf)
    for (const stream of ['control', 'telemetry'] as const) for (const bytes of held[stream].slice(asOf[stream])) this.sendBytes(bytes)
    this.isAttached = true
  }

  #sendSnapshot(asOf: { readonly control: number; readonly telemetry: number }): void {
    const { snapshot = (one) => [one] } = this.#point.answers
    for (const part of snapshot({ part: 1, parts: 1, agents: [], sessions: [], challenges: [], locks: [], as_of: { control: asOf.control, telemetry: asOf.telemetry } })) this.send('snapshot', part)
  }
}
