import { create } from 'zustand'

/** What a person has done towards one decision. It is kept while they look at something else. */
export interface Draft {
  readonly reason: string
  readonly undecodedRead: boolean
  /** How many typed values were refused. */
  readonly typedTries: number
}

export const NO_DRAFT: Draft = { reason: '', undecodedRead: false, typedTries: 0 }

/** Of the typed value. After them approving is off for good; denying is not. */
export const MAX_TYPED_TRIES = 3

export const useDrafts = create<Readonly<Record<string, Draft>>>(() => ({}))

export const useDraft = (challengeId: string): Draft => useDrafts((drafts) => drafts[challengeId] ?? NO_DRAFT)

export function changeDraft(challengeId: string, change: (draft: Draft) => Partial<Draft>): void {
  useDrafts.setState((drafts) => {
    const draft = drafts[challengeId] ?? NO_DRAFT
    return { [challengeId]: { ...draft, ...change(draft) } }
  })
}
