import type { Connection } from '../../../electron/core/core.ts'
import type { CoreToMain, MainToCore, Pinned, SignRequest } from '../../../shared/ipc/mainAndCore.ts'
import type { FeedPatch, ChallengeCard } from '../../../shared/ipc/views.ts'
import { signEnvelope, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import type { WindowToCore } from '../../../shared/ipc/windowToCore.ts'
import type { Gives, Takes } from '../../../shared/ipc/Contract.ts'

type Signed = Extract<MainToCore, { kind: 'signed' }>['result']

/** Main as the core sees it: it signs what it is asked to, unless a test holds its hand. */
export class FakeMain {
  readonly patches: FeedPatch[] = []
  readonly cards: ChallengeCard[] = []
  readonly asked: SignRequest[] = []
  readonly said: CoreToMain[] = []
  pinned: Pinned | null = null
  /** What main answers instead of a signature. */
  refuse: Signed | null = null
  /** Called for each request; it is answered when the promise resolves. */
  beforeSigning: () => Promise<void> = () => Promise.resolve()
  /** What main signs instead, for a main that lies. */
  tamper: (payload: JsonObject) => JsonObject = (payload) => payload
  readonly #key: PrivateKey
  readonly #step: (name: string) => void
  readonly #answers = new Map<number, (value: unknown) => void>()
  #hear: (message: unknown) => void = () => {}
  #ids = 0

  constructor(key: PrivateKey, step: (name: string) => void) {
    this.#key = key
    this.#step = step
  }

  readonly connection: Connection = {
    send: (message) => this.#take(message),
    receive: (listener) => void (this.#hear = listener),
  }

  say(message: MainToCore | Record<string, unknown>): void {
    this.#hear(message)
  }

  /** One call of the window, as main relays it. Throws where the core says that it failed. */
  ask<K extends keyof WindowToCore & string>(channel: K, body?: Takes<WindowToCore, K>): Promise<Gives<WindowToCore, K>> {
    const id = ++this.#ids
    const answer = new Promise<unknown>((resolve) => void this.#answers.set(id, resolve))
    this.say({ kind: 'request', id, channel, body })
    // The channel decides what comes back, as in the contract.
    return answer as Promise<Gives<WindowToCore, K>>
  }

  #take(message: CoreToMain): void {
    this.said.push(message)
    if (message.kind === 'answer') {
      if (!message.result.ok) throw new Error(JSON.stringify(message.result.failure))
      this.#answers.get(message.id)?.(message.result.value)
    }
    if (message.kind === 'pinned') this.pinned = message.subject
    if (message.kind === 'event' && message.channel === 'window.feedPatched') this.patches.push(message.body as FeedPatch)
    if (message.kind === 'event' && message.channel === 'window.cardChanged') this.cards.push(message.body as ChallengeCard)
    if (message.kind === 'sign') this.#sign(message.id, message.request)
  }

  #sign(id: number, request: SignRequest): void {
    this.#step(`before sign ${request.what}`)
    this.asked.push(request)
    void this.beforeSigning().then(() => {
      this.say({ kind: 'signed', id, result: this.refuse ?? this.#seal(request) })
      this.#step(`after sign ${request.what}`)
    }).catch(() => {})
  }

  #seal(request: SignRequest): Signed {
    const presence = { method: this.pinned?.presence ?? 'click', at: new Date(0).toISOString() }
    const whole = request.what === 'lock' ? request.payload : { ...request.payload, presence }
    const payload = this.tamper(whole as unknown as JsonObject)
    return { ok: true, envelope: signEnvelope({ name: request.what, payload, key: this.#key }), payload }
  }
}
