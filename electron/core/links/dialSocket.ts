import { Buffer } from 'node:buffer'
import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { WebSocket, type ClientOptions, type RawData } from 'ws'
import { encodeBytes, hashBytes } from '../../../shared/evidence/index.ts'
import { LIMITS, SUBPROTOCOL } from '../../../shared/protocol/index.ts'
import { isLoopbackHost } from './address.ts'
import type { Dial, DialEnd, DialTarget, Wire } from './Dial.ts'

const EXPORTER_LABEL = 'EXPORTER-countersign-v1'
const EXPORTER_BYTES = 32
/** How long a closing handshake may take before the socket is cut. */
const CLOSING_MS = 2_000

type Options = ClientOptions & { readonly closeTimeout: number }
type Channel = Pick<Wire, 'channel' | 'certificateKey'>
type Vetting = { readonly status: 'fit'; readonly channel: Channel } | { readonly status: 'unfit'; readonly end: DialEnd }

/**
 * Connects by WebSocket (RFC 6455). The HTTP request is held back until the other side has been looked at: over TLS
 * the key in its certificate must be the pinned one, without TLS its address must be one of this host. Who signed the
 * certificate, for which name and until when does not matter: the exact key is the check.
 */
export const dialSocket: Dial = (target, ears) => {
  let isOver = false
  let isOpen = false
  let channel: Channel | null = null
  const end = (how: DialEnd) => {
    if (isOver) return
    isOver = true
    ears.onEnd(how)
  }
  const options: Options = {
    perMessageDeflate: false,
    maxPayload: LIMITS.frameBytes,
    closeTimeout: CLOSING_MS,
    rejectUnauthorized: false,
    // The exporter of TLS 1.3 is bound to the handshake without further conditions.
    minVersion: 'TLSv1.3',
    finishRequest: (request) => holdBack(request, target, (vetting) => {
      if (isOver) return
      if (vetting.status === 'fit') {
        channel = vetting.channel
        request.end()
      } else {
        end(vetting.end)
        socket.terminate()
      }
    }),
  }
  const socket = new WebSocket(target.address.url, SUBPROTOCOL, options)
  socket.on('open', () => {
    isOpen = true
    if (!isOver && channel !== null) ears.onOpen(wireOf(socket, channel))
  })
  socket.on('message', (data, isBinary) => {
    if (!isOver) ears.onMessage(bytesOf(data), !isBinary)
  })
  socket.on('error', (fault) => end({ kind: isOpen ? 'broken' : 'unreachable', detail: codeOf(fault) }))
  socket.on('close', (code) => end({ kind: 'closed', code }))

  return {
    end: (code) => {
      isOver = true
      if (!isOpen) return socket.terminate()
      // A paused socket would never see the answer to its close.
      socket.resume()
      socket.close(code)
    },
  }
}

/** Calls back once the socket is connected and looked at; the request has then not been written yet. */
function holdBack(request: ClientRequest, { address, certificateKey }: DialTarget, done: (vetting: Vetting) => void): void {
  request.once('socket', (socket: Socket) => {
    if (address.isTls) socket.once('secureConnect', () => done(vetCertificate(socket, certificateKey)))
    else socket.once('connect', () => done(isLoopbackHost(socket.remoteAddress ?? '') ? { status: 'fit', channel: { channel: 'loopback', certificateKey: null } } : { status: 'unfit', end: { kind: 'not_this_host' } }))
  })
}

function vetCertificate(socket: Socket, pinned: string | null): Vetting {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
  if (!(socket instanceof TLSSocket) || certificate === undefined) return { status: 'unfit', end: { kind: 'other_certificate' } }
  const key = hashBytes(new Uint8Array(certificate.publicKey.export({ type: 'spki', format: 'der' })))
  if (pinned !== 'any' && pinned !== key) return { status: 'unfit', end: { kind: 'other_certificate' } }
  const exported = socket.exportKeyingMaterial(EXPORTER_BYTES, EXPORTER_LABEL, Buffer.alloc(0))
  return { status: 'fit', channel: { channel: encodeBytes(new Uint8Array(exported), 'base64url'), certificateKey: key } }
}

const wireOf = (socket: WebSocket, channel: Channel): Wire => ({
  ...channel,
  send: (bytes) => {
    if (socket.readyState !== WebSocket.OPEN) return false
    // What cannot be written any more shows itself as the end of the connection.
    socket.send(bytes, { binary: false }, () => {})
    return true
  },
  pause: () => socket.pause(),
  resume: () => socket.resume(),
})

/** ws gives one Buffer for each message unless it is told otherwise. */
function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return new Uint8Array(Buffer.concat(data))
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

/** The code of a system error, or the few words that ws itself has for what went wrong. */
function codeOf(fault: Error): string {
  if ('code' in fault && typeof fault.code === 'string') return fault.code
  const status = /^Unexpected server response: (\d{3})$/.exec(fault.message)
  return status === null ? 'no WebSocket of this protocol' : `HTTP ${status[1]}`
}
