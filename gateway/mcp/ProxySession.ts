import type { JsonNode } from '../../shared/json/index.ts'
import { assertNever } from '../../shared/util/assertNever.ts'
import type { ByteFace } from './ByteFace.ts'
import { CallJourney, PROGRESS_EVERY_MS } from './CallJourney.ts'
import type { Clock } from './Clock.ts'
import { errorBatchFrame, errorFrame, refusalFrame, SERVER_GONE } from './frames.ts'
import { FrameSplitter, type SplitFrame } from './FrameSplitter.ts'
import { Introductions, type Introduction } from './Introductions.ts'
import type { Judge, Refusal, SessionReport, ToolCall } from './Judge.ts'
import { KnownTools } from './KnownTools.ts'
import { GIVEN_UP_KEPT_MS, MAX_BATCH_ANSWERS, MAX_FRAME_BYTES, MAX_OPEN_BYTES, MAX_OPEN_CALLS, MAX_OPEN_REQUESTS, MAX_SERVER_FRAME_BYTES } from './limits.ts'
import { INVALID_PARAMS, INVALID_REQUEST, isShortId, type Message, type MessageId, type RequestMessage } from './Message.ts'
import { OpenBytes } from './OpenBytes.ts'
import { OpenRequests, type OpenRequest } from './OpenRequests.ts'
import { outlineMessage, type Outline } from './outlineMessage.ts'
import { ownRefusal } from './ownRefusals.ts'
import { readMessage } from './readMessage.ts'
import { readToolCall } from './readToolCall.ts'
import { asksFirstPage } from './readToolList.ts'
import { Refusals } from './Refusals.ts'
import { ServerListener } from './ServerListener.ts'
import { SessionPipe } from './SessionPipe.ts'
import { ToolLister } from './ToolLister.ts'

export interface ProxySessionOptions {
  readonly serverId: string
  readonly client: ByteFace
  readonly server: ByteFace
  readonly judge: Judge
  /** SHA-256 in the project's spelling. */
  readonly hash: (bytes: Uint8Array) => string
  readonly clock: Clock
  readonly onReport: (report: SessionReport) => void
  /** What the client says of itself; never to be trusted. Told when it is new. */
  readonly onIntroduction?: (introduction: Introduction) => void
  /** The tools that the server lists, by name. Told whenever a list was read. */
  readonly onTools?: (names: readonly string[]) => void
  readonly progressEveryMs?: number
  /** Room for the bytes of calls, shared with whatever else draws on it; without it the session has its own. */
  readonly openBytes?: OpenBytes
}

/** What an abort came to. `asked`: it was running, the server was asked to stop, and it may still finish. */
export type AbortResult = 'prevented' | 'asked' | 'over'

/**
 * One client in front of one server. Every `tools/call` goes to the judge and runs only on its word; everything else
 * passes byte for byte, in both directions. One instance holds all there is to know of a session, and nothing outlives it.
 */
export class ProxySession {
  readonly #options: ProxySessionOptions
  readonly #pipe: SessionPipe
  readonly #open: OpenRequests
  readonly #lister: ToolLister
  readonly #tools: KnownTools
  readonly #listener: ServerListener
  readonly #introductions: Introductions
  readonly #openBytes: OpenBytes
  readonly #refusals: Refusals
  #serverGone: string | null = null
  #isClientGone = false

