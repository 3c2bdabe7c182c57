import type { ChallengeId } from '../../../shared/domain/index.ts'
import { hashJson } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { printTime } from '../../../shared/protocol/index.ts'

/** What the window says has been on screen. */
export interface ShownReport {
  readonly challengeId: ChallengeId
  readonly view: 'text' | 'hex'
  readonly isEnd: boolean
  readonly theme: 'dark' | 'light'
  readonly locale: string
}

/** The card before a person's eyes, and what of it was shown, on this console's clock. The window's word, and no proof. */
export interface OpenCard {
  readonly challengeId: ChallengeId
  readonly firstShownMs: number | null
  readonly endShownMs: number | null
  readonly views: readonly ('text' | 'hex')[]
  readonly theme: 'dark' | 'light' | null
  readonly locale: string | null
}

export const opened = (challengeId: ChallengeId): OpenCard => ({ challengeId, firstShownMs: null, endShownMs: null, views: [], theme: null, locale: null })

/** What a report adds. The end counts only where all of the bytes were there to be shown. */
export function shown(card: OpenCard, { view, isEnd, theme, locale }: ShownReport, hasBytes: boolean, nowMs: number): OpenCard {
  return {
    ...card,
    firstShownMs: card.firstShownMs ?? nowMs,
    endShownMs: card.endShownMs ?? (isEnd && hasBytes ? nowMs : null),
    views: card.views.includes(view) ? card.views : [...card.views, view].sort(),
    theme,
    locale,
  }
}

/** The view manifest of protocol P6, with its digest. */
export function manifestOf(card: OpenCard | null, nowMs: number): { readonly manifest: JsonObject; readonly hash: string } {
  const manifest: JsonObject = {
    type: 'countersign.view-manifest/v1',
    shown_at: momentOf(card?.firstShownMs),
    end_reached_at: momentOf(card?.endShownMs),
    dwell_ms: shownForMs(card, nowMs),
    views: card?.views ?? [],
    theme: card?.theme ?? null,
    locale: card?.locale ?? null,
  }
  return { manifest, hash: hashJson(manifest) }
}

/** How long it has been on screen, in whole milliseconds. */
export const shownForMs = (card: OpenCard | null, nowMs: number): number => Math.max(0, Math.floor(nowMs - (card?.firstShownMs ?? nowMs)))

const momentOf = (ms: number | null | undefined) => (typeof ms === 'number' ? printTime(ms) : null)
