import type { Page } from '@playwright/test'
import { expect, openConsole, test } from './console.ts'

const BY_PASSPHRASE = ['--key-store=passphrase']
const PASSPHRASE = 'four quiet herons wait'

test.describe("the reviewer's key", () => {
  test('under a passphrase is made once, waits locked after a start, and opens with the same words alone', async ({ userFolder }) => {
    const first = await openConsole({ userFolder, args: BY_PASSPHRASE })
    expect(await keyState(first.page)).toEqual({ status: 'new', store: 'passphrase' })
    expect(await unlock(first.page, 'short')).toContain('at least 12 characters')
    expect(await unlock(first.page, PASSPHRASE)).toBe(null)
    const made = await keyState(first.page)
    expect(made).toMatchObject({ status: 'ready', store: 'passphrase' })
    await first.app.close()

    const second = await openConsole({ userFolder, args: BY_PASSPHRASE })
    expect(await keyState(second.page)).toEqual({ status: 'locked', store: 'passphrase' })
    expect(await unlock(second.page, 'four quiet herons fly')).toContain('does not open the key')
    expect(await unlock(second.page, PASSPHRASE)).toBe(null)
    expect(await keyState(second.page)).toEqual(made)
    await second.app.close()
  })

  test('is made for each run on the development runtime, and kept nowhere', async ({ userFolder }) => {
    const kids: unknown[] = []
    for (let run = 0; run < 2; run++) {
      const { app, page } = await openConsole({ userFolder })
      const isShipped = await page.evaluate(async () => {
        const host = await window.countersign.readHost()
        return host.ok && host.value.runtime.isShipped
      })
      const state = await keyState(page)
      await app.close()
      test.skip(isShipped, 'not proven here: this is the shipped runtime, which keeps its key')
      expect(state).toMatchObject({ status: 'ready', store: 'memory' })
      kids.push((state as { kid: string }).kid)
    }
    expect(new Set(kids).size).toBe(2)
  })
})

async function keyState(page: Page): Promise<unknown> {
  const host = await page.evaluate(() => window.countersign.readHost())
  return host.ok ? host.value.key : host.failure
}

async function unlock(page: Page, passphrase: string): Promise<unknown> {
  const answer = await page.evaluate((words) => window.countersign.unlockKey({ passphrase: words }), passphrase)
  return answer.ok ? answer.value : answer.failure
}
