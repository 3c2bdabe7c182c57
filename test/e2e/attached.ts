import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { importPublicKey, noteKey, printVerifierKey } from '../../shared/evidence/index.ts'
import { test as base, coreIsReady, expect, openConsole, type OpenConsole } from './console.ts'
import { RealPoint } from './point.ts'
import type { PointTerms } from './pointFiles.ts'
import { appFolder } from './surroundings.ts'

export { expect }

const run = promisify(execFile)

/** A console that is attached to a real point of its own. Whatever a test did, its ledger is whole afterwards. */
export const test = base.extend<{ terms: PointTerms; point: RealPoint; attached: OpenConsole }>({
  terms: [{}, { option: true }],
  point: async ({ terms }, give) => {
    const point = await RealPoint.open(terms)
    await give(point)
    await point.close()
  },
  attached: async ({ point, userFolder }, give) => {
    const opened = await openAttached(point, userFolder)
    await give(opened)
    await closeWhole(opened)
  },
})

/** Opens a console as `npm start` does for its local point: told of the point, and enrolled at it. */
export async function openAttached(point: RealPoint, userFolder: string): Promise<OpenConsole> {
  const opened = await openBeside(point, userFolder)
  await point.enrol(userFolder, await reviewerKid(opened.page))
  await expect(opened.page.getByText('1 of 1', { exact: true })).toBeVisible({ timeout: 20_000 })
  return opened
}

/** Opens a console that is told of the point and not let in there yet. */
export async function openBeside(point: RealPoint, userFolder: string): Promise<OpenConsole> {
  const facts = Buffer.from(JSON.stringify(point.facts)).toString('base64url')
  const opened = await openConsole({ userFolder, args: [`--local-point=${facts}`] })
  await coreIsReady(opened.page)
  return opened
}

/** The key that this run of the console decides with. */
export async function reviewerKid(page: Page): Promise<string> {
  const host = await page.evaluate(() => window.countersign.readHost())
  if (!host.ok || host.value.key.status !== 'ready') throw new Error("The reviewer's key is not open")
  return host.value.key.kid
}

/** Ends the console and has the offline verifier read what it leaves. */
export async function closeWhole({ app, userFolder }: OpenConsole): Promise<void> {
  await app.close()
  await expectWholeLedger(userFolder)
}

/** The ledger of a user folder is whole, says `npm run verify` with the console's own key. */
export async function expectWholeLedger(userFolder: string): Promise<void> {
  const identity = JSON.parse(readFileSync(join(userFolder, 'identity.json'), 'utf8')) as { consoleKey: string; logOrigin: string }
  const key = importPublicKey(identity.consoleKey)
  if (key.status !== 'accepted') throw new Error('The console has named no good key')
  const verifier = join(appFolder, 'scripts', 'verify', 'verify.mjs')
  const { stdout } = await run(process.execPath, [verifier, join(userFolder, 'core', 'ledger'), '--key', printVerifierKey(noteKey(identity.logOrigin, key.key))])
  expect(stdout).toMatch(/^whole: [1-9]\d* entries/)
}
