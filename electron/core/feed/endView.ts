import type { EndView } from '../../../shared/ipc/views.ts'
import { isPending, type Held } from '../inbox/index.ts'
import { clockTime, inSentence, onOurClock } from './words.ts'

const CANCELLED: Readonly<Record<string, string>> = {
  caller_gone: 'its caller left',
  session_ended: 'its session ended',
  revoked: 'halted',
  superseded: 'a newer challenge took its place',
  definition_changed: 'the tool changed',
  policy_changed: 'the policy changed',
}
const EXPIRED: Readonly<Record<string, string>> = { ttl: 'nobody answered in time', caller_deadline: 'its caller stopped waiting' }

/** How a challenge ended, in the words of the protocol, which are never mixed; null while it waits. */
export function endView(held: Held, clockOffsetMs: number): EndView | null {
  if (isPending(held)) return null
  if (held.state === 'pending') {
    return { state: 'cancelled', reason: null, by: null, atMs: null, sentence: 'Cancelled: the point no longer knows this challenge. How it ended there is not known.' }
  }
  const atMs = held.endedAt === null ? null : onOurClock(held.endedAt, clockOffsetMs)
  const by = held.endedBy === null ? '' : ` by ${inSentence(held.endedBy)}`
  const at = atMs === null ? '' : ` ${clockTime(atMs)}`
  return { state: held.state, reason: held.reason, by: held.endedBy, atMs, sentence: `${words(held, by)}${at}` }
}

function words({ state, reason }: Held, by: string): string {
  switch (state) {
    case 'approved':
      return `Approved${by}`
    case 'denied':
      return by === '' ? 'Denied by policy' : `Denied${by}`
    case 'expired':
      return `Expired: ${EXPIRED[reason ?? ''] ?? EXPIRED['ttl']}, so it was denied`
    case 'failed':
      return `Failed: the point could not keep its promise${reason === null ? '' : ` (${inSentence(reason)})`}`
    default:
      return `Cancelled: ${CANCELLED[reason ?? ''] ?? 'the point took it back'}${by}`
  }
}
