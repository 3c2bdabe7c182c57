import type { Fleet, Points } from '../fleet/index.ts'
import type { Halt } from '../halt/index.ts'
import type { Inbox } from '../inbox/index.ts'

/** Everything that rows are made of. */
export interface Rooms {
  readonly points: Points
  readonly fleet: Fleet
  readonly inbox: Inbox
  readonly halt: Halt
}
