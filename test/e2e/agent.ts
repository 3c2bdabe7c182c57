import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
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

/**
 * Connects an agent as a client's configuration would.
 * @param name under which the point knows it
 * @param saysName what the client calls itself
 */
export async function connectAgent(config: string, name: string, saysName: string): Promise<TestAgent> {
  const client = new Client({ name: saysName, version: '1.0.0' })
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [GATEWAY, 'stdio', '--agent', name, '--config', config], stderr: 'ignore' }))
  return {
    call: async (tool, args, signal) => {
      const result = await client.callTool({ name: tool, arguments: args }, undefined, { timeout: PATIENCE_MS, ...(signal === undefined ? {} : { signal }) })
      const denial = result._meta?.['dev.countersign/denial'] as { reason?: string } | undefined
      return { isError: result.isError === true, text: (result.content as { text?: string }[]).map(({ text }) => text ?? '').join('\n'), reason: denial?.reason }
    },
    close: () => client.close(),
  }
}
