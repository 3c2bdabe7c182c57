import { createServer as createPlain, type Server } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { WebSocketServer } from 'ws'
import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import { printTime, SUBPROTOCOL, writePointFrame, type PointBody, type PointFrameType } from '../../../shared/protocol/index.ts'
import type { TestCertificate } from '../../builders/certificate.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { FakeConnection, type Answers } from './FakeConnection.ts'
import { nextId } from './nextId.ts'

type Sent = Uint8Array
export type StreamEventType = 'epoch.changed' | 'policy.changed' | 'gap' | 'lock.engaged'

/** A point on a real WebSocket server of this host that signs properly, unless a test tells it to lie. */
export class FakePoint {
  readonly key = generatePrivateKey()
  readonly pointId = nextId('point')
  streamId = idOf('stream')
  epoch = 7
  /** What a hello says where that is not the epoch of after the attach. */
  epochInHello: number | null = null
  /** What each connection answers instead of the truth. */
  answers: Answers = {}
  readonly connections: FakeConnection[] = []
  /** Every event of each stream, as the very bytes that are sent whenever it is sent. */
  readonly held: { readonly control: Sent[]; readonly telemetry: Sent[] } = { control: [], telemetry: [] }
  readonly #server: Server
  readonly #tls: TestCertificate | null
  #watchers: (() => void)[] = []

  private constructor(tls: TestCertificate | null) {
    this.#tls = tls
    this.#server = tls === null ? createPlain() : createTls({ cert: tls.cert, key: tls.key })
    const sockets = new WebSocketServer({ server: this.#server, perMessageDeflate: false, handleProtocols: () => SUBPROTOCOL })
    sockets.on('connection', (socket, request) => {
      const channel = tls === null ? 'loopback' : (request.socket as TLSSocket).exportKeyingMaterial(32, 'EXPORTER-countersign-v1', Buffer.alloc(0)).toString('base64url')
      this.connections.push(new FakeConnection(this, socket, channel))
      this.changed()
    })
  }

  static async open(tls: TestCertificate | null = null): Promise<FakePoint> {
    const point = new FakePoint(tls)
    await new Promise<void>((resolve) => void point.#server.listen(0, '127.0.0.1', resolve))
    return point
  }

  get address(): string {
    return `${this.#tls === null ? 'ws' : 'wss'}://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  get pin() {
    return { address: this.address, pointId: this.pointId, name: 'files', key: this.key.publicKey, certificateKey: this.#tls?.certificateKey ?? null }
  }

  get newest(): FakeConnection {
    const newest = this.connections.at(-1)
    if (newest === undefined) throw new Error('Nobody has connected')
    return newest
  }

  hello(nonce: string): PointBody<'hello'> {
    const { kid, alg, x } = this.key.publicKey
    return {
      point: { point_id: this.pointId, name: 'files', version: '1', key: { kid, alg, x }, policy_hash: digestOf('a'), mode: 'enforce', lock_mode: 'best_effort', stream_id: this.streamId, epoch: this.epochInHello ?? this.epoch, capabilities: [] },
      nonce, versions: ['1.0'], features: [], server_time: printTime(0),
    }
  }

  /** Adds an event to a stream and sends it to whoever is attached. */
  happen<T extends StreamEventType>(type: T, body: PointBody<T>, stream: 'control' | 'telemetry' = 'control', seq?: number): Uint8Array {
    const bytes = this.frameOf(type, body, { stream, seq: seq ?? this.held[stream].length + 1 })
    this.held[stream].push(bytes)
    for (const connection of this.connections) if (connection.isAttached) connection.sendBytes(bytes)
    return bytes
  }

  frameOf<T extends PointFrameType>(type: T, body: PointBody<T>, place: { readonly stream?: 'control' | 'telemetry'; readonly seq?: number; readonly re?: string } = {}): Uint8Array {
    return writePointFrame<T>({ type, id: nextId('message'), ts: printTime(0), body, ...(place as object) })
  }

  /** Resolves once something holds; looked at whenever anything was received. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => void this.#watchers.push(resolve))
  }

  changed(): void {
    const watchers = this.#watchers
    this.#watchers = []
    for (const watcher of watchers) watcher()
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.cut()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
