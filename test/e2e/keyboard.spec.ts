import { join } from 'node:path'
import { expect, test } from './attached.ts'
import { inboxList } from './hands.ts'
import { results } from './surroundings.ts'

test.describe('the keyboard', () => {
  test('reaches every screen with Ctrl and its number', async ({ console: { page } }) => {
    for (const [key, name] of [['2', 'Sessions'], ['3', 'Agents'], ['4', 'Kill switch'], ['5', 'Log'], ['6', 'Insights'], ['7', 'Fleet'], [',', 'Settings'], ['1', 'Inbox']] as const) {
      await page.keyboard.press(`Control+${key}`)
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
      await expect(page.getByRole('button', { name: new RegExp(`^${name}`) })).toHaveAttribute('aria-current', 'page')
    }
    await page.keyboard.press('Control+Shift+X')
    await expect(page.getByRole('heading', { level: 1, name: 'Kill switch' })).toBeVisible()
  })

  test('walks the panes with F6 and back with Shift F6', async ({ console: { page } }) => {
    // Until the core has said that nothing is paired, the screen is another one.
    await expect(page.getByRole('heading', { name: 'Pair with an enforcement point' })).toBeVisible()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)
    const walk: unknown[] = []
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('F6')
      walk.push(await focused())
    }
    expect(walk).toEqual(['HEADER', 'Screens', 'Inbox', 'HEADER'])
    await page.keyboard.press('Shift+F6')
    expect(await focused()).toBe('Inbox')
  })

  test('walks to the list and to the challenge once a point is paired', async ({ attached: { page } }) => {
    await page.keyboard.press('F6')
    await page.keyboard.press('F6')
    for (const pane of ['Inbox', 'Challenge']) {
      await page.keyboard.press('F6')
      await expect(page.getByLabel(pane, { exact: true }).and(page.locator(':focus'))).toHaveCount(1)
    }
  })

  test('takes an arrow into the list of a screen from where nothing has focus, and opens with Enter', async ({ point, attached: { page } }) => {
    const agent = await point.agent()
    void agent.call('write_file', { path: point.write('plan.md', 'old'), content: 'new' }).catch(() => {})
    const row = inboxList(page).getByRole('option', { name: /scribe/ })
    await expect(row).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await expect(inboxList(page)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'Decision' })).toBeVisible()

    await page.getByRole('button', { name: /^Sessions/ }).click()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('grid', { name: 'Sessions' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('complementary', { name: 'Session' })).toContainText('scribe')
  })

  test('lists all keys with ?, and Esc gives focus back', async ({ console: { page } }) => {
    const opener = page.getByRole('button', { name: 'Kill switch', exact: true })
    await opener.focus()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Next pane')
    await page.screenshot({ path: join(results, 'pictures', 'all-keys.png') })
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(opener).toBeFocused()
  })

  test('finds a screen by its name with Ctrl K', async ({ console: { page } }) => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type('kill')
    await expect(page.getByRole('option')).toHaveText(['Kill switch'])
    await page.screenshot({ path: join(results, 'pictures', 'search.png') })
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Kill switch' })).toBeVisible()
  })

  test('says when nothing has the name that was typed', async ({ console: { page } }) => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type('no such thing')
    await expect(page.getByText('No screen and no command has this name.')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('combobox')).toHaveValue('')
  })
})
