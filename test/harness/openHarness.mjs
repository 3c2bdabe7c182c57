// Builds the harness page and opens it in a bare window. Needs a display.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { _electron } from '@playwright/test'
import { build } from 'vite'
import { targets } from '../../scripts/build/targets.mjs'
import { cacheFolder, findElectron } from '../../scripts/setup/electron.mjs'

const root = resolve(import.meta.dirname, '..', '..')
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }

/** @returns the window, the address of its page, and the end of both */
export async function openHarness() {
  const built = mkdtempSync(join(tmpdir(), 'countersign-harness-'))
  const { renderer } = targets(root)
  await build({ ...renderer, root: join(import.meta.dirname, 'page'), build: { ...renderer?.build, outDir: built } })

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
    try {
      const body = readFileSync(join(built, path === '/' ? 'index.html' : path))
      response.writeHead(200, { 'content-type': TYPES[/** @type {keyof typeof TYPES} */ (extname(path) || '.html')] ?? 'application/octet-stream' }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`

  const electron = await findElectron({ root, cache: cacheFolder() })
  const userFolder = mkdtempSync(join(tmpdir(), 'countersign-harness-user-'))
  const app = await _electron.launch({
    executablePath: electron.executable,
    // No sandbox: the page is our own, and this runs as whoever started it.
    args: ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer', join(import.meta.dirname, 'app'), `--user-data-dir=${userFolder}`],
    env: { .../** @type {Record<string, string>} */ (process.env), HARNESS_URL: url },
  })
  const page = await app.firstWindow()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (fault) => console.error('page:', fault.message))
  page.on('console', (message) => message.type() === 'error' && console.error('console:', message.text()))
  const close = async () => {
    await app.close()
    server.close()
    for (const folder of [built, userFolder]) rmSync(folder, { recursive: true, force: true })
  }
  return { app, page, url, close }
}
