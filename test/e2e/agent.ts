import { Client as NewerClient } from '@modelcontextprotocol/client'
import { StdioClientTransport as NewerTransport } from '@modelcontextprotocol/client/stdio'
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { GATEWAY } from './gatewayCommand.ts'

/** Longer than any challenge lives: the clock that ends one is the point's. */
const PATIENCE_MS = 1_200_000

/** What a call came to, as its agent reads it. */
export interface Answer {
  readonly isError: boolean
  readonly text: string
  readonly reason: string | undefined
}

/** A real MCP client behind the point. */
export interface TestAgent {
  call(tool: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<Answer>
  close(): Promise<void>
}

/** Both generations of the protocol's own client. */
export const SDKS = ['sdk 1.32', 'client 2.4'] as const
export type Sdk = (typeof SDKS)[number]

/** What is read of a result, whichever client gives it. */
interface Result {
  readonly isError?: unknown
  readonly content?: unknown
  readonly _meta?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Connects an agent as a client's configuration would.
 * @param name under which the point knows it
 * @param saysName what the client calls itself
 */
export async function connectAgent(config: string, name: string, saysName: string, sdk: Sdk): Promise<TestAgent> {
  const command = { command: process.execPath, args: [GATEWAY, 'stdio', '--agent', name, '--config', config], stderr: 'ignore' as const }
  const about = { name: saysName, version: '1.0.0' }
  const options = (signal: AbortSignal | undefined) => ({ timeout: PATIENCE_MS, ...(signal === undefined ? {} : { signal }) })
  if (sdk === 'sdk 1.32') {
    const client = new OlderClient(about)
    await client.connect(new OlderTransport(command))
    return { call: async (tool, args, signal) => answerOf(await client.callTool({ name: tool, arguments: args }, undefined, options(signal))), close: () => client.close() }
  }
  const client = new NewerClient(about, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new NewerTransport(command))
  return { call: async (tool, args, signal) => answerOf(await client.callTool({ name: tool, arguments: args }, options(signal))), close: () => client.close() }
}

function answerOf({ isError, content, _meta }: Result): Answer {
  const denial = _meta?.['dev.countersign/denial'] as { reason?: string } | undefined
  return { isError: isError === true, text: (content as { text?: string }[]).map(({ text }) => text ?? '').join('\n'), reason: denial?.reason }
}
