import { errorFrame, isModernRequest, keyOfId, lostResultFrame, outlineMessage, ownRefusal, refusalFrame, SERVER_GONE, type MessageId, type Outline } from '../mcp/index.ts'

interface Waiting {
  readonly id: MessageId
  readonly isCall: boolean
  readonly isModern: boolean
}

const WHAT_TO_DO = 'Start the Countersign gateway on this machine, then restart this MCP server in your client.'

/** The ids of requests that went to the point and have no answer yet, and the answers for when it can give none. */
export class WaitingRequests {
  readonly #waiting = new Map<string, Waiting>()

  /** A frame went from the client to the point. */
  noteSent(frame: Uint8Array): void {
    const outline = outlineMessage(frame)
    if (outline.kind === 'request') this.#waiting.set(keyOfId(outline.id), waitingOf(frame, outline))
  }

  /** A frame came from the point. */
  noteAnswered(frame: Uint8Array): void {
    const outline = outlineMessage(frame)
    const frames = outline.kind === 'batch' ? outline.items.map(({ start, end }) => outlineMessage(frame.subarray(start, end))) : [outline]
    for (const one of frames) if (one.kind === 'response' && one.id !== null) this.#waiting.delete(keyOfId(one.id))
  }

  /** The connection broke: an answer for each request that waits. A call among them may have run, and is told so. */
  answerAll(why: string): readonly Uint8Array[] {
    const answers = [...this.#waiting.values()].map((waiting) => {
      const text = `${why} ${waiting.isCall ? 'Whether this call was run is not known: look before you repeat it. ' : ''}${WHAT_TO_DO}`
      return waiting.isCall ? lostResultFrame(waiting, text) : errorFrame(waiting.id, SERVER_GONE, text)
    })
    this.#waiting.clear()
    return answers
  }
}

/** The answer to a frame that goes nowhere, because there is no connection. Null where it is nothing to be answered. */
export function answerWithoutPoint(frame: Uint8Array, why: string): Uint8Array | null {
  const outline = outlineMessage(frame)
  switch (outline.kind) {
    case 'request': {
      const waiting = waitingOf(frame, outline)
      if (!waiting.isCall) return errorFrame(outline.id, SERVER_GONE, `${why} ${WHAT_TO_DO}`)
      const refusal = ownRefusal('unavailable', why)
      return refusalFrame(waiting, { ...refusal, nextAction: 'start_gateway', text: `${refusal.text} ${WHAT_TO_DO}` })
    }
    case 'batch':
    case 'unreadable':
      return errorFrame(null, SERVER_GONE, `${why} ${WHAT_TO_DO}`)
    default:
      return null
  }
}

function waitingOf(frame: Uint8Array, { id, method, params }: Extract<Outline, { kind: 'request' }>): Waiting {
  return { id, isCall: method === 'tools/call', isModern: isModernRequest(frame, params) }
}
