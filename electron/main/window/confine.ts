import { session, type App } from 'electron'
import { APP_SCHEME } from './appOrigin.ts'

/** What the window may be allowed at all: a notification, and text on the clipboard after a press. */
const PERMITTED: readonly string[] = ['notifications', 'clipboard-sanitized-write']

/**
 * Closes every way by which a page could leave the app: navigation, new windows, webviews, devices, permissions.
 * Applied to every web contents there will ever be, so that a forgotten one is closed too.
 */
export function confine(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.session.setPermissionRequestHandler((_contents, permission, decide) => decide(PERMITTED.includes(permission)))
    contents.session.setPermissionCheckHandler((_contents, permission) => PERMITTED.includes(permission))
    contents.session.setDevicePermissionHandler(() => false)
    // WebRTC knows no content security policy and passes no request filter: it may go through a proxy only, and the
    // proxy is one that nobody answers at. The window has no business on any network.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
    // A page must not hold its window open.
    contents.on('will-prevent-unload', (event) => event.preventDefault())
    // The spell checker would fetch its dictionaries from a network.
    contents.session.setSpellCheckerEnabled(false)
  })
  app.on('session-created', (created) => {
    created.on('will-download', (event) => event.preventDefault())
  })
}

/** Blocks and counts every request of the window that is not for the app itself. In a healthy run there is none. */
export class RequestFilter {
  readonly #onBlocked: () => void
  #blocked = 0

  constructor(onBlocked: () => void) {
    this.#onBlocked = onBlocked
  }

  get blocked(): number {
    return this.#blocked
  }

  watch(): void {
    // Port 9 is "discard"; nothing of ours listens there, and what goes there is lost.
    void session.defaultSession.setProxy({ mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:9', proxyBypassRules: '<-loopback>' })
    session.defaultSession.webRequest.onBeforeRequest(({ url }, decide) => {
      const isOwn = url.startsWith(`${APP_SCHEME}://`) || url.startsWith('devtools://')
      decide({ cancel: !isOwn })
      if (isOwn) return
      this.#blocked++
      this.#onBlocked()
    })
  }
}
