import type { JsonObject } from '../../shared/json/index.ts'
import type { Clock } from './Clock.ts'
import { listFrame } from './frames.ts'
import { MAX_PARTS } from './limits.ts'
import type { MessageId } from './Message.ts'
import { OWN_ID_PREFIX } from './readMessage.ts'
import { readToolList, type ListedTool } from './readToolList.ts'

/** How long a server may take for one page before its tools count as unknown. */
export const LIST_LIMIT_MS = 10_000
/** A list without an end must not be followed for ever. */
const MAX_PAGES = 100

export interface ToolListerOptions {
  readonly send: (frame: Uint8Array) => void
  readonly clock: Clock
}

/** Asks the server for its whole list of tools, with ids of our own, so that no call is judged by an old definition. */
export class ToolLister {
  readonly #options: ToolListerOptions
  readonly #waiting = new Map<string, (frame: Uint8Array | null) => void>()
  #lastNumber = 0

  constructor(options: ToolListerOptions) {
    this.#options = options
  }

  /** All pages. Null where the server refuses, is silent, lists without end or is gone; never rejects. */
  async ask(meta: JsonObject | null): Promise<readonly ListedTool[] | null> {
    const tools: ListedTool[] = []
    let cursor: string | null = null
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await this.#askPage(cursor, meta)
      const listed = answer === null ? null : readToolList(answer)
      if (listed === null) return null
      for (const tool of listed.tools) tools.push(tool)
      if (tools.length > MAX_PARTS) return null
      if (listed.nextCursor === null) return tools
      cursor = listed.nextCursor
    }
    return null
  }

  /** Takes an answer of the server. False where it answers nothing that was asked here. */
  hear(id: MessageId, frame: Uint8Array): boolean {
    const settle = typeof id === 'string' ? this.#waiting.get(id) : undefined
    settle?.(frame)
    return settle !== undefined
  }

  /** The server is gone: whoever waits for a list gets none. */
  giveUp(): void {
    for (const settle of this.#waiting.values()) settle(null)
  }

  #askPage(cursor: string | null, meta: JsonObject | null): Promise<Uint8Array | null> {
    const id = `${OWN_ID_PREFIX}list-${++this.#lastNumber}`
    return new Promise((resolve) => {
      const settle = (frame: Uint8Array | null) => {
        cancelLimit()
        this.#waiting.delete(id)
        resolve(frame)
      }
      const cancelLimit = this.#options.clock.after(LIST_LIMIT_MS, () => settle(null))
      this.#waiting.set(id, settle)
      this.#options.send(listFrame(id, cursor, meta))
    })
  }
}
