import type { ChallengeId, PointId } from '../../../shared/domain/index.ts'
import type { PrivateKey } from '../../../shared/evidence/index.ts'
import type { CoreToMain, LocalPoint } from '../../../shared/ipc/mainAndCore.ts'
import type { ChallengeCard, FeedPatch, FeedRows, InboxRow, StopView } from '../../../shared/ipc/views.ts'
import type { Asked } from '../../../shared/ipc/windowToCore.ts'
import { FakeMain } from '../core/FakeMain.ts'
import type { Programs } from './bundlePrograms.ts'
import { Mortal } from './Mortal.ts'

/** Everything that a window was ever told of as recorded, over all lives of the core. */
export class Told {
  readonly challenges = new Set<string>()
  readonly decisions = new Set<string>()
  readonly stops = new Set<string>()
}

export interface CoreLaunch {
  readonly folder: string
  readonly programs: Programs
  readonly reviewer: PrivateKey
  readonly localPoint: LocalPoint
  readonly told: Told
}

const EMPTY: FeedRows = { points: {}, inbox: {}, sessions: {}, agents: {}, stops: {} }
/** Longer than any policy of these tests wants a card to be looked at. */
const READING_MS = 1_000

/** One life of a core, with a main and a window that are played here. */
export class CoreProcess {
  readonly mortal: Mortal
  readonly main: FakeMain
  rows: FeedRows = EMPTY
  readonly #told: Told
  readonly #pointId: PointId
  #version: number | null = null
  /** Patches that came before anybody here had the snapshot that they follow. */
  readonly #early: FeedPatch[] = []

  private constructor({ programs, reviewer, localPoint, told }: CoreLaunch) {
    this.#told = told
    this.#pointId = localPoint.pointId
    this.main = new FakeMain(reviewer, () => {})
    this.mortal = new Mortal({ program: programs.core, args: [], env: programs.env, onMessage: (message) => this.#hear(message as CoreToMain) })
    this.main.connection.receive((message) => this.mortal.tell(message as object))
  }

  /** Starts a core on a folder. Resolves once it has read its log and shows something. */
  static async start(launch: CoreLaunch): Promise<CoreProcess> {
    const core = new CoreProcess(launch)
    await core.mortal.until(() => core.main.said.some(({ kind }) => kind === 'hello') || undefined)
    const { kid, x } = launch.reviewer.publicKey
    core.main.say({ kind: 'reviewerKey', key: { kid, x } })
    core.main.say({ kind: 'screen', isLocked: false })
    core.main.say({ kind: 'begin', folder: launch.folder, appVersion: '0', consoleName: 'crash', mayLeaveThisHost: false, localPoint: launch.localPoint })
    const { rows, version } = await core.main.ask('core.readFeed')
    core.rows = rows
    core.#version = version
    for (const patch of core.#early.splice(0)) core.#patch(patch)
    return core
  }

  get isAttached(): boolean {
    return this.rows.points[this.#pointId]?.link === 'attached'
  }

  attached(): Promise<true> {
    return this.mortal.until(() => this.isAttached || undefined)
  }

  /** How the link stands, once it is not being made any more. */
  linkDone(): Promise<string> {
    const isDone = (link: string | undefined) => link === 'attached' || link === 'waiting' || link === 'refused'
    return this.mortal.until(() => [this.rows.points[this.#pointId]?.link].find(isDone))
  }

  /** A row of the inbox, once it is as it should be. */
  row(challengeId: ChallengeId, isRight: (row: InboxRow) => boolean): Promise<InboxRow> {
    return this.mortal.until(() => {
      const row = this.rows.inbox[challengeId]
      return row !== undefined && isRight(row) ? row : undefined
    })
  }

  stop(isRight: (stop: StopView) => boolean): Promise<StopView> {
    return this.mortal.until(() => Object.values(this.rows.stops).find(isRight))
  }

  /** Opens a card, reads it, and presses. */
  async press(challengeId: ChallengeId, verdict: 'approve' | 'deny'): Promise<Asked> {
    await this.main.ask('core.openChallenge', { challengeId })
    await this.main.ask('core.reportShown', { challengeId, view: 'text', isEnd: true, theme: 'dark', locale: 'en' })
    this.mortal.order({ kind: 'clock', aheadMs: READING_MS })
    const asked = await this.main.ask('core.decide', { challengeId, verdict, comment: '', typed: null, inSteps: false })
    this.mortal.order({ kind: 'clock', aheadMs: 0 })
    if (asked.status === 'done') this.#told.decisions.add(asked.id)
    return asked
  }

  async halt(agentId: string): Promise<Asked> {
    const asked = await this.main.ask('core.stop', { target: { kind: 'agent', value: agentId as never }, effect: 'halt', mode: 'abort_inflight', reason: 'crash', isDrill: false })
    if (asked.status === 'done') this.#told.stops.add(asked.id)
    return asked
  }

  #hear(message: CoreToMain): void {
    this.main.connection.send(message)
    if (message.kind !== 'event') return
    if (message.channel === 'window.cardChanged') {
      const { decision } = message.body as ChallengeCard
      if (decision !== null) this.#told.decisions.add(decision.decisionId)
    }
    if (message.channel === 'window.feedPatched') this.#patch(message.body as FeedPatch)
  }

  #patch(patch: FeedPatch): void {
    const { version, set, gone } = patch
    for (const { challengeId, delivery } of Object.values(set.inbox ?? {})) if (delivery !== null) this.#told.challenges.add(challengeId)
    if (this.#version === null) return void this.#early.push(patch)
    if (version <= this.#version) return
    if (version !== this.#version + 1) throw new Error(`Patch ${version} of the feed came after ${this.#version}`)
    this.#version = version
    const names = Object.keys(EMPTY) as (keyof FeedRows)[]
    this.rows = Object.fromEntries(names.map((name) => {
      const kept = Object.entries(this.rows[name]).filter(([id]) => !(gone[name] ?? []).includes(id))
      return [name, { ...Object.fromEntries(kept), ...set[name] }]
    })) as unknown as FeedRows
  }
}
