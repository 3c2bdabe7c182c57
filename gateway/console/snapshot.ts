import { encodeUtf8, printCanonicalJson, type JsonValue } from '../../shared/json/index.ts'
import { LIMITS, type ChallengeRecord, type PointBody } from '../../shared/protocol/index.ts'
import { callScope } from './announce.ts'
import type { PointState } from './ports.ts'
import { readChallenge } from './readChallenge.ts'
import { maySee, recordFor, scopeOfAgent, type FindAgent, type Viewer } from './visibility.ts'

type Part = PointBody<'snapshot'>
type List = 'agents' | 'sessions' | 'challenges' | 'locks'

/** Room for the envelope around a part. */
const PART_BYTES = LIMITS.frameBytes - 65_536
/** Together with what waits this is far from what a connection may have unsent. */
const MOST_ENDED_BYTES = 8 * 1_048_576

/** Everything that this console may see now, in parts that each fit into a frame. There is always at least one. */
export function snapshotParts(state: PointState, viewer: Viewer, asOf: Part['as_of']): readonly Part[] {
  const agents = state.agents()
  const findAgent: FindAgent = (agentId) => agents.find(({ agent_id }) => agent_id === agentId)
  const items: readonly (readonly [List, JsonValue])[] = [
    ...tagged('agents', agents.filter((agent) => maySee(viewer, scopeOfAgent(agent)))),
    ...tagged('sessions', state.sessions().filter(({ agent_id, groups }) => maySee(viewer, scopeOfAgent(findAgent(agent_id), groups)))),
    ...tagged('locks', state.locks()),
    ...tagged('challenges', withinReason(state.challenges()).filter((record) => maySee(viewer, callScope(record, findAgent, () => []))).map((record) => {
      const challengeId = readChallenge(record)?.challenge_id
      return recordFor(record, challengeId === undefined ? [] : state.decisionsOf(challengeId, viewer.person))
    })),
  ]

  const lists: Record<List, JsonValue[]>[] = [empty()]
  let bytes = 0
  for (const [list, item] of items) {
    const size = sizeOf(item)
    // Nothing that was let in here is so; one thing that cannot be told must not keep a console from all the others.
    if (size === null || size > PART_BYTES) continue
    if (bytes + size > PART_BYTES && bytes > 0) {
      lists.push(empty())
      bytes = 0
    }
    lists.at(-1)?.[list].push(item)
    bytes += size
  }
  // Sorted into lists by the name of the list that each came from.
  return lists.map((part, index) => ({ ...part, part: index + 1, parts: lists.length, as_of: asOf }) as unknown as Part)
}

function sizeOf(item: JsonValue): number | null {
  try {
    return encodeUtf8(printCanonicalJson(item)).length + 1
  } catch {
    return null
  }
}

/** The waiting ones, and of those that have ended as many of the newest as fit: an agent can end many large ones quickly. */
function withinReason(records: readonly ChallengeRecord[]): readonly ChallengeRecord[] {
  let left = MOST_ENDED_BYTES
  const kept = new Set(records.toReversed().filter((record) => record.state === 'pending' || (left -= record.envelope.payload.length) >= 0))
  return records.filter((record) => kept.has(record))
}

const tagged = (list: List, items: readonly unknown[]) => items.map((item) => [list, item as JsonValue] as const)
const empty = (): Record<List, JsonValue[]> => ({ agents: [], sessions: [], challenges: [], locks: [] })