  constructor(options: ProxySessionOptions) {
    const { judge, serverId, hash, clock, client, server } = options
    this.#options = options
    this.#pipe = new SessionPipe({ client, server, onServerStuck: (how) => this.#loseServer(how), onClientStuck: () => this.#cutClient('The client sends and does not read') })
    this.#refusals = new Refusals(clock)
    this.#openBytes = options.openBytes ?? new OpenBytes(MAX_OPEN_BYTES)
    this.#open = new OpenRequests({
      onForget: (request) => request.kind === 'call' && request.journey.hear({ kind: 'forgotten' }),
      onFull: () => this.#cutClient('The client has given up more requests than can be remembered'),
    })
    this.#lister = new ToolLister({ clock, send: (frame) => this.#pipe.toServer(frame) })
    this.#tools = new KnownTools({ hash, clock, ask: (meta) => this.#ask(meta), onChange: (changes) => judge.definitionsChanged(serverId, changes), onTools: options.onTools ?? (() => {}) })
    this.#introductions = new Introductions(options.onIntroduction ?? (() => {}))
    this.#listener = new ServerListener({ pipe: this.#pipe, open: this.#open, lister: this.#lister, tools: this.#tools, introductions: this.#introductions, onReport: options.onReport })
  }

  /** Begins to listen to both sides. Call once. */
  start(): void {
    const { client, server } = this.#options
    const fromClient = new FrameSplitter(MAX_FRAME_BYTES)
    const fromServer = new FrameSplitter(MAX_SERVER_FRAME_BYTES)
    client.onBytes((bytes) => fromClient.push(bytes).forEach((frame) => this.#hearClient(frame)))
    server.onBytes((bytes) => fromServer.push(bytes).forEach((frame) => this.#listener.hear(frame)))
    client.onEnd(() => this.#loseClient())
    server.onEnd((how) => this.#loseServer(how))
  }

  /**
   * Ends one call from outside, as a lock does: a waiting call never runs, a running one is given up and its server
   * asked to stop. Its caller gets the refusal at once either way.
   */
  abort(call: ToolCall, refusal: Refusal): AbortResult {
    const request = this.#open.get(call.id)
    if (request?.kind !== 'call' || request.journey.call !== call) return 'over'
    const { status } = request.journey
    request.journey.hear({ kind: 'abortAsked', refusal })
    return status === 'waiting' ? 'prevented' : status === 'forwarded' ? 'asked' : 'over'
  }

  /** Ends the session as if the client had left. */
  end(): void {
    this.#loseClient()
    this.#options.client.end()
  }

  #hearClient(split: SplitFrame): void {
    if (this.#isClientGone) return
    if (split.kind === 'tooLong') return this.#refuseLong(split)
    const frame = split.bytes
    const message = readMessage(frame)
    switch (message.kind) {
      case 'malformed':
        this.#refuseFrame(message.id, message.code, message.why)
        return this.#countRefused()
      case 'batch':
        this.#refuseBatch(message)
        return this.#countRefused()
      case 'response':
        return this.#pipe.toServer(frame)
      case 'notification':
        return this.#hearNotification(frame, message)
      case 'request':
        return this.#hearRequest(frame, message)
      default:
        return assertNever(message)
    }
  }

  /** What is no message costs far more than its bytes; a request that is refused for good reasons is none of these. */
  #countRefused(): void {
    if (this.#refusals.count()) this.#cutClient('The client sends what is no message, over and over')
  }

  #refuseLong({ bytes, length }: Extract<SplitFrame, { kind: 'tooLong' }>): void {
    const outline: Outline = bytes === null ? { kind: 'unreadable' } : outlineMessage(bytes)
    this.#refuseFrame(outline.kind === 'request' ? outline.id : null, INVALID_REQUEST, `A message has ${length} bytes, and at most ${MAX_FRAME_BYTES} are taken.`)
  }

  #refuseFrame(id: MessageId | null, code: number, why: string): void {
    this.#options.onReport({ kind: 'frameRefused', from: 'client', why })
    this.#pipe.toClient(errorFrame(this.#answerable(id), code, `${why} The message went no further.`))
  }

  /** Calls in a batch would have to be taken out of it one by one; only one revision ever had batches, so none pass. */
  #refuseBatch({ ids }: Extract<Message, { kind: 'batch' }>): void {
    const why = 'Batches are not taken: send each message on a line of its own.'
    const answerable = [...new Set(ids)].filter((id) => this.#answerable(id) !== null)
    if (answerable.length === 0 || answerable.length > MAX_BATCH_ANSWERS) return this.#refuseFrame(null, INVALID_REQUEST, why)
    this.#options.onReport({ kind: 'frameRefused', from: 'client', why })
    this.#pipe.toClient(errorBatchFrame(answerable, INVALID_REQUEST, `${why} The message went no further.`))
  }

  /** An id that another request still waits on must not be answered: the answer would be taken for that one's. */
  #answerable(id: MessageId | null): MessageId | null {
    return id === null || !isShortId(id) || this.#open.isTaken(id) ? null : id
  }

  #hearNotification(frame: Uint8Array, { method, params }: Extract<Message, { kind: 'notification' }>): void {
    if (method === 'tools/call') return this.#options.onReport({ kind: 'callDropped', why: 'sent_as_notification' })
    const request = method === 'notifications/cancelled' ? this.#requestNamedIn(params) : undefined
    if (request?.kind === 'call') return request.journey.hear({ kind: 'cancelled', frame })
    if (request !== undefined) this.#open.giveUp(request.id)
    this.#pipe.toServer(frame)
  }

  #requestNamedIn(params: JsonNode | null): OpenRequest | undefined {
    const id = params?.kind === 'object' ? params.members.find(({ key }) => key === 'requestId')?.value : undefined
    return id?.kind === 'string' || id?.kind === 'number' ? this.#open.get(id.value) : undefined
  }

  #hearRequest(frame: Uint8Array, message: RequestMessage): void {
    const { id, method } = message
    this.#introductions.hear(message)
    if (this.#open.isTaken(id)) return this.#refuseFrame(null, INVALID_REQUEST, `The id ${JSON.stringify(id)} belongs to another request whose answer may still come.`)
    if (method === 'tools/call') return this.#hearCall(frame, message)
    if (this.#serverGone !== null) return this.#pipe.toClient(errorFrame(id, SERVER_GONE, `The tool server ${this.#serverGone}.`))
    if (this.#open.size >= MAX_OPEN_REQUESTS) return this.#refuseFrame(id, INVALID_REQUEST, `${MAX_OPEN_REQUESTS} requests are open.`)
    const listing = method === 'tools/list' ? { isFirstPage: asksFirstPage(frame), asOf: this.#tools.changes } : null
    this.#open.add({ kind: 'passed', id, listing })
    this.#pipe.toServer(frame)
  }

  #hearCall(frame: Uint8Array, message: RequestMessage): void {
    const request = readToolCall(frame, message)
    if (request.kind === 'invalid') return this.#refuseFrame(message.id, INVALID_PARAMS, request.why)
    if (this.#serverGone !== null) return this.#pipe.toClient(refusalFrame(request, ownRefusal('unavailable', `The tool server ${this.#serverGone}.`)))
    if (this.#openCalls() >= MAX_OPEN_CALLS) return this.#pipe.toClient(refusalFrame(request, ownRefusal('rate_limited', `${MAX_OPEN_CALLS} calls are open.`)))
    const { id } = request
    const { length } = frame
    if (!this.#openBytes.take(length)) return this.#pipe.toClient(refusalFrame(request, ownRefusal('rate_limited', 'The calls that are open hold as many bytes as they may.')))
    const journey = new CallJourney({
      ...this.#options,
      request,
      tools: this.#tools,
      progressEveryMs: this.#options.progressEveryMs ?? PROGRESS_EVERY_MS,
      toClient: (bytes) => this.#pipe.toClient(bytes),
      toServer: (bytes) => this.#pipe.toServer(bytes),
      onStatus: (status) => {
        if (status === 'givenUp') return this.#giveUp(id)
        if (status !== 'ended') return
        this.#open.remove(id)
        this.#openBytes.giveBack(length)
      },
    })
    this.#open.add({ kind: 'call', id, journey })
    journey.start()
  }

  /** What came of it is worth knowing for a while; then it is over, and what it held is free. */
  #giveUp(id: MessageId): void {
    this.#open.giveUp(id)
    this.#options.clock.after(GIVEN_UP_KEPT_MS, () => this.#open.forget(id))
  }

  #openCalls(): number {
    return this.#open.all().filter((request) => request.kind === 'call' && !this.#open.isGivenUp(request.id)).length
  }

  async #ask(meta: Parameters<ToolLister['ask']>[0]) {
    return this.#serverGone === null ? this.#lister.ask(meta) : null
  }

  /** What waits for it is not kept; that it is gone comes from its face. */
  #cutClient(why: string): void {
    if (!this.#isClientGone) this.#options.onReport({ kind: 'frameRefused', from: 'client', why: `${why}; its connection was ended.` })
    this.#loseClient()
    this.#options.client.cut()
  }

  /** The server is told to end, and heard on until it does: what came of a running call is still worth knowing. */
  #loseClient(): void {
    this.#isClientGone = true
    for (const request of this.#open.all()) if (request.kind === 'call') request.journey.hear({ kind: 'clientGone' })
    this.#options.server.end()
  }

  #loseServer(how: string): void {
    if (this.#serverGone !== null) return
    this.#serverGone = how
    this.#options.onReport({ kind: 'serverEnded', how })
    for (const request of this.#open.all()) this.#answerForServer(request, how)
    this.#lister.giveUp()
  }

  #answerForServer(request: OpenRequest, how: string): void {
    if (request.kind === 'call') return request.journey.hear({ kind: 'serverGone', how })
    const isGivenUp = this.#open.isGivenUp(request.id)
    this.#open.remove(request.id)
    if (!isGivenUp) this.#pipe.toClient(errorFrame(request.id, SERVER_GONE, `The tool server ${how}.`))
  }
}
