import { Buffer } from 'node:buffer'
import { generateKeyPairSync, sign } from 'node:crypto'
import { hashBytes } from '../../shared/evidence/index.ts'

/** A self-signed certificate, as a point makes one, with the digest of its key that a console pins. */
export interface TestCertificate {
  readonly cert: string
  readonly key: string
  readonly certificateKey: string
}

const ED25519 = Buffer.from('300506032b6570', 'hex')

/** X.509 version 3 with Ed25519 (RFC 5280, RFC 8410), written out by hand. */
export function certificateOf(name = 'point'): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const commonName = der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name))))
  const validity = der(0x30, der(0x17, Buffer.from('250101000000Z')), der(0x17, Buffer.from('491231235959Z')))
  const toBeSigned = der(0x30, der(0xa0, der(0x02, Buffer.from([2]))), der(0x02, Buffer.from([1])), ED25519, der(0x30, commonName), validity, der(0x30, commonName), spki)
  const certificate = der(0x30, toBeSigned, ED25519, der(0x03, Buffer.from([0]), sign(null, toBeSigned, privateKey)))
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificateKey: hashBytes(new Uint8Array(spki)),
  }
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length < 128 ? [content.length] : content.length < 256 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
