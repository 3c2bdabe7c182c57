/** Why a command, a decision or a lock is refused. */
export const ERROR_CODES = [
  'bad_request', 'unsupported_type', 'unsupported_version', 'unauthenticated', 'forbidden', 'not_eligible', 'self_approval',
  'unknown_challenge', 'challenge_terminal', 'challenge_expired', 'invalid_binding', 'display_unbound', 'fenced', 'locked',
  'presence_required', 'signature_invalid', 'key_unknown', 'key_revoked', 'log_fork', 'replay', 'duplicate_request',
  'scope_too_broad', 'not_narrower', 'payload_incomplete', 'payload_too_large_to_review', 'too_large', 'rate_limited',
  'unavailable', 'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** Only these may be tried again as they are. */
export const isRetryable = (code: ErrorCode): boolean => code === 'rate_limited' || code === 'unavailable' || code === 'internal'

/** How a connection ends, beside the codes of WebSocket itself. */
export const CLOSE = {
  normal: 1000,
  goingAway: 1001,
  tooBig: 1009,
  restarting: 1012,
  badFrame: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  noCommonVersion: 4406,
  attachTimeout: 4408,
  fork: 4409,
  resetRequired: 4410,
  windowViolated: 4413,
  rateLimited: 4429,
  pointFault: 4500,
} as const
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]
