// The hardening lines 1 to 19, each asserted against the running program. What cannot be proven on this machine is
// skipped with its reason, never passed.

import { createSocket } from 'node:dgram'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { TO_WINDOW, WINDOW_TO_CORE, WINDOW_TO_MAIN } from '../../shared/ipc/channels.ts'
import type { ElectronApplication } from '@playwright/test'
import { expect, openConsole, test, type OpenConsole } from './console.ts'
import { appFolder, flags, results } from './surroundings.ts'

const hasSandbox = !flags.includes('--no-sandbox')
const BARE = 'This window runs without a sandbox'
const NO_SANDBOX = 'not proven here: this kernel offers no sandbox'

test.describe('hardening', () => {
  test('1 every web contents is isolated, sandboxed and without Node', async ({ console: { app } }) => {
    const preferences = await preferencesOf(app)
    expect(preferences.length).toBeGreaterThan(0)
    for (const preference of preferences) {
      // What the runtime does not report (Node in workers, on Electron 25) is proven by line 15: no worker starts at all.
      expect(preference).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInSubFrames: false })
    }
  })

  test('2 web security is on and every extra is off', async ({ console: { app } }) => {
    const [preference] = await preferencesOf(app)
    expect(preference).toMatchObject({ webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false })
    expect(preference?.['enableBlinkFeatures'] || '').toBe('')
    expect(await app.evaluate(({ session }) => session.defaultSession.isSpellCheckerEnabled())).toBe(false)
  })

  test('3 the kernel filters the system calls of the window', async ({ console: { app } }) => {
    test.skip(!hasSandbox, NO_SANDBOX)
    const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId())
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s*2$/m)
    expect(readFileSync(`/proc/${app.process().pid}/cmdline`, 'utf8')).not.toContain('no-sandbox')
  })

  test('3 a window with a sandbox does not warn', async ({ console: { page } }) => {
    test.skip(!hasSandbox, NO_SANDBOX)
    await expect(page.getByText(BARE)).toHaveCount(0)
  })

  test('3 a window without a sandbox says so in red', async ({ userFolder }) => {
    const bare = await openConsole({ userFolder, args: ['--no-sandbox'] })
    await expect(bare.page.getByRole('alert').filter({ hasText: BARE })).toBeVisible()
    await bare.page.screenshot({ path: join(results, 'pictures', 'no-sandbox.png') })
    await bare.app.close()
  })

  test('4 the page has no global of Node, and exactly the functions of the contract', async ({ console: { page } }) => {
    const seen = await page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'electron'].filter((name) => name in window),
      names: Object.keys(window.countersign).toSorted(),
      types: [...new Set(Object.values(window.countersign).map((value) => typeof value))],
      isFrozen: Object.isFrozen(window.countersign),
      descriptor: Object.getOwnPropertyDescriptor(window, 'countersign')?.writable,
    }))
    const verb = (channel: string) => channel.split('.')[1] ?? ''
    const expected = [...WINDOW_TO_MAIN, ...WINDOW_TO_CORE].map(verb).concat(TO_WINDOW.map((channel) => `on${verb(channel).charAt(0).toUpperCase()}${verb(channel).slice(1)}`))
    expect(seen).toEqual({ globals: [], names: expected.toSorted(), types: ['function'], isFrozen: true, descriptor: false })
  })

  test('5 a listener is handed the body alone, never an event', async ({ console: { page } }) => {
    const handed = await page.evaluate(async () => {
      const heard = new Promise<unknown[]>((resolve) => window.countersign.onHostChanged((...all: unknown[]) => resolve(all)))
      await window.countersign.chooseTheme({ theme: 'dark' })
      const all = await heard
      return { count: all.length, keys: Object.keys(all[0] as object) }
    })
    expect(handed.count).toBe(1)
    expect(handed.keys).toContain('runtime')
    expect(handed.keys).not.toContain('sender')
  })

  test('6 pages come from the app scheme alone, and no path leads out of its folder', async ({ console: { app, page } }) => {
    expect(await page.evaluate(() => [location.protocol, isSecureContext])).toEqual(['app:', true])
    const statuses = await app.evaluate(async ({ net }) => {
      const paths = ['/../main/main.cjs', '/%2e%2e/main/main.cjs', '/..%2fmain%2fmain.cjs', '/assets/..%5c..%5cmain', '//etc/passwd', '/nothing.js', '/assets/']
      return Promise.all([...paths.map((path) => `app://countersign${path}`), 'app://elsewhere/index.html'].map((url) => net.fetch(url).then(({ status }) => status, String)))
    })
    expect(statuses).toEqual([404, 404, 404, 404, 404, 404, 404, 403])
  })

  test('7 the content security policy refuses inline script, eval and a remote picture', async ({ console: { app, page } }) => {
    const header = await app.evaluate(async ({ net }) => (await net.fetch('app://countersign/index.html')).headers.get('content-security-policy'))
    expect(header).toBe("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'")

    const violations = await page.evaluate(async () => {
      const seen: string[] = []
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => seen.push(`${effectiveDirective} ${blockedURI}`))
      const picture = document.createElement('img')
      picture.src = 'https://example.invalid/pixel.png'
      document.body.append(picture)
      const style = document.createElement('style')
      style.textContent = 'body { display: none }'
      document.head.append(style)
      await fetch('https://example.invalid/').catch(() => {})
      // In a timer the page's own policy holds; directly here the test driver would be let through.
      await new Promise((resolve) => setTimeout(() => {
        try {
          Reflect.get(window, 'eval')('window.ran = true')
        } catch {
          seen.push('eval threw')
        }
        try {
          document.createElement('script').text = 'window.ran = true'
        } catch {
          seen.push('script text threw')
        }
        try {
          document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = true">')
        } catch {
          seen.push('markup threw')
        }
        resolve(undefined)
      }, 0))
      await new Promise((resolve) => setTimeout(resolve, 300))
      return { seen, ran: 'ran' in window, isShown: getComputedStyle(document.body).display !== 'none' }
    })
    expect(violations.seen).toEqual(expect.arrayContaining(['img-src https://example.invalid/pixel.png', 'style-src-elem inline', 'connect-src https://example.invalid/', 'eval threw', 'script text threw', 'markup threw']))
    expect(violations).toMatchObject({ ran: false, isShown: true })
  })

  test('8 nothing makes the page go elsewhere', async ({ console: { app, page } }) => {
    const before = page.url()
    await inPage(app, "location.href = 'https://example.invalid/'")
    await inPage(app, "{ const link = document.createElement('a'); link.href = 'app://elsewhere/index.html'; document.body.append(link); link.click() }")
    // A real drop, as the browser process sees it, and not an event that a script made up.
    const browser = await page.context().newCDPSession(page)
    const data = { items: [{ mimeType: 'text/uri-list', data: 'https://example.invalid/' }], files: ['/etc/hostname'], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await browser.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data })
    const after = await page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      return [location.href, document.querySelector('h2')?.textContent]
    })
    expect(after).toEqual([before, 'Pair with an enforcement point'])
  })

  test('9 no second window opens, and a webview stays an unknown element', async ({ console: { app, page } }) => {
    const opened = await page.evaluate(async () => {
      const child = window.open('https://example.invalid/')
      const view = document.createElement('webview')
      view.setAttribute('src', 'https://example.invalid/')
      document.body.append(view)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return { child, isWebview: 'getWebContentsId' in view }
    })
    expect(opened).toEqual({ child: null, isWebview: false })
    expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
  })

  test('10 no address is ever handed to the system', async ({ userFolder }) => {
    // Chromium hands addresses to these programs, and not through any call that could be watched from JavaScript.
    const programs = join(userFolder, 'programs')
    const ran = join(userFolder, 'ran')
    mkdirSync(programs)
    for (const name of ['xdg-open', 'xdg-email', 'gio', 'gvfs-open', 'kde-open', 'gnome-open', 'sensible-browser']) writeFileSync(join(programs, name), `#!/bin/sh\necho "$0 $@" >> ${ran}\n`, { mode: 0o755 })
    const { app } = await openConsole({ userFolder: join(userFolder, 'data'), env: { PATH: `${programs}:${process.env['PATH'] ?? ''}` } })
    for (const address of ['mailto:somebody@example.invalid', 'https://example.invalid/', 'file:///etc/hostname', 'tel:112']) {
      await inPage(app, `window.open('${address}')`)
      await inPage(app, `{ const link = document.createElement('a'); link.href = '${address}'; document.body.append(link); link.click() }`)
      await inPage(app, `location.href = '${address}'`)
    }
    expect(existsSync(ran) ? readFileSync(ran, 'utf8') : '').toBe('')
    await app.close()
  })

  test('11 permissions are denied but for notifications and writing text to the clipboard', async ({ console: { page } }) => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'camera', 'microphone', 'midi', 'notifications', 'clipboard-read', 'clipboard-write', 'screen-wake-lock'] as const
      const asked = names.map(async (name) => [name, (await navigator.permissions.query({ name: name as PermissionName })).state] as const)
      return Object.fromEntries(await Promise.all(asked))
    })
    expect(states).toMatchObject({ 'geolocation': 'denied', 'camera': 'denied', 'microphone': 'denied', 'midi': 'denied', 'clipboard-read': 'denied', 'notifications': 'granted' })
    const place = await page.evaluate(() => new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('given'), ({ code }) => resolve(code))))
    expect(place).toBe(1)
  })

  test('12 a request for anything but the app is blocked and counted, and a healthy run has none', async ({ console: { app, page } }) => {
    const blocked = async () => (await hostOf({ page })).blockedRequests
    expect(await blocked()).toBe(0)
    const outcome = await app.evaluate(({ session }) => session.defaultSession.fetch('https://example.invalid/').then(() => 'answered', (fault) => String(fault)))
    expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT')
    expect(await blocked()).toBe(1)
  })

  test('12 WebRTC, which no policy and no filter sees, reaches nobody either', async ({ console: { page } }) => {
    const heard: string[] = []
    const udp = createSocket('udp4').on('message', () => heard.push('udp'))
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
    const tcp = createServer(() => heard.push('tcp'))
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const port = (server: { address(): unknown }) => (server.address() as { port: number }).port
    const candidates = await page.evaluate(async ([udpPort, tcpPort]) => {
      const found: string[] = []
      const peer = new RTCPeerConnection({ iceServers: [
        { urls: `stun:127.0.0.1:${udpPort}` },
        { urls: `turn:127.0.0.1:${tcpPort}?transport=tcp`, username: 'x', credential: 'x' },
        { urls: `turn:127.0.0.1:${udpPort}?transport=udp`, username: 'x', credential: 'x' },
      ] })
      peer.onicecandidate = ({ candidate }) => void (candidate !== null && found.push(candidate.candidate))
      peer.createDataChannel('out')
      await peer.setLocalDescription(await peer.createOffer())
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      return found
    }, [port(udp), port(tcp)] as const)
    udp.close()
    tcp.close()
    expect({ heard, candidates }).toEqual({ heard: [], candidates: [] })
  })

  test('13 a download never begins', async ({ console: { app, page } }) => {
    const state = await app.evaluate(({ BrowserWindow, session }) => new Promise((resolve) => {
      session.defaultSession.once('will-download', (event) => setTimeout(() => resolve({ isPrevented: event.defaultPrevented }), 100))
      BrowserWindow.getAllWindows()[0]?.webContents.downloadURL('app://countersign/index.html')
    }))
    expect(state).toEqual({ isPrevented: true })
    await expect(page.getByRole('heading', { name: 'Pair with an enforcement point' })).toBeVisible()
  })

  test('14 developer tools stay shut', async ({ console: { app, page } }) => {
    await page.keyboard.press('Control+Shift+I')
    await page.keyboard.press('F12')
    const isOpen = await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      contents?.openDevTools()
      await new Promise((resolve) => setTimeout(resolve, 300))
      return contents?.isDevToolsOpened()
    })
    expect(isOpen).toBe(false)
  })

  test('14 remote debugging switches are ignored', () => {
    test.skip(true, 'not proven here: the rule holds for a packaged program, and none is packaged yet')
  })

  test('15 no frame, no worker and no markup gets into the page', async ({ console: { page } }) => {
    const refused = await page.evaluate(async () => {
      const frame = document.createElement('iframe')
      frame.src = 'app://countersign/index.html'
      document.body.append(frame)
      await new Promise((resolve) => setTimeout(resolve, 300))
      const attempt = async (work: () => unknown) => {
        try {
          await work()
          return 'done'
        } catch {
          return 'refused'
        }
      }
      return {
        frame: frame.contentDocument?.getElementById('root') ?? null,
        worker: await attempt(() => new Worker('app://countersign/assets/x.js')),
        serviceWorker: await attempt(() => navigator.serviceWorker.register('app://countersign/x.js')),
        markup: await attempt(() => void (document.createElement('div').innerHTML = '<b>x</b>')),
      }
    })
    expect(refused).toEqual({ frame: null, worker: 'refused', serviceWorker: 'refused', markup: 'refused' })
  })

  test('16 a call from a strange page or a strange window is refused, and a sub-frame has nothing to call', async ({ console: { app, page } }) => {
    const answers = await app.evaluate(async ({ BrowserWindow }, preload) => {
      const ask = async (url: string) => {
        const stranger = new BrowserWindow({ show: false, webPreferences: { preload, contextIsolation: true, sandbox: true } })
        await stranger.loadURL(url)
        const answer: unknown = await stranger.webContents.executeJavaScript('window.countersign.readHost()')
        stranger.destroy()
        return answer
      }
      return [await ask('app://countersign/index.html'), await ask('app://countersign.elsewhere/index.html')]
    }, join(appFolder, 'out', 'preload', 'preload.cjs'))
    const refusal = { ok: false, failure: { code: 'forbidden_sender', message: "Only the console's own window may call this." } }
    expect(answers).toEqual([refusal, refusal])

    const inFrame = await page.evaluate(() => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      return typeof frame.contentWindow?.countersign
    })
    expect(inFrame).toBe('undefined')
  })

  test('18 the window can name no digest, key, path, address or peer', async ({ console: { page } }) => {
    const refused = await page.evaluate(async () => {
      const call = window.countersign.chooseTheme as (takes: unknown) => Promise<{ ok: boolean }>
      const asked = ['digest', 'key', 'path', 'url', 'peer'].map(async (name) => (await call({ theme: 'dark', [name]: 'x' })).ok)
      return Promise.all(asked)
    })
    expect(refused).toEqual([false, false, false, false, false])
  })

  test('19 what comes back is plain data', async ({ console: { page } }) => {
    const isPlain = await page.evaluate(async () => {
      const result = await window.countersign.readHost()
      return JSON.stringify(result) === JSON.stringify(structuredClone(result)) && Object.getPrototypeOf(result) === Object.prototype
    })
    expect(isPlain).toBe(true)
  })
})

/**
 * Runs a line in the page by way of main, and gives it a moment. The test driver would wait for a navigation that is
 * never allowed to begin.
 */
async function inPage(app: ElectronApplication, line: string): Promise<void> {
  await app.evaluate(async ({ BrowserWindow }, source) => {
    void BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(`${source}; undefined`).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 150))
  }, line)
}

async function hostOf({ page }: Pick<OpenConsole, 'page'>) {
  const result = await page.evaluate(() => window.countersign.readHost())
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}

/** The preferences that each web contents really has; the call is there in every Electron, but not in its types. */
async function preferencesOf(app: ElectronApplication): Promise<readonly Record<string, unknown>[]> {
  return app.evaluate(({ webContents }) => webContents.getAllWebContents().map((contents) => (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()))
}
