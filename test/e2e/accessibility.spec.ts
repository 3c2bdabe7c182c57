import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './console.ts'
import { appFolder } from './surroundings.ts'

const axe = readFileSync(join(appFolder, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

test.describe('accessibility', () => {
  for (const theme of ['dark', 'light'] as const) {
    test(`every screen passes the rules of WCAG 2.2 AA in the ${theme} theme`, async ({ console: { page } }) => {
      await page.evaluate((wanted) => window.countersign.chooseTheme({ theme: wanted }), theme)
      await page.evaluate(axe)
      for (const key of ['1', '2', '3', '4', '5', '6', '7', ',']) {
        await page.keyboard.press(`Control+${key}`)
        expect(await violationsOn(page), `Ctrl ${key}`).toEqual([])
      }
      await page.keyboard.press('?')
      expect(await violationsOn(page), 'all keys').toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+K')
      expect(await violationsOn(page), 'search').toEqual([])
    })

    test(`every text has a contrast of at least 4.5 to 1 in the ${theme} theme`, async ({ console: { page } }) => {
      // Without motion there is no moment in which one theme fades into the other.
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await page.evaluate((wanted) => window.countersign.chooseTheme({ theme: wanted }), theme)
      for (const key of ['1', '4', ',']) {
        await page.keyboard.press(`Control+${key}`)
        const runs = await contrasts(page)
        expect(runs.length).toBeGreaterThan(10)
        expect(runs.filter(({ ratio }) => ratio < 4.5), `Ctrl ${key}`).toEqual([])
      }
    })
  }
})

async function violationsOn(page: Page): Promise<readonly string[]> {
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
      found.push({ text: node.textContent ?? '', ratio: (light + 0.05) / (dark + 0.05) })
    }
    return found
  })
}
