// The demo as `npm start` sees it: a point that runs, what the console must be told of it, and agents once it is let in.

import { join } from 'node:path'
import { runLocalPoint } from './localPoint.mjs'
import { runAgents } from './runAgents.mjs'

/**
 * @typedef {object} Demo
 * @property {string} detail where the point listens
 * @property {readonly string[]} flags what the console is started with, so that it knows the point
 * @property {(message: any) => Promise<void>} hear what the console says of itself: it is let in, and the agents begin
 * @property {() => Promise<void>} end
 */

/**
 * @param {string} root of the clone
 * @param {(line: string) => void} tell
 * @returns {Promise<Demo>}
 */
export async function openDemo(root, tell) {
  const point = await runLocalPoint(root)
  /** @type {(() => void) | null} */
  let endAgents = null
  return {
    detail: point.facts.address,
    flags: [`--local-point=${Buffer.from(JSON.stringify(point.facts)).toString('base64url')}`],
    // Said again whenever its keys change; we own both ends, so that nobody has to compare words.
    hear: async (message) => {
      if (message?.kind !== 'identity' || message.reviewerKey === null) return
      await point.enrol(message)
      if (endAgents !== null) return
      endAgents = runAgents({ gateway: join(root, 'out', 'gateway', 'gateway.cjs'), config: point.config, scratch: point.scratch, tell: (line) => tell(`  ${line}`) })
      tell(`Three agents are at work in ${point.scratch}`)
    },
    end: async () => {
      endAgents?.()
      await point.stop()
    },
  }
}
