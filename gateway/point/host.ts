import { hostname, userInfo } from 'node:os'
import type { NamedActor } from '../../shared/protocol/index.ts'

/** Whoever owns the account that this point runs under: the one who can give orders on its host. */
export function hostActor(): NamedActor {
  const { username } = userInfo()
  return { iss: `host:${hostname()}`.slice(0, 512), sub: username, name: username.slice(0, 256) }
}
