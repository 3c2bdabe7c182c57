import { encodeBytes, generatePrivateKey, hmacSha256, payloadTypeOf, type PrivateKey } from '../../../shared/evidence/index.ts'
import { preAuthEncoding } from '../../../shared/evidence/Envelope.ts'
import { printCanonicalJson } from '../../../shared/json/index.ts'
import type { EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import type { Forgery, Scene } from './Scene.ts'

// The ways in which an approval can be spoilt: in what it states, in how that is written, in who signs, in the envelope.

/** States something else in an approval, and signs that with the right key. What is undefined is left out. */
export const stating = (change: (scene: Scene) => object): Forgery => (scene) => {
  const stated = Object.entries({ ...scene.approval(), ...change(scene) }).filter(([, value]) => value !== undefined)
  return scene.present(scene.sign(Object.fromEntries(stated)))
}

/** Writes an approval in another way, and signs those bytes with the right key. */
export const writing = (change: (text: string, scene: Scene) => string): Forgery => (scene) => {
  const text = printCanonicalJson(scene.approval() as never)
  const changed = change(text, scene)
  if (changed === text) throw new Error('There is nothing forged about it')
  return scene.present(signText(changed, payloadTypeOf('decision'), scene.forger.console.reviewer))
}

/** Signs an approval as another type of payload, with the right key. */
export const typed = (payloadType: (scene: Scene) => string): Forgery => (scene) =>
  scene.present(signText(printCanonicalJson(scene.approval() as never), payloadType(scene), scene.forger.console.reviewer))

/** Signs an approval with another key, under its own name or under that of the reviewer's key. */
export const signedBy = (whose: 'stranger' | 'console', name: 'its own' | 'the right'): Forgery => async (scene) => {
  const { console } = scene.forger
  const envelope = console.sign('decision', scene.approval(), whose === 'stranger' ? generatePrivateKey() : console.key)
  return scene.present(name === 'its own' ? envelope : withSignature(envelope, Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'), console.reviewer.publicKey.kid))
}

/** Signs in good faith, and changes the bytes of the signature. */
export const resigned = (change: (signature: Buffer, scene: Scene, envelope: EnvelopeOnWire) => Uint8Array): Forgery => (scene) => {
  const envelope = scene.sign(scene.approval())
  return scene.present(withSignature(envelope, change(Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'), scene, envelope)))
}

/** Signs one verdict, and sends another under that signature. */
export const swapped = (from: 'approve' | 'deny', to: 'approve' | 'deny'): Forgery => (scene) => {
  const envelope = scene.sign(scene.approval({ decision: from }))
  const text = Buffer.from(envelope.payload, 'base64').toString().replace(`"decision":"${from}"`, `"decision":"${to}"`)
  return scene.present({ ...envelope, payload: Buffer.from(text).toString('base64') })
}

/** The order of Ed25519's main group: S and S plus any multiple of it are the same number to a careless verifier. */
const L = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n

export const malleable = resigned((signature, { random }) => {
  const s = signature.subarray(32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) + L * BigInt(1 + random(14))
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(Array.from({ length: 32 }, (_, i) => Number((s >> BigInt(8 * i)) & 0xffn)))])
})

/** As a verifier would take it that lets the envelope choose the algorithm. */
export const hmacUnderPublicKey = resigned((_signature, { forger }, { payload, payloadType }) =>
  hmacSha256(Buffer.from(forger.console.reviewer.publicKey.x, 'base64url'), preAuthEncoding(payloadType, Buffer.from(payload, 'base64'))))

function signText(text: string, payloadType: string, key: PrivateKey): EnvelopeOnWire {
  const bytes = new TextEncoder().encode(text)
  return { payloadType, payload: encodeBytes(bytes, 'base64'), signatures: [{ keyid: key.publicKey.kid, sig: encodeBytes(key.sign(preAuthEncoding(payloadType, bytes)), 'base64') }] }
}

function withSignature(envelope: EnvelopeOnWire, sig: Uint8Array, keyid = envelope.signatures[0]?.keyid ?? ''): EnvelopeOnWire {
  return { ...envelope, signatures: [{ keyid, sig: encodeBytes(new Uint8Array(sig), 'base64') }] }
}
