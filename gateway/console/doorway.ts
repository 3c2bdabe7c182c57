import { Buffer } from 'node:buffer'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws'
import { encodeBytes } from '../../shared/evidence/index.ts'
import { LIMITS, SUBPROTOCOL } from '../../shared/protocol/index.ts'
import type { ConsoleParts } from './api.ts'

/** A connection that may speak, and what both proofs of it are bound to: the TLS exporter, or the word `loopback`. */
export interface Arrived {
  readonly socket: WebSocket
  readonly raw: Socket
  readonly channel: string
}

interface Doorway {
  readonly address: ConsoleParts['address']
  readonly tls: ConsoleParts['tls']
  readonly onArrived: (arrived: Arrived) => void
  readonly onRefused: (sentence: string) => void
}

/** How long a closing handshake may take before the socket is cut; ws has it, its types do not. */
const CLOSING_MS = 2_000
type Options = ServerOptions & { readonly closeTimeout: number }

const EXPORTER_LABEL = 'EXPORTER-countersign-v1'
const EXPORTER_BYTES = 32

/**
 * The door: HTTP that does nothing but turn into WebSocket (RFC 6455). Whoever names an origin is a browser and no
 * console; whoever names another host was led here by a name that somebody pointed at us. Rejects where the address
 * cannot be listened on, or is not loopback and there is no certificate.
 */
export async function openDoorway(doorway: Doorway): Promise<Server> {
  const { address, tls } = doorway
  if (tls === null && !isLoopback(address.host)) throw new RangeError(`${address.host} is not a loopback address; consoles on other hosts need a certificate.`)
  const limits = { headersTimeout: LIMITS.attachMs, requestTimeout: LIMITS.attachMs, connectionsCheckingInterval: 1_000, keepAliveTimeout: 1 }
  const server = tls === null ? createServer(limits) : createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.3', handshakeTimeout: LIMITS.attachMs })
  const options: Options = { noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: LIMITS.consoleFrameBytes, closeTimeout: CLOSING_MS, handleProtocols: () => SUBPROTOCOL }
  const sockets = new WebSocketServer(options)
  // With a listener for it ws leaves the socket to whoever listens, and it would stay open for ever.
  sockets.on('wsClientError', (fault, stream) => {
    stream.destroy()
    doorway.onRefused(`A connection was turned away: its upgrade is not as RFC 6455 wants it. ${fault.message}`)
  })
  server.on('request', (_request, response) => void response.writeHead(426, { Connection: 'close', Upgrade: 'websocket' }).end())
  server.on('clientError', (_fault, socket) => socket.destroy())
  server.on('upgrade', (request, stream, head) => {
    const raw = stream as Socket
    raw.on('error', () => raw.destroy())
    const refusal = refusalOf(request, address.host)
    if (refusal !== null) {
      doorway.onRefused(refusal.sentence)
      // Whoever is turned away does not stay on a line that is half closed.
      raw.once('finish', () => raw.destroy())
      return void raw.end(`HTTP/1.1 ${refusal.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    }
    sockets.handleUpgrade(request, raw, head, (socket) => {
      try {
        doorway.onArrived({ socket, raw, channel: channelOf(raw) })
      } catch (fault) {
        doorway.onRefused(`A connection was ended, because the point failed over it. ${String(fault).slice(0, 200)}`)
        socket.terminate()
      }
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address.port, address.host, () => {
      server.off('error', reject)
      server.on('error', () => {})
      resolve()
    })
  })
  return server
}

interface DoorRefusal {
  readonly status: string
  readonly sentence: string
}

function refusalOf({ headers, url, socket }: IncomingMessage, host: string): DoorRefusal | null {
  if (headers.origin !== undefined) return { status: '403 Forbidden', sentence: 'A web page tried to connect and was turned away: no browser is a console.' }
  if (!isOurHost(headers.host, host, socket)) return { status: '403 Forbidden', sentence: 'A connection was turned away: it asked for another host than this point.' }
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  if (!protocols.includes(SUBPROTOCOL)) return { status: '400 Bad Request', sentence: `A connection was turned away: it does not speak ${SUBPROTOCOL}.` }
  return url === '/' ? null : { status: '404 Not Found', sentence: 'A connection was turned away: it asked for a path, and there is none.' }
}

/** Whether a Host header names the address that is listened on, or that the connection came to; port included. */
function isOurHost(header: string | undefined, host: string, { localAddress = '', localPort = 0 }: Socket): boolean {
  if (header === undefined || !URL.canParse(`ws://${header}`)) return false
  const asked = new URL(`ws://${header}`)
  const port = asked.port === '' ? 80 : Number(asked.port)
  const isDefaultTls = asked.port === '' && localPort === 443
  if (port !== localPort && !isDefaultTls) return false
  const name = asked.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return name === host.toLowerCase() || name === plain(localAddress) || (isLoopback(name) && isLoopback(plain(localAddress)))
}

/** An IPv4 address that came in through an IPv6 socket, as it is usually written. */
const plain = (address: string) => address.replace(/^::ffff:/, '')

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)

function channelOf(raw: Socket): string {
  if (!(raw instanceof TLSSocket)) return 'loopback'
  return encodeBytes(new Uint8Array(raw.exportKeyingMaterial(EXPORTER_BYTES, EXPORTER_LABEL, Buffer.alloc(0))), 'base64url')
}
