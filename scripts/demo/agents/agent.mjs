// What the demo agents have in common: each round is a session of its own, and every call goes through the point.

import { setTimeout as wait } from 'node:timers/promises'
import { Client as NewerClient } from '@modelcontextprotocol/client'
import { StdioClientTransport as NewerTransport } from '@modelcontextprotocol/client/stdio'
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/stdio.js'

/** Longer than any challenge lives, so that the clock that ends it is the point's. */
const PATIENCE_MS = 20 * 60_000

/**
 * @typedef {object} Answer
 * @property {boolean} isError
 * @property {string} text
 */

/**
 * @typedef {object} Tools what an agent may do in a round
 * @property {(tool: string, args: Record<string, unknown>) => Promise<Answer>} call
 * @property {(words: string) => void} say one line for the person at the terminal
 * @property {(seconds: number) => Promise<void>} rest
 */

/**
 * Works in rounds until whoever started it is gone.
 * @param {object} work
 * @param {'older' | 'newer'} work.era which of the two generations of clients it is
 * @param {number} work.restSeconds between two rounds
 * @param {(tools: Tools, round: number) => Promise<void>} work.round
 */
export async function workInRounds({ era, restSeconds, round }) {
  const [name = '', gateway = '', config = ''] = process.argv.slice(2)
  process.on('disconnect', () => process.exit(0))
  const say = (/** @type {string} */ words) => process.stdout.write(`${name}: ${words}\n`)
  for (let number = 1; ; number++) {
    try {
      const client = await connect(era, { name, gateway, config })
      await round({ call: client.call, say, rest: (seconds) => wait(seconds * 1_000) }, number)
      await client.close()
    } catch (fault) {
      say(`could not go on (${fault instanceof Error ? fault.message : String(fault)}); it tries again.`)
    }
    await wait(restSeconds * 1_000)
  }
}

/**
 * @param {'older' | 'newer'} era
 * @param {{ name: string, gateway: string, config: string }} whom
 */
async function connect(era, { name, gateway, config }) {
  const command = { command: process.execPath, args: [gateway, 'stdio', '--agent', name, '--config', config], stderr: /** @type {const} */ ('ignore') }
  const options = { timeout: PATIENCE_MS, resetTimeoutOnProgress: true, onprogress: () => {} }
  if (era === 'older') {
    const client = new OlderClient({ name, version: '1.0.0' })
    await client.connect(new OlderTransport(command))
    return { call: async (/** @type {string} */ tool, /** @type {Record<string, unknown>} */ args) => answerOf(await client.callTool({ name: tool, arguments: args }, undefined, options)), close: () => client.close() }
  }
  const client = new NewerClient({ name, version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new NewerTransport(command))
  return { call: async (/** @type {string} */ tool, /** @type {Record<string, unknown>} */ args) => answerOf(await client.callTool({ name: tool, arguments: args }, options)), close: () => client.close() }
}

/**
 * @param {any} result
 * @returns {Answer}
 */
function answerOf(result) {
  return { isError: result.isError === true, text: (result.content ?? []).map((/** @type {any} */ part) => part.text ?? '').join('\n') }
}
