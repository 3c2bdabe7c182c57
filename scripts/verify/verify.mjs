// `npm run verify -- FOLDER_OR_FILE [--key KEY] [--checkpoint FILE]`: whether a ledger is what was signed, offline.

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { verifyLedger } from './verifyLedger.mjs'

const USAGE = 'Usage: verify FOLDER_OR_FILE [--key KEY] [--checkpoint FILE]'
const EXIT = { whole: 0, broken: 1, unverifiable: 2 }

const verdict = run()
const lines = wordsFor(verdict)
process.stdout.write(lines.map((line) => `${line}\n`).join(''))
process.exitCode = EXIT[verdict.status]

function run() {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' }, checkpoint: { type: 'string' } } })
    const [path, ...more] = positionals
    if (path === undefined || more.length > 0) return { status: /** @type {const} */ ('unverifiable'), why: USAGE }
    const checkpoint = values.checkpoint === undefined ? undefined : readFileSync(values.checkpoint, 'utf8')
    return verifyLedger({ path, key: values.key, checkpoint, onProgress: tellProgress(Date.now()) })
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault)) throw fault
    return { status: /** @type {const} */ ('unverifiable'), why: `${fault.message}. ${USAGE}` }
  }
}

/**
 * @param {ReturnType<typeof run>} found
 * @returns {readonly string[]}
 */
function wordsFor(found) {
  if (found.status === 'unverifiable') return [`not verified: ${found.why}`]
  if (found.status === 'broken') return [`broken: ${placeOf(found)}${found.what}`]
  const removed = found.removedBodies === 0 ? '' : `, ${found.removedBodies} bodies removed by retention`
  return [
    `whole: ${found.entries} entries, root ${found.root}, ${found.checkpoints} checkpoints of ${found.origin}${removed}`,
    `signed with ${found.key}`,
    ...(found.isKeyGiven ? [] : ['That key is the one that the file itself names. Compare it with the console\'s, or give it with --key.']),
  ]
}

/** @param {{ from: number | null, to: number | null }} place */
function placeOf({ from, to }) {
  if (from === null || to === null) return ''
  return from === to ? `entry ${from}: ` : `entries ${from} to ${to}: `
}

/**
 * Says on stderr how far it is, once it takes longer than a moment.
 * @param {number} startedMs
 */
function tellProgress(startedMs) {
  let toldMs = startedMs
  return (/** @type {number} */ done, /** @type {number} */ total) => {
    if (Date.now() - toldMs < 1_000) return
    toldMs = Date.now()
    process.stderr.write(`${done} of ${total} entries\n`)
  }
}
