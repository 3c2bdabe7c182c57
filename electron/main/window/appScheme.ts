import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, posix } from 'node:path'
import { protocol } from 'electron'
import { APP_HOST, APP_SCHEME, CONTENT_SECURITY_POLICY } from './appOrigin.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}

/** Must be called before the app is ready; a scheme cannot become privileged later. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true } }])
}

/**
 * Serves the window's files. Only names that the folder holds are served, so there is no path to walk out on; the
 * folder is listed anew at each request for the page itself, because a rebuild renames its files.
 */
export function serveApp(folder: string): void {
  let files = filesOf(folder)
  protocol.handle(APP_SCHEME, (request) => {
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.host !== APP_HOST) return refusal(403)
    if (url.pathname === '/index.html') files = filesOf(folder)
    const type = TYPES[extname(url.pathname)]
    if (type === undefined || !files.has(url.pathname)) return refusal(404)
    return new Response(readFileSync(join(folder, url.pathname)), { headers: { ...SECURITY_HEADERS, 'content-type': type } })
  })
}

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

const refusal = (status: 403 | 404) => new Response('There is nothing here.', { status, headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain' } })

function filesOf(folder: string): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (path: string) => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const name = posix.join(path, entry.name)
      if (entry.isDirectory()) visit(name)
      else found.add(name)
    }
  }
  visit('/')
  return found
}
