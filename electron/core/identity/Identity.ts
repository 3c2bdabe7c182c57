import { Buffer } from 'node:buffer'
import { join } from 'node:path'
import type { ConsoleId, NewId, PointId } from '../../../shared/domain/index.ts'
import type { PrivateKey } from '../../../shared/evidence/index.ts'
import { readAbout, writeAbout, type About } from './aboutFile.ts'
import { makeFolder, readIfThere } from './files.ts'
import { IdentityFault } from './IdentityFault.ts'
import { makeKey, readKey } from './keyFile.ts'
import { readPoints, writePoints, type KnownPoint } from './pointsFile.ts'

/** Who this console is, and which points it was paired with. Everything is on disk before a call returns. */
export class Identity {
  readonly key: PrivateKey
  /** Sentences about files that were put aside. */
  readonly notices: readonly string[]
  readonly #paths: Paths
  readonly #newId: NewId
  #about: About
  #points: readonly KnownPoint[]

  constructor(paths: Paths, newId: NewId, kept: { readonly key: PrivateKey; readonly about: About; readonly points: readonly KnownPoint[]; readonly notices: readonly string[] }) {
    this.#paths = paths
    this.#newId = newId
    this.key = kept.key
    this.notices = kept.notices
    this.#about = kept.about
    this.#points = kept.points
  }

  get consoleId(): ConsoleId {
    return this.#about.console_id
  }

  get name(): string {
    return this.#about.name
  }

  get logOrigin(): string {
    return this.#about.log_origin
  }

  /** Whether a log may begin: none was begun under this origin. */
  get mayCreateLog(): boolean {
    return !this.#about.has_log
  }

  /** A log was begun, or is about to be: from now on a missing one is a lost one. */
  markLogBegun(): void {
    if (!this.#about.has_log) this.#keep({ ...this.#about, has_log: true })
  }

  /**
   * A new log takes the place of one that was lost, under a name of its own; the points are told by `log.reset`.
   * @returns both names
   */
  beginNewOrigin(): { readonly oldOrigin: string; readonly newOrigin: string } {
    const oldOrigin = this.logOrigin
    // The message id is only borrowed for its fresh UUID, which no other log of anybody has.
    const newOrigin = `${originOf(this.consoleId)}/${this.#newId('message').slice('msg_'.length)}`
    this.#keep({ ...this.#about, log_origin: newOrigin, has_log: false })
    return { oldOrigin, newOrigin }
  }

  pins(): readonly KnownPoint[] {
    return this.#points
  }

  /** Keeps a pin; one of the same point is replaced. Throws an IdentityFault where the disk does not take it. */
  addPin({ address, pointId, name, key, certificateKey }: KnownPoint): void {
    this.#keepPoints([...this.#points.filter((point) => point.pointId !== pointId), { address, pointId, name, key, certificateKey }])
  }

  /** Forgets a pin. Throws an IdentityFault where the disk does not take it. */
  removePin(pointId: PointId): void {
    this.#keepPoints(this.#points.filter((point) => point.pointId !== pointId))
  }

  #keep(about: About): void {
    writeAbout(this.#paths.about, about)
    this.#about = about
  }

  #keepPoints(points: readonly KnownPoint[]): void {
    writePoints(this.#paths.points, points)
    this.#points = points
  }
}

interface Paths {
  readonly key: string
  readonly about: string
  readonly points: string
}

/**
 * Opens the console's identity in a folder, or makes one where nothing of any is there. A part that is lost or damaged
 * is never made anew beside the others: points and log would meet a stranger under the old name.
 * @throws {IdentityFault} with the sentence for the person
 */
export function openIdentity(folder: string, { consoleName, newId }: { readonly consoleName: string; readonly newId: NewId }): Identity {
  makeFolder(folder)
  const paths: Paths = { key: join(folder, 'console.key'), about: join(folder, 'console.json'), points: join(folder, 'points.json') }
  const [key, about] = [readKey(paths.key), readAbout(paths.about)]
  const hasPoints = readIfThere(paths.points) !== null
  if (key === null && (about !== null || hasPoints)) throw lost(paths.key)
  // The key is written first: alone it is what a first start leaves that was cut short.
  if (about === null && hasPoints) throw lost(paths.about)

  const made = key ?? makeKey(paths.key)
  const { points, notice } = readPoints(paths.points)
  return new Identity(paths, newId, { key: made, about: about ?? begin(paths.about, consoleName, newId), points, notices: notice === null ? [] : [notice] })
}

function begin(file: string, consoleName: string, newId: NewId): About {
  const consoleId = newId('console')
  const about: About = { v: 1, console_id: consoleId, name: spelled(consoleName), log_origin: originOf(consoleId), has_log: false }
  writeAbout(file, about)
  return about
}

/**
 * The name of the folder of the log. One that took the place of another lies beside it, under the last part of its own
 * origin: nothing of a lost or foreign log is moved or written over.
 */
export function ledgerFolderOf({ consoleId, logOrigin }: Pick<Identity, 'consoleId' | 'logOrigin'>): string {
  const suffix = logOrigin.startsWith(`${originOf(consoleId)}/`) ? logOrigin.slice(originOf(consoleId).length + 1) : ''
  return /^[0-9a-f-]{36}$/.test(suffix) ? `ledger-${suffix}` : 'ledger'
}

/** A host's name may hold half a character, which has no UTF-8. */
const spelled = (name: string) => Buffer.from(name.slice(0, 128), 'utf8').toString('utf8')
const originOf = (consoleId: ConsoleId) => `countersign/${consoleId}`
const lost = (file: string) => new IdentityFault(`${file} is gone, and other files of this console are still there. Put it back from a copy. To begin as a new console, move the whole folder away; every point must then be paired again.`)
