import { z } from 'zod'
import { id } from '../protocol/index.ts'
import type { WINDOW_TO_CORE } from './channels.ts'
import type { Contract } from './Contract.ts'
import { nothing } from './nothing.ts'
import { view, type ChallengeCard, type FeedSnapshot, type LogEntryView, type LogRow, type PairingView } from './views.ts'

const challengeId = id('challenge')
/** A lone surrogate: half a character, which nothing can sign. In this mode a whole pair is one character and no match. */
const HALF_CHARACTER = /[\uD800-\uDFFF]/gu
/** What a person wrote, to be signed. Half a character is replaced, so that it holds no denial and no stop back. */
const words = z.string().max(2_000).transform((text) => text.replaceAll(HALF_CHARACTER, '\uFFFD'))

/** What became of something that a person asked for. `refused` says why in one sentence, and what to do. */
const asked = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('done'), id: z.string() }),
  z.strictObject({ status: z.literal('refused'), code: z.string(), sentence: z.string() }),
])
export type Asked = z.infer<typeof asked>

/** What a stop can be aimed at from the window. */
export const stopTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('agent'), value: id('agent') }),
  z.strictObject({ kind: z.literal('session'), value: id('session') }),
])
export type StopTarget = z.infer<typeof stopTarget>

/** What a stop would do, counted before it is ordered. */
const stopPreview = z.strictObject({ points: z.int(), sessions: z.int(), liveSessions: z.int(), challenges: z.int(), otherSessions: z.int(), targetName: z.string(), silentPoints: z.array(z.string()) })
export type StopPreview = z.infer<typeof stopPreview>

/** Window to core, relayed by main. The window names things by id; digests, payloads and keys are never its words. */
export const windowToCore = {
  'core.readFeed': { takes: nothing, gives: view<FeedSnapshot>() },
  /** Pins a challenge: it is the one on screen. Null where it is unknown. The card is told again with each change. */
  'core.openChallenge': { takes: z.strictObject({ challengeId }), gives: view<ChallengeCard>().nullable() },
  'core.closeChallenge': { takes: nothing, gives: nothing },
  /** What has been on screen. `isEnd` once the end of the bytes was. The core's own clock says when. */
  'core.reportShown': { takes: z.strictObject({ challengeId, view: z.enum(['text', 'hex']), isEnd: z.boolean(), theme: z.enum(['dark', 'light']), locale: z.string().max(64) }), gives: nothing },
  'core.decide': {
    takes: z.strictObject({ challengeId, verdict: z.enum(['approve', 'deny']), comment: words, typed: z.string().max(256).nullable(), inSteps: z.boolean() }),
    gives: asked,
  },
  'core.previewStop': { takes: z.strictObject({ target: stopTarget }), gives: stopPreview },
  'core.stop': { takes: z.strictObject({ target: stopTarget, effect: z.enum(['halt', 'pause']), mode: z.enum(['abort_inflight', 'drain']), reason: words, isDrill: z.boolean() }), gives: asked },
  /** Pins a stop for its release, as a challenge is pinned for its decision; null lets go. */
  'core.openRelease': { takes: z.strictObject({ stopId: z.string().max(64).nullable() }), gives: nothing },
  'core.release': { takes: z.strictObject({ stopId: z.string().max(64), reason: words.pipe(z.string().min(1)), typed: z.string().max(256), inSteps: z.boolean() }), gives: asked },
  'core.readLog': { takes: z.strictObject({ beforeN: z.int().nullable(), limit: z.int().min(1).max(200) }), gives: z.strictObject({ rows: z.array(view<LogRow>()), size: z.int() }) },
  'core.readLogEntry': { takes: z.strictObject({ n: z.int().min(0) }), gives: view<LogEntryView>().nullable() },
  'core.beginPairing': { takes: z.strictObject({ address: z.string().max(512), code: z.string().max(64) }), gives: asked },
  'core.answerPairing': { takes: z.strictObject({ isSame: z.boolean() }), gives: asked },
  'core.cancelPairing': { takes: nothing, gives: nothing },
  'core.readPairing': { takes: nothing, gives: view<PairingView>() },
  /** Tries silent points again at once. */
  'core.retryLinks': { takes: nothing, gives: nothing },
  /** Begins a new log beside one that is lost, damaged or not ours; nothing of that one is touched. The core starts anew. */
  'core.beginNewLog': { takes: nothing, gives: asked },
} as const satisfies Contract & Record<(typeof WINDOW_TO_CORE)[number], unknown>

export type WindowToCore = typeof windowToCore
