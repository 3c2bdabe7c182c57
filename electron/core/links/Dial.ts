import type { CloseCode } from '../../../shared/protocol/index.ts'
import type { Address } from './address.ts'

/** An open connection to a point, as the rest of the room sees it. */
export interface Wire {
  /** What both proofs are bound to: the TLS exporter value, base64url, or the word `loopback`. */
  readonly channel: string
  /** Digest of the key in the point's certificate (SHA-256 of its SPKI), or null without TLS. */
  readonly certificateKey: string | null
  /** @returns false where the connection is no longer open, and nothing was written */
  send(bytes: Uint8Array): boolean
  /** Stops reading; what the point goes on to send stays in its own buffers. */
  pause(): void
  resume(): void
}

/** How a connection ended, or why there was none. Told once. */
export type DialEnd =
  /** `detail` is our own word or the system's error code, never a text of the other side. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** The certificate's key is not the one that is pinned. Nothing was sent but the TLS handshake. */
  | { readonly kind: 'other_certificate' }
  /** The name of this host led to another one. Nothing was sent. */
  | { readonly kind: 'not_this_host' }
  /** Broke the rules of WebSocket itself, or a message above the limit. */
  | { readonly kind: 'broken'; readonly detail: string }
  | { readonly kind: 'closed'; readonly code: number }

/** Who hears of one connection. */
export interface Ears {
  readonly onOpen: (wire: Wire) => void
  readonly onMessage: (bytes: Uint8Array, isText: boolean) => void
  readonly onEnd: (end: DialEnd) => void
}

/** Whom to connect to. */
export interface DialTarget {
  readonly address: Address
  /** The pinned key of the certificate; `any` while pairing, where people compare it by the words. */
  readonly certificateKey: string | null | 'any'
}

/** A connection that was begun. `end` closes it with a code, or gives up trying; nothing is heard of it afterwards. */
export interface Dialled {
  end(code: CloseCode): void
}

/** Makes connections: real ones in the core, others in tests. Reports nothing before it has returned. */
export type Dial = (target: DialTarget, ears: Ears) => Dialled

/** Time and chance, handed in so that tests hold them in their hands. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Calls back once after the time has passed; what it returns cancels that. */
  readonly after: (ms: number, callback: () => void) => () => void
  /** From 0 to below 1. */
  readonly random: () => number
}
