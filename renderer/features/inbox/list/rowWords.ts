import { riskWord } from '../../../../shared/domain/index.ts'
import { escapedText, plainText, type Part } from '../../../../shared/display/index.ts'
import type { InboxRow } from '../../../../shared/ipc/views.ts'
import { countdownOf } from '../../../components/countdown.ts'
import { counted } from '../../../components/numbers.ts'
import type { Verdict } from '../../../components/VerdictChip.tsx'

/** A headline as plain text, for whoever hears it: others' characters that do not show themselves stand in brackets. */
export const plainParts = (parts: readonly Part[]): string =>
  parts.map((part) => (part.kind === 'theirs' ? escapedText(part.head) + (part.leftOut > 0 ? '…' : '') + escapedText(part.tail) : part.text)).join('')

/** What a row is called: "Critical, billing-agent, DELETE on prod.customers, production, 1 minute 42 left". */
export function rowName(row: InboxRow, nowMs: number): string {
  const time = row.end === null ? countdownOf(row.deadlineMs, nowMs).words : row.end.state
  const marks = row.suspicious > 0 ? [counted(row.suspicious, 'suspicious character')] : []
  const live = row.isLive ? [] : ['not live']
  return [riskWord(row.riskLevel), plainText(row.agentName), plainParts(row.sentence), row.environment, ...marks, ...live, time].join(', ')
}

/** What the chip of an ended row says: of an approval where it really is, never more than the point said. */
export function verdictOf({ end, delivery }: Pick<InboxRow, 'end' | 'delivery'>): Verdict | null {
  if (end === null) return delivery?.status === 'unconfirmed' || delivery?.status === 'undelivered' ? delivery.status : null
  if (end.state !== 'approved') return end.state
  switch (delivery?.status) {
    case 'executed':
    case 'executed_with_error':
    case 'blocked':
    case 'unconfirmed':
    case 'undelivered':
    case 'refused':
      return delivery.status
    default:
      return 'approved'
  }
}

/** How many wait that are not shown, as in "3 new, 1 Critical". */
export function heldBackWords(rows: readonly Pick<InboxRow, 'riskLevel'>[]): string {
  const critical = rows.filter(({ riskLevel }) => riskLevel === 4).length
  return `${rows.length} new${critical > 0 ? `, ${critical} Critical` : ''}`
}

/** What is said of arrivals, once in a while: "3 new, highest is High". */
export function arrivalWords(rows: readonly Pick<InboxRow, 'riskLevel'>[]): string {
  const highest = rows.reduce<InboxRow['riskLevel']>((most, { riskLevel }) => (riskLevel > most ? riskLevel : most), 0)
  return `${rows.length} new, highest is ${riskWord(highest)}.`
}
