// The checks that need no window: types for each environment, lint, and the tests that run in Node.

import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../setup/command.mjs'
import { seconds } from '../setup/report.mjs'

/** One TypeScript project for each environment, so that the compiler withholds what is not there. */
const ENVIRONMENTS = ['shared', 'shared/evidence', 'electron/main', 'electron/preload', 'electron/core', 'gateway', 'renderer', 'scripts', 'test']
const LINTED = ['shared', 'electron', 'gateway', 'renderer', 'scripts', 'test']

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {readonly string[]} failed by name, with what is known of the reason
 * @property {readonly string[]} skipped each with its reason
 */

/** @type {Tally} */
export const NONE = { passed: 0, failed: [], skipped: [] }

/**
 * @param {Tally} a
 * @param {Tally} b
 * @returns {Tally}
 */
export const sum = (a, b) => ({ passed: a.passed + b.passed, failed: [...a.failed, ...b.failed], skipped: [...a.skipped, ...b.skipped] })

/**
 * Ends a run of checks: names again what failed and what was skipped, because it stands far above, and counts all.
 * @param {Tally} tally
 * @param {number} started when the run began, as `performance.now()` gives it
 * @returns {number} the exit code
 */
export function conclude({ passed, failed, skipped }, started) {
  for (const test of skipped) process.stdout.write(`SKIPPED ${test}\n`)
  for (const test of failed) process.stdout.write(`FAILED ${test}\n`)
  process.stdout.write(`\n${seconds(started)} in all\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped\n`)
  return failed.length > 0 ? 1 : 0
}

/**
 * Types and lint, each environment counted as one.
 * @param {string} root
 * @returns {Promise<Tally>}
 */
export async function checkSources(root) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint')
  let tally = NONE
  for (const environment of ENVIRONMENTS) tally = sum(tally, await check(`types ${environment}`, [tsc, '-p', environment], root))
  return sum(tally, await check('lint', [oxlint, '--deny-warnings', ...LINTED], root))
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<Tally>}
 */
async function check(name, args, cwd) {
  const started = performance.now()
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd })
  process.stdout.write(`  ${name.padEnd(24)}${code === 0 ? 'ok' : 'FAILED'}  ${seconds(started).padStart(8)}\n`)
  if (code !== 0) process.stdout.write(`${stdout}${stderr}\n`)
  return code === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: [name] }
}

/**
 * The tests that run in Node, or those in some folders of theirs.
 * @param {string} root
 * @param {readonly string[]} [folders]
 * @param {Record<string, string>} [extra] environment
 * @returns {Promise<Tally>}
 */
export async function runNodeTests(root, folders = [], extra = {}) {
  const report = join(root, '.countersign', 'node-tests.json')
  rmSync(report, { force: true })
  const code = await watched(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...folders, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { cwd: root, env: { ...process.env, ...extra } })
  if (!existsSync(report)) return { ...NONE, failed: ['the tests that run in Node wrote no report'] }
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  /** @param {...string} statuses */
  const having = (...statuses) => testResults.flatMap((/** @type {any} */ file) => file.assertionResults)
    .filter((/** @type {any} */ test) => statuses.includes(test.status))
  const failed = having('failed').map((/** @type {any} */ test) => `${test.fullName}: ${String(test.failureMessages?.[0] ?? '').split('\n')[0]}`)
  // A file that could not be loaded fails the run without failing a test.
  if (failed.length === 0 && code !== 0) failed.push('the tests that run in Node, outside of any test')
  return { passed: numPassedTests, failed, skipped: having('skipped', 'pending').map((/** @type {any} */ test) => test.fullName) }
}

/**
 * Runs a program whose output the person should see as it comes.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
export function watched(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
