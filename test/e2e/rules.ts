// The rules that every screen has to meet: WCAG as axe checks it, and a contrast that is measured on what is drawn.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect } from './console.ts'
import { appFolder } from './surroundings.ts'

const axe = readFileSync(join(appFolder, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

/** Chooses a theme and takes away the motion, so that there is no moment in which one theme fades into the other. */
export async function inTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate((wanted) => window.countersign.chooseTheme({ theme: wanted }), theme)
}

/** What is on screen now passes WCAG 2.2 AA and has a contrast of at least 4.5 to 1 in every text. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  expect.soft(await violationsOn(page), `axe, ${where}`).toEqual([])
  const runs = await contrasts(page)
  expect(runs.length).toBeGreaterThan(10)
  expect.soft(runs.filter(({ ratio }) => ratio < 4.5), `contrast, ${where}`).toEqual([])
}

async function violationsOn(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  })
}

/** The contrast of every text that is drawn, against the first opaque ground behind it. */
async function contrasts(page: Page): Promise<readonly { text: string; ratio: number }[]> {
  return page.evaluate(() => {
    const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = (colour: string) => {
      const [r = 0, g = 0, b = 0] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const ground = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)'
      const colour = getComputedStyle(element).backgroundColor
      return (channels(colour)[3] ?? 1) === 1 ? colour : ground(element.parentElement)
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: { text: string; ratio: number }[] = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement } = node
      if (parentElement === null || node.textContent?.trim() === '' || parentElement.getClientRects().length === 0) continue
      const [light = 0, dark = 0] = [luminance(getComputedStyle(parentElement).color), luminance(ground(parentElement))].sort((a, b) => b - a)
      found.push({ text: `${parentElement.className} ${node.textContent ?? ''}`, ratio: (light + 0.05) / (dark + 0.05) })
    }
    return found
  })
}
