import type { Decision } from '../inbox/index.ts'
import { assertNever } from '../../../shared/util/assertNever.ts'
import { inSentence } from './words.ts'

const REFUSALS: Readonly<Record<string, string>> = {
  challenge_terminal: 'the challenge had ended already',
  challenge_expired: 'it came after the deadline',
  fenced: 'a stop had fallen in between',
  locked: 'a stop holds',
  not_eligible: 'you may not approve this one',
  self_approval: 'nobody approves their own action',
  forbidden: 'your role at the point does not allow it',
  invalid_binding: 'what was signed is not what the point asked about',
  display_unbound: 'what was displayed is not what the point computes',
  presence_required: 'it takes more than was shown',
  key_unknown: 'the point does not know your key',
  key_revoked: 'your key was revoked',
  log_fork: 'this console\'s log does not continue what the point remembers of it',
}

/** Where a decision really is, as a sentence. Nothing reads as done before the point said so. */
export function deliverySentence({ verdict, delivery }: Decision): string {
  const what = verdict === 'approve' ? 'Approval' : 'Denial'
  switch (delivery.status) {
    case 'recorded':
      return verdict === 'approve' ? 'Approval recorded, not sent.' : 'Denial recorded; it is sent as soon as the point is connected.'
    case 'sent':
      return `${what} sent; the point has not answered yet.`
    case 'accepted':
      return `The point accepted the ${what.toLowerCase()}.`
    case 'refused':
      return `The point refused the ${what.toLowerCase()}: ${REFUSALS[delivery.code] ?? 'no reason that this console knows'} (${inSentence(delivery.code)}).`
    case 'unconfirmed':
      return 'The connection ended before the point answered. Whether the approval arrived is not known yet.'
    case 'undelivered':
      return 'The approval never reached the point. Decide again.'
    case 'forwarded':
      return 'The call was forwarded; its result is not there yet.'
    case 'executed':
      return 'The call was executed.'
    case 'executed_with_error':
      return 'The call was executed and its tool reported an error.'
    case 'unknown':
      return 'The call was forwarded, and nobody can say what became of it.'
    case 'blocked':
      return `The call was blocked at the last check${delivery.reason === '' ? '' : `: ${inSentence(delivery.reason)}`}.`
    case 'aborted':
      return 'The call was given up by its caller before it ran.'
    default:
      return assertNever(delivery)
  }
}
