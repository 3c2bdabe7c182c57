import { randomBytes } from 'node:crypto'
import type { NewId, PointId } from '../../../shared/domain/index.ts'
import { encodeBytes } from '../../../shared/evidence/index.ts'
import type { ConsoleBody, ConsoleFrameType, EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import type { Common } from './Common.ts'
import type { Dial, Surroundings } from './Dial.ts'
import { dialSocket } from './dialSocket.ts'
import type { ConsoleFacts } from './handshake.ts'
import { Link } from './Link.ts'
import type { LinkCommands, LinkReports, Pin, ResumePoint } from './ports.ts'

export interface LinksOptions {
  readonly reports: LinkReports
  readonly self: ConsoleFacts
  /** The reviewer's key of now, by its name, or null while there is none: then no link attaches. */
  readonly reviewerKid: () => string | null
  /** False on the development runtime: points on other hosts are refused with the reason. */
  readonly mayLeaveThisHost: boolean
  readonly newId: NewId
  readonly surroundings: Surroundings
  readonly dial?: Dial
}

/** All links of this console, one for each pinned point. They know nothing of the domain. */
export class Links implements LinkCommands {
  readonly #common: Common
  readonly #mayLeaveThisHost: boolean
  readonly #links = new Map<PointId, Link>()
  #attachments = 0

  constructor({ reports, self, reviewerKid, mayLeaveThisHost, newId, surroundings, dial = dialSocket }: LinksOptions) {
    this.#mayLeaveThisHost = mayLeaveThisHost
    this.#common = {
      reports, self, reviewerKid, dial, surroundings, newId,
      newNonce: () => encodeBytes(new Uint8Array(randomBytes(32)), 'base64url'),
      nextLinkNumber: () => (this.#attachments += 1),
    }
  }

  /** Begins to call a point. One that is known already is called with the new pin from now on. */
  add(pin: Pin, resume: ResumePoint | null, newestStatement: EnvelopeOnWire | null): void {
    this.#links.get(pin.pointId)?.close({ isTold: true })
    const link = new Link({ ...this.#common, pin, resume, newestStatement, mayLeaveThisHost: this.#mayLeaveThisHost })
    this.#links.set(pin.pointId, link)
    link.start()
  }

  send<T extends ConsoleFrameType>(pointId: PointId, type: T, body: ConsoleBody<T>): { readonly messageId: string; readonly linkNumber: number } | null {
    return this.#links.get(pointId)?.send(type, body) ?? null
  }

  retryNow(): void {
    for (const link of this.#links.values()) link.retry()
  }

  /** The reviewer's key is another one: every point must be shown it, so every link is made anew. */
  reviewerChanged(): void {
    for (const link of this.#links.values()) link.renew("The reviewer's key changed.")
  }

  close(): void {
    for (const link of this.#links.values()) link.close({ isTold: false })
    this.#links.clear()
  }
}
