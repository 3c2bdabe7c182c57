import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { ShimTransport } from './ShimTransport.ts'

/** What an agent is told of its call; `lost` is that nobody knows, because the point is gone. */
export type Answer = 'done' | 'refused' | 'lost'

/** The clocks that end a call are the point's. */
const PATIENCE_MS = 600_000

/** A real MCP client behind the real shim. */
export class CrashAgent {
  readonly #client: Client

  private constructor(client: Client) {
    this.#client = client
  }

  static async connect(socket: string, credential: string): Promise<CrashAgent> {
    const client = new Client({ name: 'crash', version: '1.0.0' })
    // Its optional members are not optional enough for the compiler's strictest setting.
    await client.connect(new ShimTransport(socket, credential) as Transport)
    return new CrashAgent(client)
  }

  /** One call. It writes its marker, so that whoever reads the server's file knows that it ran. */
  async call(marker: string): Promise<Answer> {
    try {
      const result = await this.#client.callTool({ name: 'write_file', arguments: { path: `${marker}.txt`, content: marker } }, undefined, { timeout: PATIENCE_MS })
      if (result.isError !== true) return 'done'
      return result._meta?.['dev.countersign/denial'] === undefined ? 'lost' : 'refused'
    } catch {
      return 'lost'
    }
  }

  close(): Promise<void> {
    return this.#client.close()
  }
}
