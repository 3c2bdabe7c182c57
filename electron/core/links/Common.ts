import type { NewId } from '../../../shared/domain/index.ts'
import type { Address } from './address.ts'
import type { Dial, Surroundings } from './Dial.ts'
import type { Ending } from './endings.ts'
import type { ConsoleFacts } from './handshake.ts'
import type { PointWord } from './PointWord.ts'
import type { LinkReports, Pin } from './ports.ts'
import type { StreamMemory } from './StreamMemory.ts'

/** What every link of this console has in common. */
export interface Common {
  readonly reports: LinkReports
  readonly self: ConsoleFacts
  /** The reviewer's key of now, by its name, or null while there is none. */
  readonly reviewerKid: () => string | null
  readonly dial: Dial
  readonly surroundings: Surroundings
  readonly newId: NewId
  /** Fresh each time: 256 random bits, base64url. */
  readonly newNonce: () => string
  /** Counts the attachments of this run, over all points. */
  readonly nextLinkNumber: () => number
}

/** What one connection to one point is made of. */
export interface ConversationParts extends Common {
  readonly pin: Pin
  readonly address: Address
  readonly memory: StreamMemory
  readonly word: PointWord
  /** Resolves once nothing of an earlier connection is being handled: only then is it known where to resume. */
  readonly before: Promise<void>
  readonly onAttached: (linkNumber: number) => void
  /** Told once, unless the end was ours. */
  readonly onEnding: (ending: Ending | { readonly kind: 'silence'; readonly reason: string }) => void
}
