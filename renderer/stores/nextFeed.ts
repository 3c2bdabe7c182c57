import type { FeedPatch, FeedRows, FeedSnapshot } from '../../shared/ipc/views.ts'

/** What the window knows of the feed, and what it waits for. */
export interface FeedState {
  /** Null until the core has told everything once, and again as soon as the core is gone: what it said may be stale. */
  readonly snapshot: FeedSnapshot | null
  /** Patches that came while a snapshot was on its way. They may be newer than it. */
  readonly early: readonly FeedPatch[]
  /** Whether a snapshot has to be read. */
  readonly mustRead: boolean
  /** Why the last question was not answered. */
  readonly failure: string | null
}

export type FeedEvent =
  | { readonly kind: 'coreBegan' }
  | { readonly kind: 'coreGone' }
  | { readonly kind: 'patched'; readonly patch: FeedPatch }
  | { readonly kind: 'read'; readonly snapshot: FeedSnapshot }
  | { readonly kind: 'notRead'; readonly failure: string }

export const NO_FEED: FeedState = { snapshot: null, early: [], mustRead: false, failure: null }

/** More than this many patches are not kept for a snapshot that does not come: it is read again then. */
const MAX_EARLY = 512

/** One step of the feed. A patch is used only where its number follows; at a hole everything is read again. */
export function nextFeed(state: FeedState, event: FeedEvent): FeedState {
  switch (event.kind) {
    case 'coreGone':
      return NO_FEED
    case 'coreBegan':
      return { ...NO_FEED, mustRead: true }
    case 'notRead':
      return { ...state, mustRead: false, failure: event.failure }
    case 'read':
      return [...state.early].sort((a, b) => a.version - b.version).reduce(withPatch, { snapshot: event.snapshot, early: [], mustRead: false, failure: null })
    case 'patched':
      return withPatch(state, event.patch)
  }
}

function withPatch(state: FeedState, patch: FeedPatch): FeedState {
  const { snapshot } = state
  if (snapshot === null || state.mustRead) return { ...state, early: [...state.early, patch].slice(-MAX_EARLY) }
  if (patch.version <= snapshot.version) return state
  if (patch.version > snapshot.version + 1) return { ...state, early: [patch], mustRead: true }
  return { ...state, snapshot: patched(snapshot, patch) }
}

function patched(snapshot: FeedSnapshot, { version, set, gone, unlisted, log }: FeedPatch): FeedSnapshot {
  const rows = snapshot.rows
  return {
    version,
    rows: {
      points: merged(rows.points, set.points, gone.points),
      inbox: merged(rows.inbox, set.inbox, gone.inbox),
      sessions: merged(rows.sessions, set.sessions, gone.sessions),
      agents: merged(rows.agents, set.agents, gone.agents),
      stops: merged(rows.stops, set.stops, gone.stops),
    },
    unlisted: unlisted ?? snapshot.unlisted,
    log: log ?? snapshot.log,
  }
}

/** A collection that nothing happened to stays the very same object, so that nobody who watches it is drawn again. */
function merged<C extends FeedRows[keyof FeedRows]>(rows: C, set: C | undefined, gone: readonly string[] | undefined): C {
  if (set === undefined && (gone === undefined || gone.length === 0)) return rows
  const left = new Set(gone)
  const kept = Object.entries(rows).filter(([id]) => !left.has(id))
  return Object.fromEntries([...kept, ...Object.entries(set ?? {})]) as C
}
