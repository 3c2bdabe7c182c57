import { hashJson, macOf } from '../../../shared/evidence/index.ts'
import { freshNonce } from '../console/ScriptedConsole.ts'
import type { Forgery, Scene } from './Scene.ts'

/** The y of the points of low order on edwards25519, little endian: order 1, 2, 4 and 8. The last bit picks the sign of x. */
const LOW_ORDER_Y = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]

/** A console with the right code offers a key under which one signature fits many messages. Gives how the link ended. */
export const pairLowOrder: Forgery = async (scene) => {
  const { at, forger: { console } } = scene
  let code = ''
  const pairing = at.server.beginPairing({ person: console.person, roles: ['approver'], groups: [], tell: (news) => void (code = news.kind === 'code' ? news.code : code), confirm: async () => true })
  const wire = at.dial()
  const { nonce: point_nonce, point } = (await wire.next('hello')).body
  const reviewer = weakKey(scene)
  const { facts, log, consoleId, key } = console
  const nonce = freshNonce()
  const value = {
    certificate_key: null, console_id: consoleId, console_key: key.publicKey.kid, console_nonce: nonce, log_origin: log.origin,
    point_id: at.pointId, point_key: point.key.kid, point_nonce, reviewer_key: reviewer.kid,
  }
  wire.send('pair.offer', { console: facts, reviewer_key: reviewer, log_origin: log.origin, nonce, mac: macOf({ key: new TextEncoder().encode(code), purpose: 'pairing', value }) })
  const [{ status }, closed] = await Promise.all([pairing, wire.closed])
  return status === 'paired' ? 'accepted' : String(closed.code)
}

/** Under such a key R = 1 and S = 0 is a signature of every eighth message at least, and of every one where the order is 1. */
export const signLowOrder: Forgery = (scene) => {
  const envelope = scene.sign(scene.approval())
  return scene.present({ ...envelope, signatures: [{ keyid: weakKey(scene).kid, sig: Buffer.concat([Buffer.of(1), Buffer.alloc(63)]).toString('base64') }] })
}

function weakKey(scene: Scene) {
  const bytes = Buffer.from(scene.pick(LOW_ORDER_Y), 'hex')
  bytes[31] = (bytes[31] ?? 0) | (scene.random(2) << 7)
  const x = bytes.toString('base64url')
  const kid = Buffer.from(hashJson({ crv: 'Ed25519', kty: 'OKP', x }).slice('sha256:'.length), 'hex').toString('base64url')
  return { kid, alg: 'Ed25519' as const, x }
}
