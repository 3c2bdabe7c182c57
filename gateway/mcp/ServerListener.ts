import { assertNever } from '../../shared/util/assertNever.ts'
import { errorFrame, SERVER_GONE } from './frames.ts'
import type { SplitFrame } from './FrameSplitter.ts'
import type { Introductions } from './Introductions.ts'
import type { SessionReport } from './Judge.ts'
import type { KnownTools } from './KnownTools.ts'
import { MAX_SERVER_FRAME_BYTES } from './limits.ts'
import type { MessageId } from './Message.ts'
import type { Listing, OpenRequests } from './OpenRequests.ts'
import { outlineMessage, type Outline } from './outlineMessage.ts'
import { readToolList } from './readToolList.ts'
import type { SessionPipe } from './SessionPipe.ts'
import type { ToolLister } from './ToolLister.ts'

type Answer = Extract<Outline, { kind: 'response' }>

export interface ServerListenerOptions {
  readonly pipe: SessionPipe
  readonly open: OpenRequests
  readonly lister: ToolLister
  readonly tools: KnownTools
  readonly introductions: Introductions
  readonly onReport: (report: SessionReport) => void
}

/** Hears one server out: relays what it says byte for byte, and takes note of its tools and of what became of calls. */
export class ServerListener {
  readonly #options: ServerListenerOptions

  constructor(options: ServerListenerOptions) {
    this.#options = options
  }

  hear(split: SplitFrame): void {
    if (split.kind === 'frame') return this.#hearFrame(split.bytes)
    this.#report(`A message has ${split.length} bytes, and at most ${MAX_SERVER_FRAME_BYTES} are taken.`)
    const outline = split.bytes === null ? null : outlineMessage(split.bytes)
    if (split.bytes !== null && outline?.kind === 'response' && outline.id !== null) this.#hearLongAnswer(split.bytes, outline, outline.id)
  }

  #hearLongAnswer(frame: Uint8Array, outline: Answer, id: MessageId): void {
    const { open, pipe } = this.#options
    const request = open.get(id)
    if (request?.kind === 'call') return request.journey.hear({ kind: 'answeredTooLong', frame, outline })
    if (request === undefined) return
    open.remove(id)
    pipe.toClient(errorFrame(id, SERVER_GONE, 'The answer of the tool server is too long to be passed on.'))
  }

  #hearFrame(frame: Uint8Array): void {
    const { pipe } = this.#options
    const outline = outlineMessage(frame)
    switch (outline.kind) {
      case 'unreadable':
        // Often a line of log that went to the wrong stream. Nobody could make anything of it.
        return this.#report('A line was no message.')
      case 'batch':
        return this.#hearBatch(frame, outline)
      case 'notification':
        return this.#hearNotification(frame, outline.method)
      case 'request':
        return pipe.toClient(frame)
      case 'response':
        return outline.id === null ? pipe.toClient(frame) : this.#hearAnswer(frame, outline, outline.id)
      default:
        return assertNever(outline)
    }
  }

  /** Each part alone says the same, and then every answer in it finds its request. There are no batches of batches. */
  #hearBatch(frame: Uint8Array, { items }: Extract<Outline, { kind: 'batch' }>): void {
    for (const { start, end } of items) {
      if (frame[start] === 0x7b) this.#hearFrame(frame.subarray(start, end))
      else this.#report('A part of a batch was no message.')
    }
  }

  #hearNotification(frame: Uint8Array, method: string): void {
    const { pipe, tools } = this.#options
    if (method !== 'notifications/tools/list_changed') return pipe.toClient(frame)
    tools.markChanged()
    pipe.toClient(frame)
    this.#lookAgainForWaiting()
  }

  /** Whoever decides on a waiting call should learn now, and not after the decision, that its tool has changed. */
  #lookAgainForWaiting(): void {
    const { open, tools } = this.#options
    const waiting = open.all().flatMap((request) => (request.kind === 'call' && request.journey.status === 'waiting' ? [request.journey.call] : []))
    const call = waiting.find((one) => one !== null)
    if (call) void tools.find(call.tool, call.meta)
  }

  #hearAnswer(frame: Uint8Array, outline: Answer, id: MessageId): void {
    const { lister, open, pipe, introductions, onReport } = this.#options
    if (lister.hear(id, frame)) return
    introductions.hearAnswer(id, frame, outline)
    const request = open.get(id)
    // Answers to nothing stop here: clients that compare ids loosely could take one for the answer to a waiting call.
    if (request === undefined) {
      open.remove(id)
      return onReport({ kind: 'answerDropped', id })
    }
    if (request.kind === 'call') return request.journey.hear({ kind: 'answered', frame, outline })
    open.remove(id)
    if (request.listing !== null) this.#noteList(frame, request.listing)
    pipe.toClient(frame)
  }

  #noteList(frame: Uint8Array, { isFirstPage, asOf }: Listing): void {
    const page = readToolList(frame)
    if (page === null) return
    if (isFirstPage && page.nextCursor === null) this.#options.tools.noteAll(page.tools, asOf)
    else this.#options.tools.notePage(page.tools)
  }

  #report(why: string): void {
    this.#options.onReport({ kind: 'frameRefused', from: 'server', why })
  }
}
