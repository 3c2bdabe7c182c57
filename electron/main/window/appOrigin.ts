/** The scheme that the window's pages come by, and no other. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'countersign'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`

/** No network, no inline code, no string that becomes code. All sockets live in the core. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')
