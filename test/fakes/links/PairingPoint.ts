import { createServer as createPlain, type Server } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { generatePrivateKey, isMacOf, pairingWords } from '../../../shared/evidence/index.ts'
import { encodeUtf8 } from '../../../shared/json/index.ts'
import { printTime, readFrame, SUBPROTOCOL, writePointFrame, type ConsoleBody, type PointBody, type PointFrameType } from '../../../shared/protocol/index.ts'
import type { TestCertificate } from '../../builders/certificate.ts'
import { digestOf, idOf, NONCE } from '../../builders/protocol.ts'
import { nextId } from './nextId.ts'

/** A point that waits for a console with a one-time code, on a real WebSocket server. */
export class PairingPoint {
  readonly key = generatePrivateKey()
  readonly pointId = idOf('point')
  readonly code = 'ABCD-EFGH-2345'
  readonly #server: Server
  readonly #tls: TestCertificate | null
  /** What the point's terminal shows once the mac was good. */
  words: readonly string[] | null = null
  confirmed: boolean | null = null
  offer: ConsoleBody<'pair.offer'> | null = null
  socket: WebSocket | null = null
  connections = 0
  hello: (hello: PointBody<'hello'>) => PointBody<'hello'> = (hello) => hello
  isMute = false
  #watchers: (() => void)[] = []

  private constructor(tls: TestCertificate | null) {
    this.#tls = tls
    this.#server = tls === null ? createPlain() : createTls({ cert: tls.cert, key: tls.key })
    new WebSocketServer({ server: this.#server, perMessageDeflate: false, handleProtocols: () => SUBPROTOCOL }).on('connection', (socket) => this.#greet(socket))
  }

  static async open(tls: TestCertificate | null = null): Promise<PairingPoint> {
    const point = new PairingPoint(tls)
    await new Promise<void>((resolve) => void point.#server.listen(0, '127.0.0.1', resolve))
    return point
  }

  get address(): string {
    return `${this.#tls === null ? 'ws' : 'wss'}://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  send<T extends PointFrameType>(type: T, body: PointBody<T>): void {
    this.socket?.send(writePointFrame<T>({ type, id: nextId('message'), ts: printTime(0), body }), { binary: false })
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => void this.#watchers.push(resolve))
  }

  async close(): Promise<void> {
    this.socket?.terminate()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #greet(socket: WebSocket): void {
    this.socket = socket
    this.connections += 1
    socket.on('error', () => {})
    socket.on('message', (data: Buffer) => this.#hear(new Uint8Array(data)))
    const { kid, alg, x } = this.key.publicKey
    const hello: PointBody<'hello'> = { point: { point_id: this.pointId, name: 'files', version: '1', key: { kid, alg, x }, policy_hash: digestOf('a'), mode: 'enforce', lock_mode: 'best_effort', stream_id: idOf('stream'), epoch: 1, capabilities: [] }, nonce: NONCE, versions: ['1.0'], features: [], server_time: printTime(0) }
    if (!this.isMute) this.send('hello', this.hello(hello))
    this.#changed()
  }

  #hear(bytes: Uint8Array): void {
    const read = readFrame('console', bytes)
    if (read.status !== 'read') throw new Error('The console sent what is no frame')
    if (read.frame.type === 'pair.offer') this.#weigh(read.frame.body)
    if (read.frame.type === 'pair.confirm') this.confirmed = read.frame.body.accepted
    this.#changed()
  }

  #weigh(offer: ConsoleBody<'pair.offer'>): void {
    this.offer = offer
    const [point_key, console_key, reviewer_key, certificate_key] = [this.key.publicKey.kid, offer.console.key.kid, offer.reviewer_key.kid, this.#tls?.certificateKey ?? null]
    const value = { certificate_key, console_id: offer.console.console_id, console_key, console_nonce: offer.nonce, log_origin: offer.log_origin, point_id: this.pointId, point_key, point_nonce: NONCE, reviewer_key }
    if (!isMacOf({ key: encodeUtf8(this.code), purpose: 'pairing', value, mac: offer.mac })) return this.socket?.close(4401)
    this.words = pairingWords({ pointKey: point_key, consoleKey: console_key, reviewerKey: reviewer_key, certificateKey: certificate_key, code: this.code })
  }

  #changed(): void {
    for (const watcher of this.#watchers.splice(0)) watcher()
  }
}
