// Running other programs during set-up: output collected, never thrown away, with an optional time limit.

import { spawn } from 'node:child_process'

/**
 * @typedef {object} Outcome
 * @property {number | null} code exit code; null when a signal or the limit ended it
 * @property {string} stdout
 * @property {string} stderr
 * @property {boolean} timedOut
 */

/**
 * Runs a program to its end and reports how it went. A program that cannot be started reports code 127.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitMs?: number, uid?: number, gid?: number }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(program, args, { limitMs, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    let timedOut = false
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    const timer = limitMs === undefined ? undefined : setTimeout(() => {
      timedOut = true
      child.kill('SIGKILL')
    }, limitMs)
    const finish = (/** @type {number | null} */ code) => {
      clearTimeout(timer)
      resolve({ code, stdout, stderr, timedOut })
    }
    child.once('error', (fault) => {
      stderr += fault.message
      finish(127)
    })
    child.once('close', finish)
  })
}

/**
 * The last lines of what a program said, for an error message.
 * @param {Outcome} outcome
 */
export function lastWords(outcome) {
  const lines = `${outcome.stdout}\n${outcome.stderr}`.split('\n').filter((line) => line.trim() !== '')
  return lines.slice(-6).join('\n')
}

/**
 * What npm says of a failure: it begins with the code and the address, and ends with advice.
 * @param {Outcome} outcome
 */
export function npmWords(outcome) {
  return outcome.stderr.split('\n').filter((line) => line.trim() !== '').slice(0, 5).join('\n')
}

/**
 * npm as it was started, so that its configuration (mirror, proxy, certificates) holds for what set-up fetches too.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitMs?: number }} [options]
 */
export function npm(args, options = {}) {
  const script = process.env['npm_execpath']
  return script?.endsWith('.js') ? run(process.execPath, [script, ...args], options) : run('npm', args, options)
}

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|network (?:timeout|request)/

/** @param {Outcome} outcome */
export const isUnreachable = (outcome) => outcome.timedOut || UNREACHABLE.test(outcome.stderr)

/**
 * tar reports a disk that fills up within a file only as a short write.
 * @param {Outcome} outcome
 */
export const isDiskFull = (outcome) => /ENOSPC|No space left on device|Wrote only \d+ of \d+ bytes/.test(outcome.stderr)
