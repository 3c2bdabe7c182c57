import { randomBytes } from 'node:crypto'
import { toId, type NewId } from '../../shared/domain/index.ts'
import { uuidV7 } from '../../shared/util/uuidV7.ts'
import type { Time } from '../enforce/ports.ts'
import { systemClock } from '../mcp/index.ts'

/** The clocks of this machine. */
export const systemTime: Time = { now: () => ({ monotonicMs: performance.now(), wallMs: Date.now() }), after: systemClock.after }

/** Ids from the system's generator. */
export const newId: NewId = (kind) => toId(kind, uuidV7(Date.now(), randomBytes(10)))
