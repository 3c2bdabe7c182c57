import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { corePid, coreIsReady, expect, openConsole, test } from './console.ts'
import { electronExecutable, appFolder, flags, results } from './surroundings.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'

test.describe('the window', () => {
  test('opens with strip and rail, and with nothing paired it shows the way to a first point', async ({ console: { page } }) => {
    await expect(page.getByRole('banner').first()).toContainText('No enforcement points')
    await expect(page.getByRole('navigation', { name: 'Screens' }).getByRole('button')).toHaveText([/Inbox/, /Sessions/, /Agents/, /Kill switch/, /Log/, /Insights/, /Fleet/, /Settings/])
    await expect(page.getByRole('main', { name: 'Inbox' })).toContainText('Nothing waiting')
    await expect(page.getByRole('heading', { name: 'Pair with an enforcement point' })).toBeVisible()
    await expect(page.getByText('countersign-gateway pair', { exact: false })).toBeVisible()
  })

  test('names the core that has said hello, and that process lives', async ({ console: { page } }) => {
    const pid = await corePid(page)
    expect(existsSync(`/proc/${pid}/status`)).toBe(true)
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('core.cjs')
  })

  test('says that its runtime is not the shipped one, exactly when that is so', async ({ console: { app, page } }) => {
    const version = await app.evaluate(() => process.versions.electron)
    const shipped = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')).devDependencies.electron
    await expect(page.getByText(`Development runtime: Electron ${version}`, { exact: false })).toHaveCount(version === shipped ? 0 : 1)
  })

  test('keeps its user folder closed to everybody else', async ({ console: { userFolder } }) => {
    expect(statSync(userFolder).mode & 0o777).toBe(0o700)
  })

  test('comes to the front instead of opening twice', async ({ console: { userFolder } }) => {
    const second = spawn(electronExecutable, [...flags, appFolder, `--user-data-dir=${userFolder}`], { stdio: ['ignore', 'pipe', 'ignore'] })
    let said = ''
    second.stdout.on('data', (text) => (said += text))
    const [code] = await once(second, 'exit')
    expect({ code, said }).toEqual({ code: 0, said: 'Countersign is open already; its window was brought to the front.\n' })
  })

  test('brings its page back after a crash', async ({ console: { app } }) => {
    const crash = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
    // A question to a page that is gone is never answered, so each is given up after a moment.
    const heading = () => app.evaluate(({ BrowserWindow }) => Promise.race([
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript("document.querySelector('h2')?.textContent ?? null"),
      new Promise((resolve) => setTimeout(() => resolve(null), 300)),
    ])).catch(() => null)
    await crash()
    await expect.poll(heading).toBe('Pair with an enforcement point')
  })

  test('closes though its page tries to hold it open', async ({ userFolder }) => {
    const { app, page } = await openConsole({ userFolder })
    await coreIsReady(page)
    await page.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()))
    await page.getByRole('heading', { name: 'Pair with an enforcement point' }).click()
    const closed = app.waitForEvent('close')
    await page.evaluate(() => void window.countersign.closeWindow())
    await closed
  })

  test('closes though its page is just being loaded', async ({ userFolder }) => {
    const { app, page } = await openConsole({ userFolder })
    await coreIsReady(page)
    const closed = app.waitForEvent('close')
    // The page comes back after a crash; the program is told to end in the midst of that.
    await app.evaluate(({ app: program, BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      contents?.once('did-start-navigation', () => program.quit())
      contents?.forcefullyCrashRenderer()
    })
    await closed
  })

  test('keeps the chosen theme across a restart', async ({ userFolder }) => {
    const first = await openConsole({ userFolder })
    await coreIsReady(first.page)
    await first.page.keyboard.press('Control+,')
    await first.page.getByRole('radio', { name: 'Dark' }).check()
    await expect(first.page.locator('body')).toHaveCSS('color', 'rgb(233, 236, 240)')
    await first.app.close()

    const second = await openConsole({ userFolder })
    await coreIsReady(second.page)
    await expect(second.page.locator('body')).toHaveCSS('color', 'rgb(233, 236, 240)')
    await second.app.close()
  })

  for (const theme of ['dark', 'light'] as const) {
    for (const [width, height] of [[1440, 900], [1024, 700]] as const) {
      test(`shows all of itself in the ${theme} theme at ${width}x${height}`, async ({ console: { app, page } }) => {
        await page.evaluate((wanted) => window.countersign.chooseTheme({ theme: wanted }), theme)
        await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height })
        await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height])
        for (const screen of ['inbox', 'settings', 'halt'] as const) {
          await page.keyboard.press({ inbox: 'Control+1', settings: 'Control+,', halt: 'Control+4' }[screen])
          const overflowing = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1 && getComputedStyle(element).overflowX !== 'visible').map((element) => element.className))
          expect(overflowing, `${screen} scrolls or cuts sideways`).toEqual([])
          mkdirSync(join(results, 'pictures'), { recursive: true })
          await page.screenshot({ path: join(results, 'pictures', `${screen}-${theme}-${width}x${height}.png`) })
        }
      })
    }
  }
})
