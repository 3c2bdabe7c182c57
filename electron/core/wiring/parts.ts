import type { NewId } from '../../../shared/domain/index.ts'
import { beginPairing, Links, type LinkCommands, type LinksOptions, type Surroundings } from '../links/index.ts'
import { openIdentity } from '../identity/index.ts'
import { openLedger } from '../ledger/index.ts'
import { openTelemetry } from '../telemetry/index.ts'

/** Everything that the core takes from the world, handed in so that a test holds it in its hands. */
export interface CoreParts {
  readonly surroundings: Surroundings
  readonly newId: NewId
  readonly newNonce: () => string
  readonly openIdentity: typeof openIdentity
  readonly openLedger: typeof openLedger
  readonly openTelemetry: typeof openTelemetry
  readonly newLinks: (options: LinksOptions) => LinkCommands & { reviewerChanged(): void }
  readonly beginPairing: typeof beginPairing
  /** Ends this process; main starts another one. */
  readonly restart: () => void
  /** Told of our own mistakes, which no window can do anything about. */
  readonly report: (where: string, fault: unknown) => void
}

/** The real ones, but for time and chance. */
export const realRooms = { openIdentity, openLedger, openTelemetry, newLinks: (options: LinksOptions) => new Links(options), beginPairing }
