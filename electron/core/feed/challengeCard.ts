import type { ChallengeCard, CoveredHash } from '../../../shared/ipc/views.ts'
import { renderFacts, showBytes, type ShownBytes } from '../../../shared/display/index.ts'
import { JsonError, parseJson, toJsonValue, type JsonObject, type JsonValue } from '../../../shared/json/index.ts'
import { isPending, isSelfApproval, type CardFacts } from '../inbox/index.ts'
import { deliverySentence } from './deliverySentence.ts'
import { inboxRow } from './inboxRow.ts'
import type { Rooms } from './Rooms.ts'

/** Drawing bytes costs far more than anything else here, and the bytes of a challenge never change. */
const shown = new WeakMap<Uint8Array, ShownBytes>()

function shownOf(bytes: Uint8Array): ShownBytes {
  const known = shown.get(bytes) ?? showBytes(bytes)
  shown.set(bytes, known)
  return known
}

/** Everything of a card but its bytes and facts, which change only together with its obstacles: for telling two apart cheaply. */
export const printOfCard = ({ bytes, facts, ...rest }: ChallengeCard): string => JSON.stringify([rest, bytes === null, facts.profile])

/** The whole card. Everything on it is computed from the bytes and the signed challenge; the window draws it. */
export function challengeCard(facts: CardFacts, rooms: Rooms): ChallengeCard {
  const { held, decision, typed, obstacles } = facts
  const { payload, bytes } = held
  const document = held.examination?.facts ?? renderFacts(new Uint8Array(), { agent: { name: '' } })
  const point = rooms.points.get(held.pointId)
  const session = rooms.fleet.session(payload.session_id)?.session
  const reviewer = point?.admission?.reviewer
  const isDenied = decision?.verdict === 'deny' && decision.delivery.status !== 'refused'
  return {
    row: inboxRow(facts, rooms),
    pointName: point?.name ?? '',
    headline: document.headline,
    secondLine: document.secondLine,
    facts: document,
    bytes: bytes === null ? null : shownOf(bytes),
    byteLength: bytes?.length ?? payload.invocation_ref?.bytes ?? 0,
    invocationHash: payload.invocation_hash,
    covered: coveredBy(facts),
    reason: payload.policy.reason,
    policies: payload.policy.determining_policies,
    policyHash: payload.policy.policy_hash,
    signals: payload.signals,
    chain: payload.chain,
    ...toolOf(facts),
    purpose: session?.purpose ?? null,
    clientName: session?.client_info.name ?? null,
    statement: payload.statement ?? null,
    presenceRequired: payload.presence_required,
    friction: { dwellMs: payload.friction.dwell_ms, seenMs: payload.friction.seen_ms, holdMs: payload.friction.hold_ms, reasonRequired: payload.friction.reason_required },
    approvalsRequired: payload.approvals_required,
    decidedCount: held.decidedCount,
    typed: typed === null ? null : { where: typed.where, characters: typed.characters },
    obstacles,
    mayDeny: isPending(held) && !isDenied && !isMereObserver(rooms, facts),
    isSelfApproval: reviewer !== undefined && isSelfApproval(payload, reviewer),
    decision: decision === undefined ? null : { decisionId: decision.decisionId, verdict: decision.verdict, delivery: decision.delivery, sinceMs: decision.sinceMs, sentence: deliverySentence(decision) },
  }
}

function coveredBy({ held: { payload, challengeHash } }: CardFacts): readonly CoveredHash[] {
  return [
    { name: 'challenge', hash: challengeHash },
    { name: 'action', hash: payload.action_hash },
    { name: 'invocation', hash: payload.invocation_hash },
    { name: 'chain', hash: payload.chain_hash },
    { name: 'policy', hash: payload.policy.policy_hash },
    { name: 'display', hash: payload.display_hash },
  ]
}

/** Tool and server as the invocation names them: the bytes that run, and not what is said beside them. */
function toolOf({ held: { bytes } }: CardFacts): { readonly tool: string; readonly server: string } {
  if (bytes === null) return { tool: '', server: '' }
  try {
    const invocation = toJsonValue(parseJson(bytes))
    return { tool: textOf(invocation, 'tool'), server: textOf(invocation, 'server_id') }
  } catch (fault) {
    if (fault instanceof JsonError) return { tool: '', server: '' }
    throw fault
  }
}

function textOf(value: JsonValue, name: string): string {
  const found = typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined
  return typeof found === 'string' ? found : ''
}

function isMereObserver({ points }: Rooms, { held }: CardFacts): boolean {
  const roles = points.get(held.pointId)?.admission?.roles
  return roles !== undefined && roles.every((role) => role === 'observer')
}
