import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, expect, type ElectronApplication, type Page } from '@playwright/test'
import { appFolder, display, flags } from './surroundings.ts'

export { expect }

/** A console that is open, in a user folder of its own. */
export interface OpenConsole {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userFolder: string
}

export interface OpenOptions {
  readonly userFolder: string
  readonly folder?: string
  readonly args?: readonly string[]
  /** In place of what the tests' own environment says. */
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the built program as `npm start` does and waits for its window. */
export async function openConsole({ userFolder, folder = appFolder, args = [], env = {} }: OpenOptions): Promise<OpenConsole> {
  const app = await _electron.launch({
    args: [...flags, folder, `--user-data-dir=${userFolder}`, ...args],
    env: { ...(process.env as Record<string, string>), ...display, ...env },
    // Playwright would switch the sandbox off.
    chromiumSandbox: ![...flags, ...args].includes('--no-sandbox'),
    // Playwright would set a colour scheme of its own; the theme under test is the program's.
    colorScheme: null,
  })
  return { app, page: await app.firstWindow(), userFolder }
}

/** A test with a console of its own, ended and swept away afterwards. */
export const test = base.extend<{ userFolder: string; console: OpenConsole }>({
  userFolder: async ({}, give) => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-'))
    await give(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  console: async ({ userFolder }, give) => {
    const opened = await openConsole({ userFolder })
    await coreIsReady(opened.page)
    await give(opened)
    await opened.app.close()
  },
})

export async function coreIsReady(page: Page): Promise<void> {
  await expect(page.getByText('Core running')).toBeAttached()
}

/** The process id of the core, as the window shows it. */
export async function corePid(page: Page): Promise<number> {
  const text = await page.getByText(/^process \d+$/).textContent()
  return Number(text?.replace('process ', ''))
}

/**
 * Kills the core that runs, once one does, and waits until the window knows: its number is gone for good, while what is
 * said of its end stands only until the next one is there.
 */
export async function killCore(page: Page): Promise<number> {
  const pid = await corePid(page)
  process.kill(pid, 'SIGKILL')
  await expect(page.getByText(`process ${pid}`, { exact: true })).toHaveCount(0)
  return pid
}
