import { join } from 'node:path'
import { corePid, coreIsReady, expect, killCore, openConsole, test } from './console.ts'
import { programWithCore } from './programWithCore.ts'
import { results } from './surroundings.ts'

test.describe('the core', () => {
  test('is started again after it was killed, and the window says so meanwhile', async ({ console: { page } }) => {
    // Each crash doubles the pause: before the fifth start there are seconds in which to look around.
    for (let crash = 1; crash < 5; crash++) await killCore(page)
    const before = await killCore(page)
    const banner = page.getByRole('status', { name: 'The core has stopped' })
    await expect(banner).toContainText('it was ended by SIGKILL')
    await expect(banner).toContainText('No call is released by this')
    await expect(page.getByText('Enforcement points not known'), 'what a core said that is gone is not shown as live').toBeVisible()
    await expect(page.getByRole('button', { name: 'Fleet', exact: true })).toBeVisible()
    await page.screenshot({ path: join(results, 'pictures', 'core-stopped.png') })
    await expect(page.getByRole('heading', { name: 'The inbox is not live' })).toBeVisible()

    await expect(banner).toHaveCount(0)
    await expect(page.getByRole('heading', { name: 'Pair with an enforcement point' })).toBeVisible()
    expect(await corePid(page)).not.toBe(before)
  })

  test('ends with the program that started it', async ({ userFolder }) => {
    const { app, page } = await openConsole({ userFolder })
    await coreIsReady(page)
    const pid = await corePid(page)
    const main = app.process().pid
    if (main === undefined) throw new Error('Electron has no process id')
    process.kill(main, 'SIGKILL')
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  test('counts as crashed when it ends with code 0 before it has said hello', async ({ userFolder }) => {
    const folder = programWithCore(userFolder, 'process.exit(0)')
    const { app, page } = await openConsole({ userFolder: join(userFolder, 'data'), folder })
    await expect(page.getByRole('status', { name: 'The core has stopped' })).toContainText('it ended with code 0 before it had said hello')
    await expect(page.getByRole('heading', { name: 'The inbox is not live' })).toBeVisible()
    await expect(page.getByText(/after \d+ stops/)).toBeVisible()
    await app.close()
  })

  test('of another version is not listened to', async ({ userFolder }) => {
    const folder = programWithCore(userFolder, "process.send({ kind: 'hello', version: 99, pid: process.pid, node: 'x' }); setInterval(() => {}, 1000)")
    const { app, page } = await openConsole({ userFolder: join(userFolder, 'data'), folder })
    await expect(page.getByRole('status', { name: 'The core has stopped' })).toContainText('it speaks version 99 where main speaks 2')
    await app.close()
  })

  test('runs in a utility process where this runtime can hold it', async ({ console: { app, page } }) => {
    const nodeApi = await app.evaluate(() => Number(process.versions['napi'] ?? 0))
    test.skip(nodeApi < 10, `not proven here: this Electron has Node-API ${nodeApi}, so the core runs in a child of Node`)
    const host = await page.evaluate(() => window.countersign.readHost())
    expect(host).toMatchObject({ ok: true, value: { core: { status: 'ready', host: 'utility process' } } })
  })

  test('answers with data when it is not running', async ({ userFolder }) => {
    const folder = programWithCore(userFolder, 'process.exit(1)')
    const { app, page } = await openConsole({ userFolder: join(userFolder, 'data'), folder })
    await expect(page.getByText('Core stopped')).toBeAttached()
    expect(await page.evaluate(() => window.countersign.readFeed())).toEqual({
      ok: false,
      failure: { code: 'core_unavailable', message: 'The core is not running just now. It is being restarted.' },
    })
    await app.close()
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
