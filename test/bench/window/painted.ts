import type { Page } from '@playwright/test'

/** What has to stand in the page: an element with this id, or all of these texts. */
export type Mark = { readonly id: string } | { readonly texts: readonly string[] }

/**
 * The page's own script that resolves with the moment, on its clock, at which a mark is painted: once it stands in the
 * document, and two frames later, because the second begins when the first is on its way to the screen.
 */
export const paintedScript = (mark: Mark): string => `new Promise((resolve) => {
  const mark = ${JSON.stringify(mark)}
  const isThere = () => mark.id !== undefined ? document.getElementById(mark.id) !== null : mark.texts.every((text) => document.body.textContent.includes(text))
  const observer = new MutationObserver(() => look())
  const look = () => {
    if (!isThere()) return
    observer.disconnect()
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))
  }
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  look()
})`

/** Watches for a mark from now on. What it gives waits for it and resolves with the moment on the page's clock. */
export async function watchFor(page: Page, mark: Mark): Promise<() => Promise<number>> {
  await page.evaluate(`void (window.benchPainted = ${paintedScript(mark)})`)
  return () => page.evaluate('window.benchPainted')
}

/** Notes the next press of a key. What it gives resolves with the moment at which the browser had it, on the page's clock. */
export async function watchForKey(page: Page, key: string): Promise<() => Promise<number>> {
  await page.evaluate(`void (window.benchKey = new Promise((resolve) => {
    const hear = (event) => {
      if (event.key !== ${JSON.stringify(key)}) return
      window.removeEventListener('keydown', hear, true)
      resolve(event.timeStamp)
    }
    window.addEventListener('keydown', hear, true)
  }))`)
  return () => page.evaluate('window.benchKey')
}
