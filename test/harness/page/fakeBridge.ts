import type { Bridge } from '../../../shared/ipc/Bridge.ts'
import { succeeded } from '../../../shared/ipc/IpcResult.ts'
import type { ChallengeCard, FeedPatch, FeedSnapshot, PairingView } from '../../../shared/ipc/views.ts'
import type { HostFacts } from '../../../shared/ipc/windowToMain.ts'
import { host, snapshot, cards } from './samples.ts'

/** What a test or a person at the developer tools can do with the harness. */
export interface Harness {
  /** Every call of the window, in order. */
  readonly calls: { readonly name: string; readonly takes: unknown }[]
  /** Answers of calls, by name; what stands here is given instead of the fake's own answer. */
  readonly answers: Record<string, unknown>
  readonly patch: (patch: Omit<FeedPatch, 'version'>) => void
  readonly card: (challengeId: string, change: Partial<ChallengeCard>) => void
  readonly host: (change: Partial<HostFacts>) => void
  readonly pairing: (view: PairingView) => void
  readonly cards: Record<string, ChallengeCard>
  feed: FeedSnapshot
}

/** Puts a hand-written `window.countersign` in the place of the preload script's, and `window.harness` beside it. */
export function install(): void {
  const listeners: Record<string, ((body: never) => void)[]> = {}
  const tell = (name: string, body: unknown) => (listeners[name] ?? []).forEach((listener) => listener(body as never))
  let facts = host
  const harness: Harness = {
    calls: [],
    answers: {},
    cards: { ...cards },
    feed: snapshot,
    patch: (patch) => {
      harness.feed = { ...harness.feed, version: harness.feed.version + 1 }
      tell('onFeedPatched', { version: harness.feed.version, ...patch })
    },
    card: (challengeId, change) => {
      const card = harness.cards[challengeId]
      if (card === undefined) return
      harness.cards[challengeId] = { ...card, ...change }
      tell('onCardChanged', harness.cards[challengeId])
    },
    pairing: (view) => tell('onPairingChanged', view),
    host: (change) => {
      facts = { ...facts, ...change }
      tell('onHostChanged', facts)
    },
  }
  const own: Record<string, (takes: never) => unknown> = {
    readHost: () => facts,
    readFeed: () => harness.feed,
    openChallenge: ({ challengeId }: { challengeId: string }) => harness.cards[challengeId] ?? null,
    decide: () => ({ status: 'done', id: 'dec_01890000-0000-7000-8000-000000000001' }),
    previewStop: () => ({ points: 2, sessions: 5, liveSessions: 2, challenges: 3, otherSessions: 1, targetName: 'notes-agent', silentPoints: [] }),
    stop: () => ({ status: 'done', id: 'stop-1' }),
    release: () => ({ status: 'done', id: 'stop-1' }),
    readLog: () => ({ rows: [], size: 0 }),
    readLogEntry: () => null,
    beginPairing: () => ({ status: 'done', id: 'pairing' }),
    answerPairing: () => ({ status: 'done', id: 'pairing' }),
    readPairing: () => ({ step: 'idle' }),
    unlockKey: () => null,
  }
  const bridge = new Proxy({}, {
    get: (_, name: string) =>
      name.startsWith('on')
        ? (listener: (body: never) => void) => {
            (listeners[name] ??= []).push(listener)
            return () => void (listeners[name] = (listeners[name] ?? []).filter((other) => other !== listener))
          }
        : async (takes: unknown) => {
            harness.calls.push({ name, takes })
            return succeeded(name in harness.answers ? harness.answers[name] : own[name]?.(takes as never))
          },
  })
  Object.assign(window, { countersign: bridge as Bridge, harness })
}
