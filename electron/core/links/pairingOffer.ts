import { randomBytes } from 'node:crypto'
import { encodeBytes, macOf, pairingWords, type PublicKey } from '../../../shared/evidence/index.ts'
import { encodeUtf8 } from '../../../shared/json/index.ts'
import type { ConsoleBody } from '../../../shared/protocol/index.ts'
import { introduce, type ConsoleFacts, type Hello } from './handshake.ts'

/** Everything that an offer is made over. */
export interface OfferFacts {
  readonly self: ConsoleFacts
  readonly reviewerKey: PublicKey
  readonly logOrigin: string
  /** As this console saw it on its own connection; another one in between has another. */
  readonly certificateKey: string | null
  /** In its normal spelling. */
  readonly code: string
  readonly hello: Hello
  readonly pointKey: PublicKey
}

/** The offer to a point, with the mac that only somebody who read the code can make, and the words to compare. */
export function makeOffer({ self, reviewerKey, logOrigin, certificateKey, code, hello, pointKey }: OfferFacts): { readonly offer: ConsoleBody<'pair.offer'>; readonly words: readonly string[] } {
  const nonce = encodeBytes(new Uint8Array(randomBytes(32)), 'base64url')
  const { kid, alg, x } = reviewerKey
  const consoleKey = self.key.publicKey.kid
  const mac = macOf({
    key: encodeUtf8(code),
    purpose: 'pairing',
    value: {
      certificate_key: certificateKey, console_id: self.consoleId, console_key: consoleKey, console_nonce: nonce, log_origin: logOrigin,
      point_id: hello.point.point_id, point_key: pointKey.kid, point_nonce: hello.nonce, reviewer_key: kid,
    },
  })
  return {
    offer: { console: introduce(self), reviewer_key: { kid, alg, x }, log_origin: logOrigin, nonce, mac },
    words: pairingWords({ pointKey: pointKey.kid, consoleKey, reviewerKey: kid, certificateKey, code }),
  }
}
