import { Buffer } from 'node:buffer'
import { hashBytes, type Digest } from '../../../shared/evidence/index.ts'

/**
 * The `body_hash` of a body that is already printed canonically: what `hashBody` of shared/evidence gives for its
 * value, without printing it a second time. The spelling of {salt, body} is canonical because "body" sorts first.
 * A test holds the two together. Never fails.
 */
export function hashPrintedBody(body: Uint8Array, salt: string): Digest {
  return hashBytes(Buffer.concat([BEGIN, body, Buffer.from(`,"salt":${JSON.stringify(salt)}}`)]))
}

const BEGIN = Buffer.from('{"body":')
