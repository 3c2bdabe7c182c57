import type { ByteFace } from './ByteFace.ts'

/** With this much waiting for the client, the server is made to wait too. */
const CLIENT_IS_FULL_BYTES = 1024 * 1024
/** With this much waiting for the server, it does not read any more. */
export const SERVER_IS_STUCK_BYTES = 64 * 1024 * 1024

const LINE_FEED = new Uint8Array([0x0a])

/**
 * Writes frames to both sides of a session and keeps what waits within bounds. Only the server is ever made to wait:
 * a client that is not read cannot cancel, and a call that it wanted to cancel would run.
 */
export class SessionPipe {
  readonly #client: ByteFace
  readonly #server: ByteFace
  readonly #onStuck: (how: string) => void

  constructor(client: ByteFace, server: ByteFace, onStuck: (how: string) => void) {
    this.#client = client
    this.#server = server
    this.#onStuck = onStuck
    client.onDrain(() => server.resume())
  }

  toClient(frame: Uint8Array): void {
    this.#client.write(frame)
    this.#client.write(LINE_FEED)
    if (this.#client.waitingBytes > CLIENT_IS_FULL_BYTES) this.#server.pause()
  }

  toServer(frame: Uint8Array): void {
    this.#server.write(frame)
    this.#server.write(LINE_FEED)
    if (this.#server.waitingBytes <= SERVER_IS_STUCK_BYTES) return
    this.#server.end()
    this.#onStuck('has stopped reading')
  }
}
