import type { Presence } from '../../../shared/domain/index.ts'
import type { SignRefusal } from '../../../shared/ipc/mainAndCore.ts'
import type { Press } from './Presses.ts'

/** How long a press may stand for what is asked; of a hold, from the moment in which it had lasted long enough. */
export const FRESH_MS = 5_000

/** How much longer than the wait the second of two presses may take: the window lets it count for 10 s. */
const SECOND_WITHIN_MS = 15_000

export interface PresenceClaim {
  /** Unused, since the subject was pinned, oldest first. */
  readonly presses: readonly Press[]
  /** From when on a press counts: after the pinning and its dwell. Typing may begin before that. */
  readonly armedAtMs: number
  readonly nowMs: number
  readonly presence: Presence
  readonly holdMs: number
  readonly typedCharacters: number
  /** Two presses with the hold time between them, in place of one that is held. */
  readonly inSteps: boolean
}

/**
 * Whether the presses show the presence that is asked for.
 * @returns null where they do, else what is missing
 */
export function findPresenceFault(claim: PresenceClaim): SignRefusal | null {
  const { presses, armedAtMs, nowMs, presence, typedCharacters } = claim
  if (presence === 'os_prompt' || presence === 'webauthn') return 'presence_not_available'
  const armed = presses.filter(({ downMs, isDeliberate }) => isDeliberate && downMs >= armedAtMs)
  if (presence === 'click') return armed.some(({ downMs }) => nowMs - downMs <= FRESH_MS) ? null : 'no_press'

  const confirming = claim.inSteps ? stepsAmong(armed, claim) : holdAmong(armed, claim)
  if (confirming === null) return armed.length === 0 ? 'no_press' : 'hold_too_short'
  if (presence === 'hold') return null
  const typed = presses.filter((press) => press.isCharacter && !confirming.includes(press)).length
  // A value without characters cannot be typed, so one press at least is asked for.
  return typed >= Math.max(1, typedCharacters) ? null : 'not_typed'
}

/** A press that is down, and has been for the hold time. */
function holdAmong(armed: readonly Press[], { nowMs, holdMs }: PresenceClaim): readonly Press[] | null {
  const held = armed.filter(({ downMs, upMs }) => upMs === null && nowMs - downMs >= holdMs && nowMs - downMs <= holdMs + FRESH_MS)
  // One that writes nothing before one that does, because the one that is held is not counted as typed.
  const best = held.find(({ isCharacter }) => !isCharacter) ?? held[0]
  return best === undefined ? null : [best]
}

/** A fresh press, and one before it that had come up, at least the hold time apart. */
function stepsAmong(armed: readonly Press[], { nowMs, holdMs }: PresenceClaim): readonly Press[] | null {
  const second = armed.at(-1)
  if (second === undefined || nowMs - second.downMs > FRESH_MS) return null
  const first = armed.find((press) => press !== second && press.upMs !== null && press.upMs <= second.downMs && isPair(second.downMs - press.downMs, holdMs))
  return first === undefined ? null : [first, second]
}

/** Not just any press of long ago, as one that turned a page: the two belong together. */
const isPair = (apartMs: number, holdMs: number) => apartMs >= holdMs && apartMs <= holdMs + SECOND_WITHIN_MS
