// Speaks with a running point as whoever owns its host: one JSON object in a line each way.

import { connect } from 'node:net'
import { createInterface } from 'node:readline'

/**
 * Asks a point for one thing and waits for its answer.
 * @param {string} socket path of the point's host socket
 * @param {Record<string, unknown>} command
 * @returns {Promise<any>} what it answered
 */
export async function askHost(socket, command) {
  const connection = connect(socket)
  await new Promise((resolve, reject) => {
    connection.once('connect', resolve)
    connection.once('error', reject)
  })
  try {
    connection.write(`${JSON.stringify(command)}\n`)
    for await (const line of createInterface({ input: connection })) return JSON.parse(line)
    throw new Error('The point ended without an answer')
  } finally {
    connection.destroy()
  }
}
