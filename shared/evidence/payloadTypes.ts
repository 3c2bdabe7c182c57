/** Every kind of payload that is signed (protocol P2). The list is closed: what is not here cannot be signed. */
export const PAYLOAD_NAMES = [
  'attach',
  'attached',
  'challenge',
  'decision',
  'receipt',
  'lock',
  'release',
  'lock-receipt',
  'statement',
  'lease',
  'key-enroll',
  'key-revoke',
  'log-reset',
] as const

/** The name of one kind of payload. */
export type PayloadName = (typeof PAYLOAD_NAMES)[number]

/** The media type that stands in an envelope and is signed with its payload. */
export type PayloadType = `application/vnd.countersign.${PayloadName}.v1+json`

/** The media type of a kind of payload. */
export function payloadTypeOf(name: PayloadName): PayloadType {
  return `application/vnd.countersign.${name}.v1+json`
}
