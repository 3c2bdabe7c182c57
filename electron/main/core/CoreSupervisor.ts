import { z } from 'zod'
import { coreToMain, MAIN_CORE_VERSION, type CoreToMain, type MainToCore } from '../../../shared/ipc/mainAndCore.ts'
import type { CoreStatus } from '../../../shared/ipc/windowToMain.ts'
import { SENTENCES } from '../signing/refusals.ts'
import { describeCore, firstState, HELLO_LIMIT_MS, nextCoreState, type CoreEvent, type CoreState } from './coreLifecycle.ts'
import type { CoreProcess, SpawnCore } from './CoreProcess.ts'

/** What is still readable of a wish to sign whose form is wrong. */
const unreadableSign = z.object({ kind: z.literal('sign'), id: z.int() })

/** Time and chance, handed in so that tests hold them in their hands. */
export interface Surroundings {
  readonly now: () => number
  readonly random: () => number
  /** Calls back once after the time has passed; what it returns cancels that. */
  readonly after: (ms: number, callback: () => void) => () => void
}

export interface CoreListeners {
  readonly onStatus: (status: CoreStatus) => void
  /** Any message but hello, from a core that has said hello. */
  readonly onMessage: (message: Exclude<CoreToMain, { kind: 'hello' }>) => void
  readonly onProblem: (problem: string) => void
}

/** Keeps one core running: starts it, waits for its hello, and starts it again after every end that nobody asked for. */
export class CoreSupervisor {
  readonly #spawn: SpawnCore
  readonly #surroundings: Surroundings
  readonly #listeners: CoreListeners
  #state: CoreState = firstState()
  #process: CoreProcess | null = null
  /** Cores that were told to end and have not ended yet. While there is one, no other is started: both would hold the log. */
  readonly #ending = new Set<CoreProcess>()
  #cancelTimer = () => {}

  constructor(spawn: SpawnCore, surroundings: Surroundings, listeners: CoreListeners) {
    this.#spawn = spawn
    this.#surroundings = surroundings
    this.#listeners = listeners
  }

  get status(): CoreStatus {
    return describeCore(this.#state, this.#process?.host ?? 'node child')
  }

  start(): void {
    this.#enter(this.#state)
  }

  /** Ends the core for good; nothing restarts it afterwards. */
  stop(): void {
    this.#apply({ kind: 'stopAsked' })
  }

  /** Ends the core and starts a fresh one at once, as after a rebuild. */
  restart(): void {
    this.#apply({ kind: 'restartAsked' })
  }

  /** @returns false where no core is ready, and nothing was sent */
  send(message: MainToCore): boolean {
    if (this.#state.status !== 'ready' || this.#process === null) return false
    this.#process.send(message)
    return true
  }

  #apply(event: CoreEvent): void {
    const before = this.#state
    this.#state = nextCoreState(before, event)
    if (this.#state !== before) this.#enter(this.#state)
  }

  #enter(state: CoreState): void {
    this.#cancelTimer()
    this.#cancelTimer = () => {}
    const { after, now, random } = this.#surroundings
    switch (state.status) {
      case 'starting':
        this.#cancelTimer = after(HELLO_LIMIT_MS, () => this.#apply({ kind: 'helloOverdue', nowMs: now(), jitter: random() }))
        this.#launch()
        break
      case 'waiting':
        this.#letGo()
        this.#cancelTimer = after(state.retryAtMs - now(), () => this.#apply({ kind: 'retryDue' }))
        break
      case 'stopped':
        this.#letGo()
        break
      case 'ready':
        break
    }
    this.#listeners.onStatus(this.status)
  }

  #launch(): void {
    this.#letGo()
    if (this.#ending.size > 0) return
    let process: CoreProcess
    try {
      process = this.#spawn()
    } catch (fault) {
      return this.#ended(`could not be started (${fault instanceof Error ? fault.message : String(fault)})`)
    }
    this.#process = process
    // A process that was let go may still speak; only the current one is listened to.
    process.onMessage((message) => this.#process === process && this.#hear(message))
    process.onEnd((how) => this.#hearEnd(process, how))
  }

  #hearEnd(process: CoreProcess, how: string): void {
    const wasEnding = this.#ending.delete(process)
    if (this.#process === process) {
      this.#process = null
      this.#ended(how)
    } else if (wasEnding && this.#process === null && this.#state.status === 'starting') this.#launch()
  }

  #ended(how: string): void {
    this.#apply({ kind: 'ended', how, nowMs: this.#surroundings.now(), jitter: this.#surroundings.random() })
  }

  #hear(message: unknown): void {
    const parsed = coreToMain.safeParse(message)
    if (!parsed.success) return this.#refuseUnreadable(message)
    if (parsed.data.kind === 'hello') return this.#greet(parsed.data)
    if (this.#state.status !== 'ready') return this.#listeners.onProblem(`The core sent "${parsed.data.kind}" before its hello; it was ignored.`)
    this.#listeners.onMessage(parsed.data)
  }

  /** Ignored, but for a wish to sign: the core would wait for its answer, and a person with it. */
  #refuseUnreadable(message: unknown): void {
    this.#listeners.onProblem('The core sent a message of unknown form; it was ignored.')
    const asked = unreadableSign.safeParse(message)
    if (asked.success) this.send({ kind: 'signed', id: asked.data.id, result: { ok: false, refusal: 'bad_payload', sentence: SENTENCES.bad_payload } })
  }

  #greet({ version, pid, node }: { version: number; pid: number; node: string }): void {
    if (version === MAIN_CORE_VERSION) return this.#apply({ kind: 'helloReceived', pid, node, nowMs: this.#surroundings.now() })
    this.#ended(`speaks version ${version} where main speaks ${MAIN_CORE_VERSION}`)
  }

  #letGo(): void {
    if (this.#process === null) return
    this.#ending.add(this.#process)
    this.#process.kill()
    this.#process = null
  }
}
