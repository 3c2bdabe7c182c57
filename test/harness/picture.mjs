// Takes pictures of the window by itself: node test/harness/picture.mjs OUT_FOLDER [SCENE...]
// For looking at screens while they are made. Needs a display; without one run it with `xvfb-run -a`.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openHarness } from './openHarness.mjs'
import { scenes } from './scenes.mjs'

const [out = 'pictures', ...only] = process.argv.slice(2)
const SIZES = [[1440, 900], [1024, 700]]

const { app, page, url, close } = await openHarness()
try {
  mkdirSync(out, { recursive: true })
  for (const [width = 0, height = 0] of SIZES) {
    await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height })
    for (const theme of /** @type {const} */ (['dark', 'light'])) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      for (const scene of scenes.filter(({ name }) => only.length === 0 || only.includes(name))) {
        await page.goto('about:blank')
        await page.goto(`${url}#${scene.at ?? 'inbox'}`)
        await page.getByRole('navigation', { name: 'Screens' }).waitFor()
        try {
          await scene.steps?.(page)
        } catch (fault) {
          console.error(`${scene.name}: ${fault instanceof Error ? fault.message.split('\n').slice(0, 3).join(' ') : String(fault)}`)
        }
        await page.screenshot({ path: join(out, `${scene.name}-${theme}-${width}.png`) })
      }
    }
  }
} finally {
  await close()
}
