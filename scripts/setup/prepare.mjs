// Steps 3 to 8, in the order in which each needs the one before: what to run, as whom, with what around it.

import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ensureBuilt } from '../build/build.mjs'
import { accountEnvironment, chooseAccount, ownFolder } from './account.mjs'
import { needsVirtualDisplay, startVirtualDisplay } from './display.mjs'
import { cacheFolder, findElectron } from './electron.mjs'
import { withLock } from './lock.mjs'
import { pinnedNode } from './node.mjs'
import { packageClosure } from './packageClosure.mjs'
import { step } from './report.mjs'
import { chooseSandbox } from './sandbox.mjs'
import { stage, stageName } from './stage.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'

/** Packages that load files of their own at run time; everything else is inside the bundles. */
const BESIDE_CORE = ['better-sqlite3']

/**
 * @typedef {object} Prepared
 * @property {string} folder the tree to run: the clone itself, or its stage
 * @property {string} node the Node that Electron's account can run
 * @property {string} outbox a folder that Electron's account can write to
 * @property {import('./electron.mjs').ElectronChoice} electron as that account reaches it
 * @property {readonly string[]} flags for Electron's command line
 * @property {{ uid: number, gid: number } | undefined} ids the account to run it under, where it is not our own
 * @property {(extra?: Record<string, string>) => Record<string, string>} environment
 * @property {() => Promise<void>} stageAgain brings a rebuilt program to where it is run
 * @property {() => Promise<import('./display.mjs').Display | null>} anotherDisplay starts one more, where ours is virtual; null where it is not
 * @property {() => void} release ends what preparing started
 */

/**
 * @param {object} options
 * @param {string} options.root
 * @param {readonly import('./stage.mjs').Item[]} [options.alsoStage] what a run needs besides the program
 * @returns {Promise<Prepared>}
 */
export async function prepare({ root, alsoStage = [] }) {
  const cache = cacheFolder()
  // Two clones share the cache, the system user and the package manager; they take turns there.
  return withLock(cache, async () => {
    const electron = await told('electron', (tell) => findElectron({ root, cache, tell }))
    const { account } = await told('account', chooseAccount)
    const needsDisplay = needsVirtualDisplay()
    await step('system libraries', (tell) => ensureSystemLibraries({ executable: electron.executable, needsDisplay, tell }))
    await step('build', (tell) => ensureBuilt(root, tell))
    const staged = await told('stage', () => (account.ids ? stageFor(root, electron, account.ids.gid, alsoStage) : inPlace(root, electron)))
    const sandbox = await told('sandbox', () => chooseSandbox({ electronFolder: staged.electron.folder, account }))
    const display = await told('display', async () => (needsDisplay ? startVirtualDisplay(account) : { env: {}, flags: [], detail: "this machine's own", stop: () => {} }))
    return {
      folder: staged.folder,
      node: existsSync(pinnedNode(staged.folder)) ? pinnedNode(staged.folder) : process.execPath,
      outbox: await ownFolder(account, account.ids ? join(account.home, stageName(root)) : join(root, '.countersign')),
      electron: staged.electron,
      flags: [...sandbox.flags, ...display.flags],
      ids: account.ids,
      environment: (extra = {}) => accountEnvironment(account, process.env, { ...display.env, ...extra }),
      stageAgain: async () => {
        if (account.ids) await stageFor(root, electron, account.ids.gid, alsoStage)
      },
      anotherDisplay: async () => (needsDisplay ? startVirtualDisplay(account) : null),
      release: display.stop,
    }
  })
}

/**
 * A step whose result is wanted, and whose detail is printed.
 * @template {{ detail: string }} T
 * @param {string} name
 * @param {(tell: (detail: string) => void) => Promise<T> | T} work
 * @returns {Promise<T>}
 */
async function told(name, work) {
  /** @type {T | undefined} */
  let result
  await step(name, async (tell) => (result = await work(tell)).detail)
  return /** @type {T} */ (result)
}

/**
 * @param {string} root
 * @param {import('./electron.mjs').ElectronChoice} electron
 * @param {number} gid
 * @param {readonly import('./stage.mjs').Item[]} alsoStage
 */
async function stageFor(root, electron, gid, alsoStage) {
  const items = ['package.json', 'out', ...nodeOf(root), ...packageClosure(root, BESIDE_CORE)].map((path) => ({ from: join(root, path), to: path }))
  const runtime = await stage({ name: `electron-${electron.version}-${electron.kind}`, items: [{ from: electron.folder, to: 'electron' }], gid })
  const { folder, copied } = await stage({ name: stageName(root), items: [...items, ...alsoStage], gid })
  const electronFolder = join(runtime.folder, 'electron')
  return {
    folder,
    electron: { ...electron, folder: electronFolder, executable: join(electronFolder, basename(electron.executable)) },
    detail: copied + runtime.copied === 0 ? 'up to date' : `${copied + runtime.copied} parts copied to where the system user reads`,
  }
}

/**
 * @param {string} root
 * @param {import('./electron.mjs').ElectronChoice} electron
 */
const inPlace = (root, electron) => ({ folder: root, electron, detail: 'not needed' })

/** @param {string} root */
function nodeOf(root) {
  const node = pinnedNode(root)
  return existsSync(node) ? [node.slice(root.length + 1)] : []
}
