import type { ByteFace } from './ByteFace.ts'
import type { Ending } from './Ending.ts'

const nothing = () => {}

/** A side that was never there: it takes nothing, says nothing, and has the end that it is given. */
export function deadFace({ onEnd }: Pick<Ending, 'onEnd'>): ByteFace {
  return { write: nothing, waitingBytes: 0, onBytes: nothing, onEnd, onDrain: nothing, pause: nothing, resume: nothing, end: nothing, cut: nothing }
}
