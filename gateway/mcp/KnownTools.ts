import type { JsonObject } from '../../shared/json/index.ts'
import type { Clock } from './Clock.ts'
import type { DefinitionChange } from './Judge.ts'
import { MAX_PARTS } from './limits.ts'
import type { ListedTool } from './readToolList.ts'

/** A list older than this is asked for again before a call: the newer revision tells nobody who did not subscribe. */
export const LIST_FRESH_MS = 60_000
/** A server that announces changes faster than it lists is not waited for. */
const MAX_ASKS = 3

export interface Definition {
  readonly hash: string
  readonly bytes: Uint8Array
}

export type ToolLookup =
  | { readonly kind: 'known'; readonly definition: Definition }
  | { readonly kind: 'unknown' }
  /** Two definitions under one name: nobody can say which of them runs. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'unavailable' }

export interface KnownToolsOptions {
  readonly hash: (bytes: Uint8Array) => string
  readonly clock: Clock
  /** Lists the whole; null where that fails. */
  readonly ask: (meta: JsonObject | null) => Promise<readonly ListedTool[] | null>
  readonly onChange: (changes: readonly DefinitionChange[]) => void
  /** The names of all tools that are known by now; told after each list. */
  readonly onTools?: (names: readonly string[]) => void
}

/** What the server's tools are, by its own last word. The hash of a definition is over its bytes as listed. */
export class KnownTools {
  readonly #options: KnownToolsOptions
  #tools = new Map<string, Definition | 'ambiguous'>()
  #freshAtMs: number | null = null
  #changes = 0
  #asking: Promise<boolean> | null = null

  constructor(options: KnownToolsOptions) {
    this.#options = options
  }

  /** Counts up whenever the server says that its list has changed; an answer to an older question is then not fresh. */
  get changes(): number {
    return this.#changes
  }

  /** The server says that its list has changed. */
  markChanged(): void {
    this.#changes++
    this.#freshAtMs = null
  }

  /** A page that somebody asked for. It tells about the tools on it and nothing about others. */
  notePage(tools: readonly ListedTool[]): void {
    const known = new Map([...this.#tools, ...this.#hashed(tools)])
    // Pages without end are not collected; the next call asks for the whole list.
    if (known.size > MAX_PARTS) return this.markChanged()
    this.#replace(known)
  }

  /** A whole list; `asOf` is `changes` at the time when it was asked for. */
  noteAll(tools: readonly ListedTool[], asOf: number): void {
    if (asOf === this.#changes) this.#freshAtMs = this.#options.clock.now()
    this.#replace(this.#hashed(tools))
  }

  /** The definition of a tool as of now. Asks the server where what is known is old; never rejects. */
  async find(tool: string, meta: JsonObject | null): Promise<ToolLookup> {
    for (let asks = 0; !this.#isFresh(); asks++) {
      if (asks === MAX_ASKS || !(await this.#refresh(meta))) return { kind: 'unavailable' }
    }
    const definition = this.#tools.get(tool)
    if (definition === undefined) return { kind: 'unknown' }
    return definition === 'ambiguous' ? { kind: 'ambiguous' } : { kind: 'known', definition }
  }

  /** Calls that come while the list is on its way wait for that one. */
  #refresh(meta: JsonObject | null): Promise<boolean> {
    this.#asking ??= this.#askOnce(meta).finally(() => {
      this.#asking = null
    })
    return this.#asking
  }

  async #askOnce(meta: JsonObject | null): Promise<boolean> {
    const asOf = this.#changes
    const tools = await this.#options.ask(meta)
    if (tools !== null) this.noteAll(tools, asOf)
    return tools !== null
  }

  #isFresh(): boolean {
    return this.#freshAtMs !== null && this.#options.clock.now() - this.#freshAtMs < LIST_FRESH_MS
  }

  #hashed(tools: readonly ListedTool[]): Map<string, Definition | 'ambiguous'> {
    const known = new Map<string, Definition | 'ambiguous'>()
    for (const { name, definition } of tools) known.set(name, known.has(name) ? 'ambiguous' : { hash: this.#options.hash(definition), bytes: definition })
    return known
  }

  #replace(tools: Map<string, Definition | 'ambiguous'>): void {
    const before = this.#tools
    this.#tools = tools
    const changes = [...before].flatMap(([tool, old]): DefinitionChange[] => {
      const from = hashOf(old)
      const to = hashOf(tools.get(tool))
      return from === null || from === to ? [] : [{ tool, from, to }]
    })
    if (changes.length > 0) this.#options.onChange(changes)
    this.#options.onTools?.([...tools.keys()])
  }
}

function hashOf(definition: Definition | 'ambiguous' | undefined): string | null {
  return definition === undefined || definition === 'ambiguous' ? null : definition.hash
}
