import { PassThrough } from 'node:stream'
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { streamFace, systemClock } from '../../../gateway/mcp/index.ts'
import { connectToPoint, runShim } from '../../../gateway/stdio/index.ts'

/** What stands in a client's configuration, without a process of its own: clients come back after every death of a point. */
export class ShimTransport implements Transport {
  onmessage?: (message: JSONRPCMessage) => void
  onclose?: () => void
  readonly #toShim = new PassThrough()
  readonly #fromShim = new PassThrough()
  readonly #read = new ReadBuffer()
  readonly #socket: string
  readonly #credential: string

  constructor(socket: string, credential: string) {
    this.#socket = socket
    this.#credential = credential
  }

  async start(): Promise<void> {
    this.#fromShim.on('data', (chunk: Buffer) => {
      this.#read.append(chunk)
      for (let message = this.#read.readMessage(); message !== null; message = this.#read.readMessage()) this.onmessage?.(message)
    })
    void runShim({ client: streamFace(this.#toShim, this.#fromShim), connect: () => connectToPoint(this.#socket), credential: this.#credential, clock: systemClock, onProblem: () => {} })
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#toShim.write(serializeMessage(message))
  }

  async close(): Promise<void> {
    this.#toShim.end()
    this.onclose?.()
  }
}
