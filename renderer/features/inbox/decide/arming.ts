/** What a decision key or button stands for. */
export type Act = 'approve' | 'deny'

/** What is on screen for a decision. `fingerprint` changes with anything in the card that a decision rests on. */
export interface Subject {
  readonly challengeId: string
  readonly fingerprint: string
  readonly dwellMs: number
}

export interface Arming {
  readonly subject: Subject | null
  readonly isFocused: boolean
  /** When this challenge appeared, or the window gained focus: the guard of both acts. */
  readonly settledAtMs: number
  /** When its card last changed: the guard of approving alone, so that no change can keep a denial back. */
  readonly changedAtMs: number
  /** A press that is down, with what was on screen when it went down. */
  readonly press: { readonly act: Act; readonly subject: Subject } | null
}

export type ArmingEvent =
  | { readonly kind: 'shown'; readonly subject: Subject; readonly atMs: number }
  | { readonly kind: 'closed' }
  | { readonly kind: 'focused'; readonly atMs: number }
  | { readonly kind: 'blurred' }
  | { readonly kind: 'pressBegan'; readonly act: Act; readonly isRepeat: boolean; readonly atMs: number }
  | { readonly kind: 'pressEnded'; readonly act: Act; readonly atMs: number }
  | { readonly kind: 'pressLost' }

/** A step, and the act that came of it, always bound to the challenge on which the press began. */
export interface ArmingStep {
  readonly state: Arming
  readonly acted: { readonly act: Act; readonly challengeId: string } | null
}

/** Keys with consequences are ignored for at least this long, whatever a policy says. */
export const GUARD_MS = 600

export const UNARMED: Arming = { subject: null, isFocused: false, settledAtMs: 0, changedAtMs: 0, press: null }

/** When an act is armed from, in milliseconds; null where no passing of time arms it. */
export function armedFrom({ subject, isFocused, settledAtMs, changedAtMs }: Arming, act: Act): number | null {
  if (subject === null || !isFocused) return null
  if (act === 'deny') return settledAtMs + GUARD_MS
  return Math.max(settledAtMs, changedAtMs) + Math.max(GUARD_MS, subject.dwellMs)
}

export function isArmed(state: Arming, act: Act, nowMs: number): boolean {
  const from = armedFrom(state, act)
  return from !== null && nowMs >= from
}

/** One step of the rules under which a press counts. An act needs a press that began and ended on one armed card. */
export function arm(state: Arming, event: ArmingEvent): ArmingStep {
  switch (event.kind) {
    case 'shown':
      return quiet(shown(state, event.subject, event.atMs))
    case 'closed':
      return quiet({ ...state, subject: null, press: null })
    case 'focused':
      return quiet(state.isFocused ? state : { ...state, isFocused: true, settledAtMs: event.atMs, press: null })
    case 'blurred':
      return quiet({ ...state, isFocused: false, press: null })
    case 'pressLost':
      return quiet({ ...state, press: null })
    case 'pressBegan': {
      if (event.isRepeat) return quiet(state)
      const { subject } = state
      const counts = subject !== null && isArmed(state, event.act, event.atMs)
      return quiet({ ...state, press: counts ? { act: event.act, subject } : null })
    }
    case 'pressEnded':
      return ended(state, event.act, event.atMs)
  }
}

function shown(state: Arming, subject: Subject, atMs: number): Arming {
  if (state.subject?.challengeId !== subject.challengeId) return { ...state, subject, settledAtMs: atMs, changedAtMs: atMs, press: null }
  if (state.subject.fingerprint === subject.fingerprint) return state
  // A denial that is being pressed goes on: it means the same before and after.
  return { ...state, subject, changedAtMs: atMs, press: state.press?.act === 'approve' ? null : state.press }
}

function ended(state: Arming, act: Act, atMs: number): ArmingStep {
  const { press, subject } = state
  const isSame = press !== null && subject !== null && press.act === act && press.subject.challengeId === subject.challengeId
  const isUnchanged = act === 'deny' || press?.subject.fingerprint === subject?.fingerprint
  const counts = isSame && isUnchanged && isArmed(state, act, atMs)
  return { state: { ...state, press: null }, acted: counts ? { act, challengeId: subject.challengeId } : null }
}

const quiet = (state: Arming): ArmingStep => ({ state, acted: null })
