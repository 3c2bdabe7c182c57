/** Where one call is. Before `forwarded` the server knows nothing of it; `givenUp` is forwarded with nobody waiting. */
export type CallStatus = 'waiting' | 'forwarded' | 'givenUp' | 'ended'

export type CallEvent = 'released' | 'refused' | 'cancelled' | 'clientGone' | 'serverGone' | 'abortAsked' | 'answered' | 'answeredTooLong' | 'forgotten'

/** What has to be done, in this order, when a call takes a step. */
export type CallEffect = 'forward' | 'answerRefusal' | 'tellJudgeItLeft' | 'passCancelOn' | 'askServerToCancel' | 'relayAnswer' | 'answerLost' | 'tellOutcome' | 'tellOutcomeUnknown' | 'dropAnswer'

export interface CallStep {
  readonly status: CallStatus
  readonly effects: readonly CallEffect[]
}

type Steps = Readonly<Partial<Record<CallEvent, CallStep>>>

/**
 * Every step there is. `forward` stands in one place: only a call that still waits is ever forwarded, so no order of
 * events runs a call that was refused, cancelled, left alone or forwarded before.
 */
const STEPS: Readonly<Record<CallStatus, Steps>> = {
  waiting: {
    released: { status: 'forwarded', effects: ['forward'] },
    refused: { status: 'ended', effects: ['answerRefusal'] },
    cancelled: { status: 'ended', effects: ['tellJudgeItLeft'] },
    clientGone: { status: 'ended', effects: ['tellJudgeItLeft'] },
    serverGone: { status: 'ended', effects: ['tellJudgeItLeft', 'answerRefusal'] },
    abortAsked: { status: 'ended', effects: ['answerRefusal'] },
    // A server that answers what it was never asked is making the answer up.
    answered: { status: 'waiting', effects: ['dropAnswer'] },
    answeredTooLong: { status: 'waiting', effects: ['dropAnswer'] },
  },
  forwarded: {
    cancelled: { status: 'givenUp', effects: ['passCancelOn'] },
    clientGone: { status: 'givenUp', effects: ['askServerToCancel'] },
    serverGone: { status: 'ended', effects: ['answerLost', 'tellOutcomeUnknown'] },
    abortAsked: { status: 'givenUp', effects: ['askServerToCancel', 'answerRefusal'] },
    answered: { status: 'ended', effects: ['relayAnswer', 'tellOutcome'] },
    answeredTooLong: { status: 'ended', effects: ['answerLost', 'tellOutcome'] },
  },
  givenUp: {
    serverGone: { status: 'ended', effects: ['tellOutcomeUnknown'] },
    // The caller has had its answer or wants none; what came of the call is still worth knowing.
    answered: { status: 'ended', effects: ['tellOutcome'] },
    answeredTooLong: { status: 'ended', effects: ['tellOutcome'] },
    forgotten: { status: 'ended', effects: ['tellOutcomeUnknown'] },
  },
  ended: {},
}

/** One step of a call. An event that means nothing where the call is changes nothing and asks for nothing. */
export function nextCallStep(status: CallStatus, event: CallEvent): CallStep {
  return STEPS[status][event] ?? { status, effects: [] }
}
