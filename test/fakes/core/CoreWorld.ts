import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { startCore } from '../../../electron/core/core.ts'
import { openLedger, type LedgerOptions } from '../../../electron/core/ledger/index.ts'
import { openIdentity } from '../../../electron/core/identity/index.ts'
import { openTelemetry } from '../../../electron/core/telemetry/index.ts'
import { toId, type ChallengeId } from '../../../shared/domain/index.ts'
import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import type { ChallengeCard, FeedSnapshot } from '../../../shared/ipc/views.ts'
import { printTime, type ConsoleBody, type EnvelopeOnWire, type PointBody } from '../../../shared/protocol/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import { FakeTime } from '../FakeTime.ts'
import { FakeLinks, type SentFrame } from './FakeLinks.ts'
import { FakeMain } from './FakeMain.ts'
import { FakePoint, payloadOf, REVIEWER } from './FakePoint.ts'
import type { StreamFrame } from '../../../electron/core/links/index.ts'

/** What stands for the end of a process: nothing that was under way goes on. */
export class Crash extends Error {}

/** A whole core over a real ledger on disk, with fake links, a fake main and time in the test's hands. */
export class CoreWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'countersign-core-'))
  readonly time = new FakeTime()
  readonly reviewer = generatePrivateKey()
  readonly point = new FakePoint(1)
  /** Every frame that ever left, over all lives of the core. */
  readonly sent: SentFrame[] = []
  readonly steps: string[] = []
  /** Mistakes of our own that the core told of while it lived. */
  readonly reported: string[] = []
  readonly seqs = new Map<string, number>()
  /** How often the core asked for another process in its place. */
  restarts = 0
  /** The envelope of each challenge that was raised. */
  readonly raised = new Map<string, EnvelopeOnWire>()
  main: FakeMain
  #links: FakeLinks | null = null
  #core: { close(): void } | null = null
  #crashAt = Number.POSITIVE_INFINITY
  #isDead = false
  #life = 0
  #ledgerDb: Database.Database | null = null

  constructor() {
    this.main = new FakeMain(this.reviewer, (name) => this.#step(name))
  }

  get links(): FakeLinks {
    if (this.#links === null) throw new Error('The core has not begun')
    return this.#links
  }

  /** Starts a core in the same folder. At the step of this number, counted over this life, it dies. */
  start({ crashAt = Number.POSITIVE_INFINITY, ledger = {} }: { readonly crashAt?: number; readonly ledger?: Partial<LedgerOptions> } = {}): void {
    this.#crashAt = this.steps.length + crashAt
    this.#isDead = false
    const life = ++this.#life
    this.main = new FakeMain(this.reviewer, (name) => this.#step(name))
    this.#core = startCore(this.main.connection, { pid: 1, node: 'test' }, {
      surroundings: { now: this.time.now, after: (ms, callback) => this.time.after(ms, () => this.#life === life && callback()), random: () => 0 },
      newId: (kind) => toId(kind, uuidV7(this.time.now(), new Uint8Array(randomBytes(10)))),
      newNonce: () => randomBytes(32).toString('base64url'),
      openIdentity, openTelemetry,
      restart: () => void this.restarts++,
      openLedger: (options) => this.#openLedger({ ...options, ...ledger }),
      newLinks: (options) => (this.#links = new FakeLinks(options, this.sent, (name) => this.#step(name))),
      report: (where, fault) => {
        if (!this.#isDead) this.reported.push(`${where}: ${String(fault)}`)
      },
      beginPairing: () => ({ answer: () => {}, cancel: () => {} }),
    })
    const { kid, x } = this.reviewer.publicKey
    this.main.say({ kind: 'reviewerKey', key: { kid, x } })
    this.main.say({ kind: 'screen', isLocked: false })
    const localPoint = { address: 'ws://127.0.0.1:4001', pointId: this.point.pointId, pointName: 'local', pointKey: this.point.key.publicKey.x }
    this.main.say({ kind: 'begin', folder: this.folder, appVersion: '0', consoleName: 'test', mayLeaveThisHost: false, localPoint })
  }

  /** From here on, the core dies at the step of this number. */
  dieAt(step: number): void {
    this.#crashAt = this.steps.length + step
  }

  /** The process is gone: its files are let go, and nothing of it is heard any more. */
  stop(): void {
    this.#isDead = true
    this.#life++
    this.#core?.close()
    this.#core = null
  }

  end(): void {
    this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** The disk takes nothing more, or takes it again. */
  fillDisk(isFull: boolean): void {
    const pages = Number(this.#ledgerDb?.pragma('page_count', { simple: true }) ?? 0)
    this.#ledgerDb?.pragma(`max_page_count = ${isFull ? pages : 1_000_000}`)
  }

  attach(over: Partial<PointBody<'attached'>> = {}, point = this.point): void {
    this.links.attach(point.pointId, this.time.now())
    const { kid, alg, x } = point.key.publicKey
    const hello: PointBody<'hello'> = {
      point: { point_id: point.pointId, name: 'local', version: '1', key: { kid, alg, x }, policy_hash: `sha256:${'d'.repeat(64)}`, mode: 'enforce', lock_mode: 'best_effort', stream_id: point.streamId, epoch: point.epoch, capabilities: [] },
      nonce: 'n'.repeat(22), versions: ['1.0'], features: [], server_time: printTime(this.time.now()),
    }
    const resumed = { outcome: 'resumed' as const, from: 1, to: this.seqs.get(point.pointId) ?? 0 }
    const proof: EnvelopeOnWire = point.sign('attached', {})
    this.links.reports.onAttached(point.pointId, { roles: ['approver', 'killer', 'admin'], groups: [], reviewer: REVIEWER, epoch: point.epoch, proof, log: null, control: resumed, telemetry: resumed, ...over }, hello)
  }

  detach(point = this.point): void {
    this.links.detach(point.pointId, this.time.now())
  }

  /** An event of the control stream. Resolves once the link might acknowledge it. */
  event(type: StreamFrame['type'], body: unknown, point = this.point): Promise<void> {
    const { envelope } = body as { readonly envelope?: EnvelopeOnWire }
    if (type === 'challenge.raised' && envelope !== undefined) this.raised.set(String(payloadOf(envelope)['challenge_id']), envelope)
    const seq = (this.seqs.get(point.pointId) ?? 0) + 1
    this.seqs.set(point.pointId, seq)
    // Tests say the type and the body that belongs to it.
    return this.links.reports.onEvent(point.pointId, { streamId: point.streamId, stream: 'control', seq, ts: printTime(this.time.now()), frame: { type, body } as unknown as StreamFrame })
  }

  /** Opens a challenge and looks at it as long as it takes. */
  async read(challengeId: ChallengeId, ms = 10_000): Promise<ChallengeCard> {
    await this.main.ask('core.openChallenge', { challengeId })
    await this.main.ask('core.reportShown', { challengeId, view: 'text', isEnd: true, theme: 'dark', locale: 'en' })
    this.time.pass(ms)
    const card = await this.main.ask('core.openChallenge', { challengeId })
    await this.main.ask('core.reportShown', { challengeId, view: 'text', isEnd: true, theme: 'dark', locale: 'en' })
    this.time.pass(ms)
    if (card === null) throw new Error('The challenge is not known')
    return this.card(challengeId)
  }

  /** The card as it was told last. */
  card(challengeId: ChallengeId): ChallengeCard {
    this.time.pass(20)
    const card = this.main.cards.findLast(({ row }) => row.challengeId === challengeId)
    if (card === undefined) throw new Error('No card was told')
    return card
  }

  decide(challengeId: ChallengeId, verdict: 'approve' | 'deny', over: { readonly comment?: string; readonly typed?: string | null } = {}) {
    return this.main.ask('core.decide', { challengeId, verdict, comment: '', typed: null, inSteps: false, ...over })
  }

  readFeed(): Promise<FeedSnapshot> {
    return this.main.ask('core.readFeed')
  }

  decisions(): readonly ConsoleBody<'challenge.decide'>[] {
    return this.sent.filter(({ type }) => type === 'challenge.decide').map(({ body }) => body as ConsoleBody<'challenge.decide'>)
  }

  locks(type: 'lock.engage' | 'lock.release' = 'lock.engage'): readonly ConsoleBody<'lock.engage'>[] {
    return this.sent.filter((frame) => frame.type === type).map(({ body }) => body as ConsoleBody<'lock.engage'>)
  }

  #openLedger(options: LedgerOptions): ReturnType<typeof openLedger> {
    const opening = openLedger({
      ...options, reserveBytes: 64 * 1024,
      openDatabase: (path, { readonly }) => {
        const db = new Database(path, { readonly, fileMustExist: true, timeout: 50 })
        if (!readonly) this.#ledgerDb = db
        return db
      },
    })
    if (opening.status !== 'open') return opening
    const { ledger } = opening
    const append = ledger.append.bind(ledger)
    const reserve = ledger.appendOrReserve.bind(ledger)
    ledger.append = async (drafts) => {
      const name = drafts.at(-1)?.kind ?? ''
      this.#step(`before commit ${name}`)
      const recorded = await append(drafts)
      this.#step(`after commit ${name}`)
      return recorded
    }
    ledger.appendOrReserve = async (drafts) => {
      const name = drafts.at(-1)?.kind ?? ''
      this.#step(`before commit ${name}`)
      const kept = await reserve(drafts)
      this.#step(`after commit ${name}`)
      return kept
    }
    return opening
  }

  #step(name: string): void {
    if (this.#isDead) throw new Crash(name)
    this.steps.push(name)
    if (this.steps.length <= this.#crashAt) return
    this.#isDead = true
    throw new Crash(name)
  }
}

/** Lets everything that waits on the disk and on promises come to its end. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 12; i++) await new Promise<void>((resolve) => void setImmediate(resolve))
}

/** What a test knows to be there. */
export function must<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('What the test rests on is not there')
  return value
}
