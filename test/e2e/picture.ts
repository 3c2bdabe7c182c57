import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { results } from './surroundings.ts'

/** Keeps a picture of the window, so that a person can lay it beside its mockup. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = join(results, 'pictures')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
