import type { FeedPatch, FeedRows, FeedSnapshot, LogView } from '../../../shared/ipc/views.ts'

export type Collection = keyof FeedRows
export const COLLECTIONS = ['points', 'inbox', 'sessions', 'agents', 'stops'] as const satisfies readonly Collection[]

/** Where the rows come from. A row that is undefined is not listed, or is gone. */
export interface FeedSource {
  row<K extends Collection>(collection: K, id: string): FeedRows[K][string] | undefined
  unlisted(): FeedSnapshot['unlisted']
  log(): LogView
}

interface FeedParts {
  readonly source: FeedSource
  readonly after: (ms: number, callback: () => void) => () => void
  readonly send: (patch: FeedPatch) => void
  /** Told right before a patch goes out, in the same beat. */
  readonly beat: () => void
}

/** At most one patch in this time, which is a frame of the screen. */
export const BEAT_MS = 16

/**
 * What windows see: a snapshot, then numbered patches with whole rows. Whoever changes something only marks it; rows are
 * made once per beat however often they were marked, and travel only where they differ from what was sent.
 */
export class Feed {
  readonly #parts: FeedParts
  readonly #rows = new Map<Collection, Map<string, { readonly row: unknown; readonly print: string }>>(COLLECTIONS.map((name) => [name, new Map()]))
  readonly #marked = new Map<Collection, Set<string>>(COLLECTIONS.map((name) => [name, new Set()]))
  #version = 0
  #rest = ''
  #isDue = false
  #cancel: () => void = () => {}

  constructor(parts: FeedParts) {
    this.#parts = parts
  }

  /** Something about this row may have changed. */
  mark(collection: Collection, id: string): void {
    this.#marked.get(collection)?.add(id)
    this.markRest()
  }

  /** Whatever every row of a point depends on changed: its link, its clock, our roles. */
  markPoint(pointId: string): void {
    for (const name of ['inbox', 'sessions', 'agents'] as const) {
      for (const [id, { row }] of this.#rows.get(name) ?? []) if ((row as { readonly pointId: string }).pointId === pointId) this.#marked.get(name)?.add(id)
    }
    for (const id of this.#rows.get('stops')?.keys() ?? []) this.#marked.get('stops')?.add(id)
    this.mark('points', pointId)
  }

  /** Something beside the rows may have changed: the log, or what is not listed. */
  markRest(): void {
    if (this.#isDue) return
    this.#isDue = true
    this.#cancel = this.#parts.after(BEAT_MS, () => this.flush())
  }

  /** Nothing is told any more. */
  close(): void {
    this.#isDue = true
    this.#cancel()
  }

  /** Everything at this moment. What was marked is sent first, so that the next patch continues exactly this. */
  snapshot(): FeedSnapshot {
    this.flush()
    const { source } = this.#parts
    return { version: this.#version, rows: this.#allRows(), unlisted: source.unlisted(), log: source.log() }
  }

  /** Sends what changed since the last time; nothing where nothing did. */
  flush(): void {
    this.#isDue = false
    this.#parts.beat()
    const set: { [K in Collection]?: Record<string, unknown> } = {}
    const gone: { [K in Collection]?: string[] } = {}
    for (const name of COLLECTIONS) this.#compare(name, set, gone)
    const rest = { unlisted: this.#parts.source.unlisted(), log: this.#parts.source.log() }
    const print = JSON.stringify(rest)
    if (Object.keys(set).length === 0 && Object.keys(gone).length === 0 && print === this.#rest) return
    const changed = print === this.#rest ? {} : rest
    this.#rest = print
    this.#version++
    // Each collection was filled with rows of its own kind alone, by `#compare`.
    this.#parts.send({ version: this.#version, set: set as FeedPatch['set'], gone, ...changed })
  }

  #compare(name: Collection, set: { [K in Collection]?: Record<string, unknown> }, gone: { [K in Collection]?: string[] }): void {
    const marked = this.#marked.get(name) ?? new Set()
    const rows = this.#rows.get(name)
    for (const id of marked) {
      const row = this.#parts.source.row(name, id)
      if (row === undefined) {
        if (rows?.delete(id) === true) (gone[name] ??= []).push(id)
        continue
      }
      const print = JSON.stringify(row)
      if (rows?.get(id)?.print === print) continue
      rows?.set(id, { row, print })
      ;(set[name] ??= {})[id] = row
    }
    marked.clear()
  }

  #allRows(): FeedRows {
    const all = Object.fromEntries([...this.#rows].map(([name, rows]) => [name, Object.fromEntries([...rows].map(([id, { row }]) => [id, row]))]))
    return all as unknown as FeedRows
  }
}
