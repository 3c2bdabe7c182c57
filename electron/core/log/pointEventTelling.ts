import { plainText } from '../../../shared/display/index.ts'
import { JsonError, parseJson, toJsonValue, encodeUtf8, type JsonValue } from '../../../shared/json/index.ts'
import type { Telling } from './logRow.ts'
import { member, readSigned, textOf } from './readSigned.ts'

/** What an event of a point was, in a sentence. */
export function pointEventTelling(body: JsonValue): Telling {
  const type = textOf(body, 'event')
  const event = member(body, 'body')
  switch (type) {
    case 'challenge.raised':
    case 'challenge.updated':
      return challengeTelling(type, body, event)
    case 'enforcement.recorded':
      return enforcementTelling(event)
    case 'session.started':
      return { sentence: 'A session began.' }
    case 'session.updated':
      return { sentence: 'A session changed.' }
    case 'session.ended':
      return { sentence: 'A session ended.' }
    case 'agent.updated':
      return { sentence: 'The point told of an agent.', agentName: shortName(textOf(event, 'name')) }
    case 'lock.engaged':
      return { sentence: 'A lock holds at the point.', by: shortName(textOf(member(event, 'created_by'), 'name')), verdict: 'stopped' }
    case 'lock.released':
      return { sentence: 'A lock was released at the point.', by: shortName(textOf(member(event, 'released_by'), 'name')), verdict: 'released' }
    case 'policy.changed':
      return { sentence: 'The point has another policy.' }
    case 'epoch.changed':
      return { sentence: 'The epoch of the point rose.' }
    default:
      return { sentence: `The point told of ${shortName(type)}.` }
  }
}

const shortName = (text: string) => plainText(text, 64)

const STATES = { approved: 'approved', denied: 'denied', expired: 'expired', cancelled: 'cancelled', failed: 'failed' } as const

function challengeTelling(type: string, body: JsonValue, event: JsonValue | undefined): Telling {
  const payload = readSigned(body)?.payload
  const agentName = shortName(textOf(member(member(payload, 'display_context'), 'agent'), 'name'))
  const tool = shortName(toolOf(textOf(payload, 'invocation')))
  const what = tool === '' ? 'an action' : tool
  const state = textOf(event, 'state')
  const verdict = Object.hasOwn(STATES, state) ? STATES[state as keyof typeof STATES] : 'waiting'
  const by = textOf(member(event, 'ended_by'), 'name')
  const sentence = type === 'challenge.raised' && verdict === 'waiting' ? `${agentName} was held before it ran ${what}.` : `The challenge about ${what} of ${agentName} is ${verdict === 'waiting' ? 'still waiting' : verdict}.`
  return { sentence, agentName, verdict, ...(by === '' ? {} : { by: shortName(by) }) }
}

function enforcementTelling(event: JsonValue | undefined): Telling {
  const outcome = textOf(event, 'outcome')
  const isFinished = textOf(event, 'finished_at') !== ''
  if (outcome === 'blocked') return { sentence: 'An approved call was blocked at the last check.', verdict: 'blocked' }
  if (outcome === 'aborted') return { sentence: 'An approved call was given up before it ran.' }
  return isFinished ? { sentence: `A call was executed (${shortName(textOf(event, 'result'))}).`, verdict: 'executed' } : { sentence: 'A call was forwarded.' }
}

function toolOf(invocation: string): string {
  try {
    return textOf(toJsonValue(parseJson(encodeUtf8(invocation))), 'tool')
  } catch (fault) {
    if (fault instanceof JsonError) return ''
    throw fault
  }
}
