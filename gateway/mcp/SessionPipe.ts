import type { ByteFace } from './ByteFace.ts'

/** With this much waiting for the client, the server is made to wait too. */
const CLIENT_IS_FULL_BYTES = 1024 * 1024
/** With this much waiting for the client, it does not read any more: refusals and signs of life go to it at any time. */
export const CLIENT_IS_STUCK_BYTES = 32 * 1024 * 1024
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
  readonly #onServerStuck: (how: string) => void
  readonly #onClientStuck: () => void
  #isClientStuck = false

  constructor({ client, server, onServerStuck, onClientStuck }: { readonly client: ByteFace; readonly server: ByteFace; readonly onServerStuck: (how: string) => void; readonly onClientStuck: () => void }) {
    this.#client = client
    this.#server = server
    this.#onServerStuck = onServerStuck
    this.#onClientStuck = onClientStuck
    client.onDrain(() => server.resume())
  }

  toClient(frame: Uint8Array): void {
    if (this.#isClientStuck) return
    this.#client.write(frame)
    this.#client.write(LINE_FEED)
    if (this.#client.waitingBytes > CLIENT_IS_FULL_BYTES) this.#server.pause()
    if (this.#client.waitingBytes <= CLIENT_IS_STUCK_BYTES) return
    this.#isClientStuck = true
    // What the server still has to say of running calls is worth hearing.
    this.#server.resume()
    this.#onClientStuck()
  }

  toServer(frame: Uint8Array): void {
    this.#server.write(frame)
    this.#server.write(LINE_FEED)
    if (this.#server.waitingBytes <= SERVER_IS_STUCK_BYTES) return
    this.#server.end()
    this.#onServerStuck('has stopped reading')
  }
}
