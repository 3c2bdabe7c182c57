import { criticalValue, type Token } from '../../../shared/display/index.ts'
import { hashJson } from '../../../shared/evidence/index.ts'
import { showText } from '../../../shared/display/index.ts'
import type { Held } from './Held.ts'

/** The value that a reviewer must type for this very action. */
export interface TypedValue {
  readonly where: readonly Token[]
  readonly expected: string
  readonly characters: number
}

/**
 * Picks one of the values that the challenge names, by a digest of its id: neither the agent nor a habit chooses which.
 * Null where typing is not asked for, where the bytes are not here, or where nothing of it can be typed.
 */
export function typedValueOf({ payload, bytes }: Held): TypedValue | null {
  if (payload.presence_required !== 'typed' || bytes === null) return null
  const typable = payload.critical_values.flatMap((pointer) => {
    const value = criticalValue(bytes, pointer)
    return value.status === 'typable' ? [{ pointer, expected: value.expected }] : []
  })
  const draw = Number.parseInt(hashJson(payload.challenge_id).slice(-8), 16)
  const chosen = typable[draw % Math.max(typable.length, 1)]
  return chosen === undefined ? null : { where: showText(chosen.pointer).tokens, expected: chosen.expected, characters: [...chosen.expected].length }
}
