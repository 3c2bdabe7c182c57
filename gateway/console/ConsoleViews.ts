import { hashJson } from '../../shared/evidence/index.ts'
import type { ConsoleStore } from '../journal/ConsoleStore.ts'
import type { Peer } from './signer.ts'

/**
 * As whom each console last heard the streams. The same number is another frame to another role, so a stream goes on only
 * for whoever it was told to; everybody else gets a snapshot.
 */
export class ConsoleViews {
  readonly #store: ConsoleStore

  constructor(store: ConsoleStore) {
    this.#store = store
  }

  /** Whether this console would now see its streams with other eyes than before. */
  isOther(peer: Peer): boolean {
    const before = this.#store.viewOf(peer.consoleId)
    if (before === null) this.note(peer)
    return before !== null && before !== viewOf(peer)
  }

  /** The console has a frame of this view. What cannot be written down costs a snapshot more, and nothing else. */
  note(peer: Peer): void {
    try {
      this.#store.keepView(peer.consoleId, viewOf(peer))
    } catch {
      // The disk takes nothing.
    }
  }
}

const viewOf = ({ person: { iss, sub }, roles, groups }: Peer): string => hashJson({ iss, sub, roles: [...roles].sort(), groups: [...groups].sort() })
