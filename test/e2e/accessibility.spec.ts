import { expect, test } from './attached.ts'
import { PAIRING_CODE } from './gatewayCommand.ts'
import { board, deny, holdToStop, openChallenge, openConfirmSheet, openReleaseSheet } from './hands.ts'
import { expectAccessible, inTheme } from './rules.ts'

for (const theme of ['dark', 'light'] as const) {
  test(`every empty screen passes WCAG 2.2 AA and keeps its contrast in the ${theme} theme`, async ({ console: { page } }) => {
    await inTheme(page, theme)
    for (const key of ['1', '2', '3', '4', '5', '6', '7', ',']) {
      await page.keyboard.press(`Control+${key}`)
      await expectAccessible(page, `Ctrl ${key}`)
    }
    await page.keyboard.press('?')
    await expectAccessible(page, 'all keys')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+K')
    await expectAccessible(page, 'search')
  })

  test(`every screen with something on it passes WCAG 2.2 AA and keeps its contrast in the ${theme} theme`, async ({ point, attached: { page } }) => {
    await inTheme(page, theme)
    const agent = await point.agent()
    const path = point.write('plan.md', 'old text\n')
    const first = agent.call('write_file', { path, content: 'new\u202e text \u200b' })
    await openChallenge(page, /^High, scribe/)
    await expectAccessible(page, 'open card')
    await openConfirmSheet(page, 'The plan says so')
    await expectAccessible(page, 'confirm sheet')
    await page.keyboard.press('Escape')
    await deny(page, 'Suspicious text')
    await first
    await expectAccessible(page, 'ended card')

    const second = agent.call('move_file', { source: path, destination: `${path}.gone` })
    await openChallenge(page, /^Critical, scribe/)
    await openConfirmSheet(page, 'The archive moved')
    await expectAccessible(page, 'confirm sheet of a Critical')

    await page.keyboard.press('Control+2')
    await page.getByRole('grid').getByRole('row', { name: /scribe/ }).dblclick()
    await expectAccessible(page, 'sessions with drawer')
    await page.keyboard.press('k')
    await expectAccessible(page, 'kill screen, aimed')
    await holdToStop(page, '1 of 1')
    await second
    await expect(board(page)).toBeVisible()
    await expectAccessible(page, 'kill screen with board')
    await openReleaseSheet(page, 'Looked into it')
    await expectAccessible(page, 'release sheet')

    await page.keyboard.press('Control+5')
    await page.getByRole('grid').getByRole('row', { name: /denial was signed/ }).dblclick()
    await expect(page.getByRole('region', { name: 'Bytes that were signed' })).toBeVisible()
    await expectAccessible(page, 'log with an entry open')
    await page.keyboard.press('Control+,')
    await expectAccessible(page, 'settings')
  })

  test(`the words of a pairing pass WCAG 2.2 AA and keep their contrast in the ${theme} theme`, async ({ point, console: { page } }) => {
    await inTheme(page, theme)
    const terminal = point.pair()
    const code = await terminal.heard(PAIRING_CODE)
    await page.getByLabel('Address of the point').fill(point.facts.address)
    await page.getByLabel('Code that it printed').fill(code)
    await page.getByRole('button', { name: 'Dial the point' }).click()
    await expect(page.getByRole('group', { name: 'Words of this computer' })).toBeVisible()
    await expectAccessible(page, 'pairing, compare')
    await page.keyboard.press('n')
    await terminal.ended
    await expect(page.getByRole('alert').filter({ hasText: 'Nothing was paired' })).toBeVisible()
    await expectAccessible(page, 'pairing, failed')
  })

  test(`the banner of a point that went silent passes WCAG 2.2 AA and keeps its contrast in the ${theme} theme`, async ({ point, attached: { page } }) => {
    await inTheme(page, theme)
    const agent = await point.agent()
    void agent.call('write_file', { path: point.write('plan.md', 'old text\n'), content: 'new text\n' }).catch(() => {})
    await openChallenge(page, /scribe/)
    await point.kill()
    await expect(page.getByText('1 enforcement point went silent', { exact: false })).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page, 'silent point')
  })
}
