import type { ChallengeId, PointId } from '../../../shared/domain/index.ts'
import { importPublicKey } from '../../../shared/evidence/index.ts'
import type { LocalPoint } from '../../../shared/ipc/mainAndCore.ts'
import type { Points } from '../fleet/index.ts'
import { IdentityFault, type Identity } from '../identity/index.ts'
import type { Draft } from '../ledger/index.ts'
import type { LinkCommands, Pin } from '../links/index.ts'
import { noteDraft, type LogBook } from '../log/index.ts'
import type { Telemetry } from '../telemetry/index.ts'

interface PinsParts {
  readonly points: Points
  readonly identity: Identity
  readonly log: LogBook
  readonly telemetry: Telemetry
  readonly links: Pick<LinkCommands, 'add'>
  readonly note: (drafts: readonly Draft[]) => void
  readonly alarm: (pointId: PointId, sentence: string, challengeId: ChallengeId | null, isOfThePoint: boolean) => void
}

/** Which points are called, and from where in their streams. */
export class Pins {
  readonly #parts: PinsParts

  constructor(parts: PinsParts) {
    this.#parts = parts
  }

  /** Begins to call a point, from where the log says that this console stands. Without a log it begins with a snapshot. */
  call(pin: Pin): void {
    const { points, log, telemetry, links } = this.#parts
    const point = points.get(pin.pointId)
    const place = log.isWritable ? (point?.place ?? null) : null
    links.add(pin, place === null ? null : { ...place, telemetry: telemetry.placeOf(place.streamId) }, point?.statement?.envelope ?? null)
  }

  /** Keeps a pin on disk, and calls. Throws where the same point is known by another key, or the disk does not take it. */
  pair(pin: Pin): void {
    const { points, identity, note } = this.#parts
    if (!points.add(pin)) throw new Error('this point is paired already with another key; remove it first')
    identity.addPin(pin)
    note([noteDraft('point.paired', { point_id: pin.pointId, name: pin.name, address: pin.address, kid: pin.key.kid }, { pointId: pin.pointId })])
    this.call(pin)
  }

  /** The point that whoever started this program owns as well. Another key under a known id is somebody else. */
  addLocal({ address, pointId, pointName, pointKey }: LocalPoint): void {
    const known = this.#parts.points.get(pointId)
    const imported = importPublicKey(pointKey)
    if (imported.status === 'refused' || (known !== undefined && known.key.x !== imported.key.x)) {
      return this.#parts.alarm(pointId, 'The local point shows another key than the one that it was paired with. It was not called; look at who started it.', null, true)
    }
    if (known?.address === address) return
    const pin: Pin = { address, pointId, name: pointName, key: imported.key, certificateKey: null }
    try {
      this.pair(pin)
    } catch (fault) {
      if (!(fault instanceof IdentityFault)) throw fault
      // It is told anew at every start, so that a full disk is no reason to do without it, or without all the others.
      this.call(pin)
    }
  }
}
