// The tests in the real Electron, run under the account that Electron runs under.

import { closeSync, constants, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../setup/command.mjs'
import { packageClosure } from '../setup/packageClosure.mjs'
import { NONE, watched } from './checks.mjs'

/** What these tests need besides the program itself. */
const NEEDED = ['test', 'shared', 'scripts/demo', 'scripts/verify', 'node_modules/electron/index.js', 'node_modules/electron/package.json']
/** Packages of theirs, and of the point and the agents that they run. */
const PACKAGES = ['@playwright/test', 'axe-core', 'fast-check', '@cedar-policy/cedar-wasm', '@modelcontextprotocol/client', '@modelcontextprotocol/sdk', '@modelcontextprotocol/server-filesystem']
const FIXTURE_SETS = ['json-testsuite', 'rfc8785-jcs', 'wycheproof', 'cctv-ed25519', 'rfc6962-merkle', 'c2sp-signed-note', 'trojan-source', 'unicode-confusables', 'blns', 'nl2bash', 'tldr-commands']

/**
 * @param {string} root
 * @param {string} fixtures
 * @returns {import('../setup/stage.mjs').Item[]} what to lay where the system user reads, where there is one
 */
export function windowTestItems(root, fixtures) {
  const sets = FIXTURE_SETS.filter((set) => existsSync(join(fixtures, set)))
  return [
    ...[...NEEDED, ...packageClosure(root, PACKAGES)].map((path) => ({ from: join(root, path), to: path })),
    ...sets.map((set) => ({ from: join(fixtures, set), to: join('fixtures', set) })),
  ]
}

/**
 * @param {object} options
 * @param {string} options.root
 * @param {import('../setup/prepare.mjs').Prepared} options.prepared
 * @param {string} options.fixtures
 * @param {readonly string[]} options.only arguments for the test runner, such as the name of a file
 * @returns {Promise<import('./checks.mjs').Tally>}
 */
export async function runWindowTests({ root, prepared, fixtures, only }) {
  const { folder, node, outbox, electron, flags, ids, environment } = prepared
  const results = join(outbox, 'window-tests')
  await run('rm', ['-rf', results], ids)
  process.stdout.write(`\n  Tests in the window, on Electron ${electron.version}${electron.kind === 'fallback' ? ' (development runtime, never shipped)' : ''}\n\n`)

  // A window that opens takes the focus of its display, and with it the hold that another one has begun: each worker
  // has a display of its own where we start them.
  const second = await prepared.anotherDisplay()
  const displays = second === null ? [{}] : [{}, second.env]
  const runner = join(folder, 'node_modules', '@playwright', 'test', 'cli.js')
  const code = await watched(node, [runner, 'test', '--config', join(folder, 'test', 'e2e', 'playwright.config.ts'), ...only], {
    ...ids,
    cwd: folder,
    env: environment({
      ELECTRON_OVERRIDE_DIST_PATH: electron.folder,
      COUNTERSIGN_APP: folder,
      COUNTERSIGN_FLAGS: flags.join(' '),
      COUNTERSIGN_RESULTS: results,
      COUNTERSIGN_DISPLAYS: JSON.stringify(displays),
      COUNTERSIGN_FIXTURES: ids ? join(folder, 'fixtures') : fixtures,
    }),
  }).finally(() => second?.stop())
  bringBack(join(results, 'pictures'), join(root, 'test-results', 'pictures'))
  const report = readPlainFile(join(results, 'report.json'))
  return report === null ? { ...NONE, failed: ['the tests in the window wrote no report'] } : tallyOf(JSON.parse(report.toString()), code)
}

/**
 * Copies pictures out of a folder that somebody else may write to: plain files only, never through a link.
 * @param {string} from
 * @param {string} to made anew
 */
function bringBack(from, to) {
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  for (const name of existsSync(from) ? readdirSync(from) : []) {
    const picture = /^[\w-]+\.png$/.test(name) ? readPlainFile(join(from, name)) : null
    if (picture !== null) writeFileSync(join(to, name), picture, { flag: 'wx' })
  }
}

/** @param {string} path */
function readPlainFile(path) {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      return fstatSync(file).isFile() ? readFileSync(file) : null
    } finally {
      closeSync(file)
    }
  } catch {
    return null
  }
}

/**
 * @param {any} report as Playwright's JSON reporter writes it
 * @param {number} code of the runner
 * @returns {import('./checks.mjs').Tally}
 */
function tallyOf({ stats, suites }, code) {
  const specs = suites.flatMap(specsOf)
  /** @param {...string} statuses */
  const having = (...statuses) => specs.filter((/** @type {any} */ spec) => spec.tests.some((/** @type {any} */ test) => statuses.includes(test.status)))
  // A test that passed only on a second try is flaky, and flaky is broken.
  const failed = having('unexpected', 'flaky').map((/** @type {any} */ spec) => `${spec.file}: ${spec.title}`)
  if (failed.length === 0 && code !== 0) failed.push('the tests in the window, outside of any test')
  return {
    passed: stats.expected,
    failed,
    skipped: having('skipped').map((/** @type {any} */ spec) => `${spec.title}: ${spec.tests[0].annotations[0]?.description ?? 'no reason given'}`),
  }
}

/**
 * @param {any} suite
 * @returns {any[]}
 */
function specsOf(suite) {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)]
}
