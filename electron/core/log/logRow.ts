import { plainText } from '../../../shared/display/index.ts'
import type { LogRow } from '../../../shared/ipc/views.ts'
import type { JsonValue } from '../../../shared/json/index.ts'
import type { StoredEntry } from '../ledger/index.ts'
import { pointEventTelling } from './pointEventTelling.ts'
import { member, readSigned, textOf } from './readSigned.ts'

/** What a row says beside number, time and kind. */
export interface Telling {
  readonly sentence: string
  readonly by?: string
  readonly verdict?: LogRow['verdict']
  readonly agentName?: string
}

/** A name of somebody else inside our sentence: whatever does not show itself is written out, and it stays short. */
export const named = (text: string): string => plainText(text, 64)

/** The row of an entry: one sentence of ours about it. Kinds that this version does not know are named and no more. */
export function logRow(entry: StoredEntry): LogRow {
  const { entry: { n, at, kind }, body } = entry
  const telling = body.status === 'kept' ? tellingOf(kind, body.value) : { sentence: body.status === 'removed' ? 'Its body was removed by retention; its digest is kept.' : 'Its body is damaged.' }
  return { n, atMs: Date.parse(at), kind, sentence: telling.sentence, by: telling.by ?? null, verdict: telling.verdict ?? null, agentName: telling.agentName ?? null }
}

type Teller = (body: JsonValue, payload: JsonValue | undefined) => Telling

const TELLERS: Readonly<Record<string, Teller>> = {
  'decision.shown': () => ({ sentence: 'What was on screen before the decision, and for how long.' }),
  'decision.recorded': (_, payload) => {
    const isApproval = textOf(payload, 'decision') === 'approve'
    return { sentence: isApproval ? 'An approval was signed and recorded.' : 'A denial was signed and recorded.', by: reviewerOf(payload), verdict: isApproval ? 'approved' : 'denied' }
  },
  'decision.receipt': (_, payload) => {
    const isAccepted = textOf(payload, 'outcome') === 'accepted'
    return { sentence: isAccepted ? 'The point accepted the decision.' : `The point refused the decision (${named(textOf(payload, 'error'))}).`, verdict: isAccepted ? 'accepted' : 'refused' }
  },
  'decision.settled': (body) => (member(body, 'point_has_it') === true
    ? { sentence: 'The connection had ended before the receipt; the point has the decision.', verdict: 'accepted' }
    : { sentence: 'The connection had ended before the receipt; the approval never reached the point.', verdict: 'unconfirmed' }),
  'decision.withheld': (body) => ({ sentence: `The approval was not sent: the log does not continue what the point remembers (${named(textOf(body, 'reason'))}).`, verdict: 'unconfirmed' }),
  'stop.ordered': (body) => ({ sentence: `A stop was ordered: ${textOf(body, 'effect')} of ${named(textOf(body, 'target_name'))}.`, by: named(textOf(body, 'by')), verdict: 'stopped' }),
  'lock.ordered': (_, payload) => ({ sentence: `A lock was signed for one point (${textOf(payload, 'effect')}).`, verdict: 'stopped' }),
  'lock.receipt': (_, payload) => lockReceipt(payload),
  'release.noted': (body) => ({ sentence: `A release was asked for: ${named(textOf(body, 'reason'))}`, by: named(textOf(body, 'by')) }),
  'release.ordered': () => ({ sentence: 'A release was signed for one point.', verdict: 'released' }),
  'point.event': (body) => pointEventTelling(body),
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

function tellingOf(kind: string, body: JsonValue): Telling {
  const teller = Object.hasOwn(TELLERS, kind) ? TELLERS[kind] : undefined
  return teller?.(body, readSigned(body)?.payload) ?? { sentence: `An entry of kind ${named(kind)}.` }
}

function lockReceipt(payload: JsonValue | undefined): Telling {
  const isRelease = textOf(payload, 'verb') === 'release'
  if (textOf(payload, 'outcome') !== 'accepted') return { sentence: `The point refused the ${isRelease ? 'release' : 'stop'} (${named(textOf(payload, 'error'))}).`, verdict: 'refused' }
  return isRelease ? { sentence: 'The point confirmed the release.', verdict: 'released' } : { sentence: 'The point confirmed the stop.', verdict: 'stopped' }
}

const reviewerOf = (payload: JsonValue | undefined) => named(textOf(member(payload, 'reviewer'), 'sub'))
