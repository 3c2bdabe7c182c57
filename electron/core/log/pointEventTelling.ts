import type { JsonValue } from '../../../shared/json/index.ts'
import { about, actionIn } from './actionIn.ts'
import type { LogNames } from './LogNames.ts'
import type { Telling } from './logRow.ts'
import { member, readSigned, shortName, textOf } from './readSigned.ts'

/** What an event of a point was, in a sentence. */
export function pointEventTelling(body: JsonValue, names: LogNames): Telling {
  const type = textOf(body, 'event')
  const event = member(body, 'body')
  switch (type) {
    case 'challenge.raised':
    case 'challenge.updated':
      return challengeTelling(type, body, event)
    case 'enforcement.recorded':
      return enforcementTelling(event, names)
    case 'session.started':
      return sessionTelling('began', event, names)
    case 'session.updated':
      return sessionTelling('changed', event, names)
    case 'session.ended':
      return sessionTelling('ended', event, names)
    case 'agent.updated':
      return { sentence: 'The point told of an agent.', agentName: shortName(textOf(event, 'name')) }
    case 'lock.engaged':
      return { sentence: `A ${effectOf(event)} holds at the point${targetOf(event, names)}.`, by: shortName(textOf(member(event, 'created_by'), 'name')), verdict: 'stopped' }
    case 'lock.released':
      return { sentence: `A ${effectOf(event)} was released at the point${targetOf(event, names)}.`, by: shortName(textOf(member(event, 'released_by'), 'name')), verdict: 'released' }
    case 'policy.changed':
      return { sentence: 'The point has another policy.' }
    case 'epoch.changed':
      return { sentence: 'The epoch of the point rose.' }
    default:
      return { sentence: `The point told of ${shortName(type)}.` }
  }
}

const STATES = { approved: 'approved', denied: 'denied', expired: 'expired', cancelled: 'cancelled', failed: 'failed' } as const

function challengeTelling(type: string, body: JsonValue, event: JsonValue | undefined): Telling {
  const { tool, agentName } = actionIn(readSigned(body)?.payload)
  const what = tool === '' ? 'an action' : tool
  const state = textOf(event, 'state')
  const verdict = Object.hasOwn(STATES, state) ? STATES[state as keyof typeof STATES] : 'waiting'
  const by = textOf(member(event, 'ended_by'), 'name')
  const sentence = type === 'challenge.raised' && verdict === 'waiting' ? `${agentName} was held before it ran ${what}.` : `The challenge about ${what} of ${agentName} is ${verdict === 'waiting' ? 'still waiting' : verdict}.`
  return { sentence, agentName, verdict, ...(by === '' ? {} : { by: shortName(by) }) }
}

function enforcementTelling(event: JsonValue | undefined, names: LogNames): Telling {
  const outcome = textOf(event, 'outcome')
  const action = actionIn(names.challenge(textOf(event, 'challenge_id')))
  const agent = action.agentName === '' ? {} : { agentName: action.agentName }
  if (outcome === 'blocked') return { sentence: `An approved call was blocked at the last check${about(action)}.`, verdict: 'blocked', ...agent }
  if (outcome === 'aborted') return { sentence: `An approved call was given up before it ran${about(action)}.`, ...agent }
  const isFinished = textOf(event, 'finished_at') !== ''
  return isFinished ? { sentence: `A call was executed (${shortName(textOf(event, 'result'))})${about(action)}.`, verdict: 'executed', ...agent } : { sentence: `A call was forwarded${about(action)}.`, ...agent }
}

function sessionTelling(what: string, event: JsonValue | undefined, names: LogNames): Telling {
  const agentName = names.agent(textOf(event, 'agent_id'))
  return agentName === null ? { sentence: `A session ${what}.` } : { sentence: `A session of ${shortName(agentName)} ${what}.`, agentName: shortName(agentName) }
}

const effectOf = (event: JsonValue | undefined) => (textOf(event, 'effect') === 'pause' ? 'pause' : 'halt')

function targetOf(event: JsonValue | undefined, names: LogNames): string {
  const target = names.target(member(event, 'target'))
  return target === null ? '' : `: ${shortName(target)}`
}
