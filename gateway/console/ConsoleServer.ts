import { X509Certificate } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ConsoleId } from '../../shared/domain/index.ts'
import { hashBytes } from '../../shared/evidence/index.ts'
import { plainText } from '../../shared/display/index.ts'
import { CLOSE } from '../../shared/protocol/index.ts'
import type { ConsoleListing, ConsoleParts, Enrolment, EnrolmentResult, HostResult, PairingRequest, PairingResult } from './api.ts'
import { openDoorway } from './doorway.ts'
import { enrolInto, vetEnrolment } from './enrol.ts'
import { Link } from './Link.ts'
import { Pairing } from './Pairing.ts'
import type { ConsoleEvents } from './ports.ts'
import { Room } from './Room.ts'

/**
 * So many connections may stand at the door without having attached. One more, and the oldest of them has to go: whoever
 * only stands there must not keep a console out that brings a stop.
 */
const MOST_STRANGERS = 256

/** The point's end of every console: it listens, and what consoles may do goes through it. */
export class ConsoleServer {
  readonly #room: Room
  readonly #links = new Set<Link>()
  #server: Server | null = null

  private constructor(parts: ConsoleParts) {
    this.#room = new Room(parts)
  }

  /** Listens. Rejects where the address is taken, or is not loopback and there is no certificate. */
  static async listen(parts: ConsoleParts): Promise<ConsoleServer> {
    const console = new ConsoleServer(parts)
    console.#server = await openDoorway({
      address: parts.address,
      tls: parts.tls,
      onArrived: (arrived) => {
        const link: Link = new Link(console.#room, arrived, () => console.#links.delete(link))
        console.#links.add(link)
        const strangers = [...console.#links].filter(({ isStranger }) => isStranger)
        if (strangers.length > MOST_STRANGERS) strangers[0]?.crowdedOut()
      },
      onRefused: (sentence) => parts.log(sentence, { what: 'turned_away' }),
    })
    return console
  }

  /** What the rest of the point tells consoles through. It may be called from the first moment on. */
  get events(): ConsoleEvents {
    return this.#room.events
  }

  address(): { readonly host: string; readonly port: number } {
    // Listening on a host and a port gives an object; only a socket in the file system gives a text.
    const bound = (this.#server?.address() ?? null) as AddressInfo | null
    return bound === null ? this.#room.parts.address : { host: bound.address, port: bound.port }
  }

  /** A console showed a statement of this point that is ahead of its state: the point is an old copy of itself. */
  get needsRecovery(): boolean {
    return this.#room.needsRecovery
  }

  /** A person on the host has looked at it: the point works again as before. */
  recover(): HostResult {
    if (!this.#room.needsRecovery) return { status: 'refused', sentence: 'Nothing says that this point was put back from an old copy.' }
    this.#room.recover()
    return { status: 'done', sentence: 'The point works again as before. What was void stays void.' }
  }

  /** Pairs one console. Settles when it is paired, or with the sentence why not; never rejects. */
  async beginPairing(request: PairingRequest): Promise<PairingResult> {
    const { state, pointKey, tls, time } = this.#room.parts
    if (this.#room.pairing !== null) return { status: 'failed', sentence: 'Somebody is pairing a console already. Wait until that has ended.' }
    if (request.roles.length === 0) return { status: 'failed', sentence: 'A console needs at least one role.' }
    const pairing = new Pairing({
      request, time,
      pointId: state.point().point_id,
      pointKid: pointKey.publicKey.kid,
      certificateKey: tls === null ? null : hashBytes(new Uint8Array(new X509Certificate(tls.cert).publicKey.export({ type: 'spki', format: 'der' }))),
      vet: (enrolment) => vetEnrolment(this.#room.parts.store.roster, enrolment, { pointKid: pointKey.publicKey.kid, nowMs: time.now().wallMs }),
      enrol: (enrolment) => this.enrol(enrolment),
      onOver: () => (this.#room.pairing = null),
    })
    this.#room.pairing = pairing
    void request.left?.then(() => pairing.fail('Whoever asked for the code has left. Nothing was paired.'))
    return pairing.result
  }

  /** Puts a console and its reviewer key into the roster, for whoever owns both ends. As pairing, without words. */
  enrol(enrolment: Enrolment): EnrolmentResult {
    const { store, pointKey, time, log } = this.#room.parts
    const done = enrolInto(store.roster, enrolment, { pointKid: pointKey.publicKey.kid, nowMs: time.now().wallMs })
    const { console_id, name } = enrolment.console
    log(done.status === 'enrolled' ? `The console ${plainText(name)} is enrolled for ${plainText(enrolment.person.name)}.` : done.sentence, { what: done.status === 'enrolled' ? 'enrolled' : 'enrolment_refused', console_id })
    // It comes back by itself, and with what it may do from now on.
    if (done.status === 'enrolled') this.#room.endWhere(({ consoleId }) => consoleId === console_id, CLOSE.restarting, 'enrolled anew')
    return done
  }

  /** A person on this host lets a console begin a new log. Both histories are kept. */
  acceptLog(consoleId: ConsoleId): HostResult {
    const { store, log } = this.#room.parts
    const reset = store.logs.acceptReset(consoleId)
    if (reset === null) return { status: 'refused', sentence: 'That console does not ask to begin a new log.' }
    const sentence = `The log of this console now begins anew as ${plainText(reset.newOrigin)}, with ${reset.size} entries. What was remembered of the one before is kept.`
    log(sentence, { what: 'log_accepted', console_id: consoleId })
    this.#room.endWhere((link) => link.consoleId === consoleId, CLOSE.restarting, 'the new log is accepted')
    return { status: 'done', sentence }
  }

  /** Takes a reviewer's key out of use; what waits on its approvals is void before this settles. */
  async revokeReviewerKey(kid: string): Promise<HostResult> {
    const { store, acts, time, log } = this.#room.parts
    if (!store.roster.revokeKey(kid, time.now().wallMs)) return { status: 'refused', sentence: 'There is no such reviewer key, or it was revoked before.' }
    this.#room.endWhere(({ reviewerKid }) => reviewerKid === kid, CLOSE.forbidden, 'the reviewer key was revoked')
    log('A reviewer key was revoked.', { what: 'key_revoked', details: { kid } })
    await acts.revokeKey(kid)
    return { status: 'done', sentence: 'The key is revoked. What waited on its approvals is void.' }
  }

  consoles(): readonly ConsoleListing[] {
    const { roster, logs } = this.#room.parts.store
    return roster.all().map(({ consoleId, name, key, logOrigin }) => {
      const reset = logs.pendingReset(consoleId)
      return {
        consoleId, name, kid: key.kid, logOrigin,
        isAttached: this.#room.isAttached(consoleId),
        pendingLogReset: reset === null ? null : { newOrigin: reset.newOrigin, size: reset.size, atMs: reset.atMs },
        reviewerKeys: roster.keysOf(consoleId).map(({ key: { kid }, person, roles, groups, enrolledAtMs, lapsesAtMs, revokedAtMs }) => ({ kid, person, roles, groups, enrolledAtMs, lapsesAtMs, revokedAtMs })),
      }
    })
  }

  /** Ends every link, marks the stream as whole, and stops listening. The database stays open: it is the journal's. */
  async close(): Promise<void> {
    this.#room.pairing?.fail('The point is ending.')
    this.#room.streams.close()
    for (const link of this.#links) link.close(CLOSE.restarting, 'the point is ending')
    const server = this.#server
    if (server === null) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
}
