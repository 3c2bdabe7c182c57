import type { InboxRow } from '../../../shared/ipc/views.ts'
import type { CardFacts } from '../inbox/index.ts'
import { endView } from './endView.ts'
import type { Rooms } from './Rooms.ts'
import { onOurClock, withoutAgent } from './words.ts'

/** The row of a challenge. Its deadline is the earlier of its own and its caller's, on this console's clock. */
export function inboxRow({ held, decision }: CardFacts, { points, fleet }: Rooms): InboxRow {
  const { payload, examination } = held
  const point = points.get(held.pointId)
  const offset = point?.clockOffsetMs ?? 0
  const session = fleet.session(payload.session_id)?.session
  const ends = [payload.expires_at, ...(payload.caller_deadline_at === undefined ? [] : [payload.caller_deadline_at])].map((time) => onOurClock(time, offset))
  return {
    challengeId: payload.challenge_id,
    pointId: held.pointId,
    sessionId: payload.session_id,
    agentId: payload.agent_id,
    agentName: agentNameOf(held.payload, fleet),
    // Where the session is not known here, the strictest is the honest guess.
    environment: session?.environment ?? fleet.agent(payload.agent_id)?.agent.environment ?? 'production',
    riskLevel: payload.risk.level_id,
    sentence: withoutAgent(examination?.facts.headline ?? []),
    raisedAtMs: onOurClock(payload.raised_at, offset),
    deadlineMs: Math.min(...ends),
    isLive: typeof point?.linkNumber === 'number',
    end: endView(held, offset),
    delivery: decision?.delivery ?? null,
    suspicious: examination?.facts.suspicious ?? 0,
  }
}

/** A row is sent with every change; what is longer than any name is none. */
const MOST_NAME = 256

/** The agent as its point registered it; what the challenge itself says where the agent is not known here. */
function agentNameOf(payload: CardFacts['held']['payload'], fleet: Rooms['fleet']): string {
  const known = fleet.agent(payload.agent_id)?.agent.name
  if (known !== undefined) return known
  const context = payload.display_context as { readonly agent?: { readonly name?: unknown } } | null
  const name = typeof context === 'object' ? context?.agent?.name : undefined
  return typeof name === 'string' && name.length <= MOST_NAME ? name : payload.agent_id
}
