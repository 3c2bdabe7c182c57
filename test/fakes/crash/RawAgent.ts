import { PassThrough } from 'node:stream'
import { createInterface } from 'node:readline'
import { streamFace, systemClock } from '../../../gateway/mcp/index.ts'
import { connectToPoint, runShim } from '../../../gateway/stdio/index.ts'

interface Result {
  readonly isError?: boolean
  readonly content?: readonly { readonly text?: string }[]
}

/** A client behind the real shim that writes its calls as text, in whatever spelling a test wants: no SDK lies between. */
export class RawAgent {
  readonly #toShim = new PassThrough()
  readonly #answers = new Map<number, (result: Result) => void>()
  #ids = 0

  constructor(socket: string, credential: string) {
    const fromShim = new PassThrough()
    createInterface({ input: fromShim }).on('line', (line) => {
      const { id, result } = JSON.parse(line) as { id?: number; result?: Result }
      if (id !== undefined && result !== undefined) this.#answers.get(id)?.(result)
    })
    void runShim({ client: streamFace(this.#toShim, fromShim), connect: () => connectToPoint(socket), credential, clock: systemClock, onProblem: () => {} })
    void this.#request('"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1.0.0"}}')
  }

  /**
   * Calls the tool of the counting server.
   * @param args the text of a JSON object
   * @returns the text of the answer: the hash of the bytes that the server was given
   */
  async call(args: string): Promise<string> {
    const { content } = await this.#request(`"method":"tools/call","params":{"name":"write_file","arguments":${args}}`)
    return content?.[0]?.text ?? ''
  }

  close(): void {
    this.#toShim.end()
  }

  #request(members: string): Promise<Result> {
    const id = ++this.#ids
    this.#toShim.write(`{"jsonrpc":"2.0","id":${id},${members}}\n`)
    return new Promise((resolve) => void this.#answers.set(id, resolve))
  }
}
