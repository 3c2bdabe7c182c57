import { plainText } from '../../../shared/display/index.ts'
import type { LogRow } from '../../../shared/ipc/views.ts'
import type { JsonValue } from '../../../shared/json/index.ts'
import type { StoredEntry } from '../ledger/index.ts'
import { about, actionIn, type Action } from './actionIn.ts'
import type { LogNames } from './LogNames.ts'
import { pointEventTelling } from './pointEventTelling.ts'
import { member, readSigned, shortName as named, textOf } from './readSigned.ts'

/** What a row says beside number, time and kind. */
export interface Telling {
  readonly sentence: string
  readonly by?: string
  readonly verdict?: LogRow['verdict']
  readonly agentName?: string
  /** What a person wrote, in their own words. */
  readonly reason?: string
}

/** The row of an entry: one sentence of ours about it. Kinds that this version does not know are named and no more. */
export function logRow(entry: StoredEntry, names: LogNames): LogRow {
  const { entry: { n, at, kind }, body } = entry
  const telling = body.status === 'kept' ? tellingOf(kind, body.value, names) : { sentence: body.status === 'removed' ? 'Its body was removed by retention; its digest is kept.' : 'Its body is damaged.' }
  return { n, atMs: Date.parse(at), kind, sentence: telling.sentence, by: telling.by ?? null, verdict: telling.verdict ?? null, agentName: telling.agentName ?? null, reason: telling.reason ?? null }
}

type Teller = (body: JsonValue, payload: JsonValue | undefined, names: LogNames) => Telling

const TELLERS: Readonly<Record<string, Teller>> = {
  'decision.shown': (body, _, names) => {
    const action = actionOf(names.challengeOf(textOf(body, 'decision_id')), names)
    return { sentence: `What was shown, and for how long${about(action)}.`, ...agentOf(action) }
  },
  'decision.recorded': (_, payload, names) => {
    const isApproval = textOf(payload, 'decision') === 'approve'
    const action = actionOf(textOf(payload, 'challenge_id'), names)
    return { sentence: `${isApproval ? 'An approval' : 'A denial'} was signed and recorded${about(action)}.`, by: reviewerOf(payload, names), verdict: isApproval ? 'approved' : 'denied', ...agentOf(action), ...reasonOf(payload, 'comment') }
  },
  'decision.receipt': (_, payload, names) => {
    const isAccepted = textOf(payload, 'outcome') === 'accepted'
    const action = actionOf(textOf(payload, 'challenge_id'), names)
    return { sentence: `The point ${isAccepted ? 'accepted the decision' : `refused the decision (${named(textOf(payload, 'error'))})`}${about(action)}.`, verdict: isAccepted ? 'accepted' : 'refused', ...agentOf(action) }
  },
  'decision.settled': (body) => (member(body, 'point_has_it') === true
    ? { sentence: 'The connection had ended before the receipt; the point has the decision.', verdict: 'accepted' }
    : { sentence: 'The connection had ended before the receipt; the approval never reached the point.', verdict: 'unconfirmed' }),
  'decision.withheld': (body) => ({ sentence: `The approval was not sent: the log does not continue what the point remembers (${named(textOf(body, 'reason'))}).`, verdict: 'unconfirmed' }),
  'stop.ordered': (body) => ({ sentence: `A stop was ordered: ${textOf(body, 'effect')} of ${named(textOf(body, 'target_name'))}.`, by: named(textOf(body, 'by')), verdict: 'stopped', ...reasonOf(body, 'reason') }),
  'lock.ordered': (_, payload, names) => ({ sentence: `A lock was signed for one point (${textOf(payload, 'effect')})${aimedAt(names.target(member(payload, 'target')))}.`, verdict: 'stopped' }),
  'lock.receipt': (_, payload, names) => lockReceipt(payload, names),
  'release.noted': (body) => ({ sentence: `A release was asked for: ${named(textOf(body, 'reason'))}`, by: named(textOf(body, 'by')), ...reasonOf(body, 'reason') }),
  'release.ordered': (_, payload, names) => ({ sentence: `A release was signed for one point${aimedAt(names.stopOf(textOf(payload, 'lock_id')))}.`, verdict: 'released' }),
  'point.event': (body, _, names) => pointEventTelling(body, names),
  'point.snapshot': () => ({ sentence: 'The point told its whole state anew.' }),
  'stream.gap': (body) => ({ sentence: `Events of the point are missing here for good (${named(textOf(body, 'reason'))}).` }),
  'point.alarm': (body) => ({ sentence: `Alarm: ${plainText(textOf(body, 'sentence'), 400)}` }),
  'point.statement': () => ({ sentence: 'The point stated its epoch and its locks.' }),
  'point.attached': (body) => ({ sentence: 'The point let this console in, with these roles.', by: named(textOf(member(body, 'reviewer'), 'name')) }),
  'point.paired': (body) => ({ sentence: `The point ${named(textOf(body, 'name'))} was paired.` }),
  'console.reviewer_key': () => ({ sentence: 'A reviewer\'s key is used from here on.' }),
  'log.mended': (body) => ({ sentence: `The log takes entries again. Before that: ${plainText(textOf(body, 'fault'), 200)}.` }),
  'telemetry.sealed': () => ({ sentence: 'Telemetry of the last seconds was sealed.' }),
  'reserve.merged': () => ({ sentence: 'Denials and stops that the reserve had kept were entered.' }),
}

function tellingOf(kind: string, body: JsonValue, names: LogNames): Telling {
  const teller = Object.hasOwn(TELLERS, kind) ? TELLERS[kind] : undefined
  return teller?.(body, readSigned(body)?.payload, names) ?? { sentence: `An entry of kind ${named(kind)}.` }
}

function lockReceipt(payload: JsonValue | undefined, names: LogNames): Telling {
  const isRelease = textOf(payload, 'verb') === 'release'
  const what = isRelease ? 'release' : 'stop'
  const at = aimedAt(names.stopOf(textOf(payload, 'lock_id')))
  if (textOf(payload, 'outcome') !== 'accepted') return { sentence: `The point refused the ${what} (${named(textOf(payload, 'error'))})${at}.`, verdict: 'refused' }
  return { sentence: `The point confirmed the ${what}${at}.`, verdict: isRelease ? 'released' : 'stopped' }
}

function reviewerOf(payload: JsonValue | undefined, names: LogNames): string {
  const reviewer = member(payload, 'reviewer')
  const sub = textOf(reviewer, 'sub')
  return named(names.person(textOf(reviewer, 'iss'), sub) ?? sub)
}

const actionOf = (challengeId: string | null, names: LogNames): Action => actionIn(challengeId === null ? null : names.challenge(challengeId))
const agentOf = ({ agentName }: Action) => (agentName === '' ? {} : { agentName })
const reasonOf = (body: JsonValue | undefined, name: string) => (textOf(body, name) === '' ? {} : { reason: textOf(body, name) })
const aimedAt = (target: string | null) => (target === null || target === '' ? '' : `: ${named(target)}`)
