import type { ChallengeId, PointId } from '../../../shared/domain/index.ts'
import type { ConsoleBody, ConsoleFrameType } from '../../../shared/protocol/index.ts'
import type { Point } from '../fleet/index.ts'
import type { HaltPorts } from '../halt/index.ts'
import type { Identity } from '../identity/index.ts'
import type { InboxPorts } from '../inbox/index.ts'
import type { LogBook } from '../log/index.ts'
import type { Situation } from './Console.ts'
import type { MainPort } from './MainPort.ts'
import type { CoreParts } from './parts.ts'

/** What both rooms that act are connected to. */
export interface Wired {
  readonly core: CoreParts
  readonly main: MainPort
  readonly log: LogBook
  readonly identity: Identity
  readonly situation: Situation
  readonly send: <T extends ConsoleFrameType>(pointId: PointId, type: T, body: ConsoleBody<T>) => { readonly messageId: string; readonly linkNumber: number } | null
  readonly pointOf: (pointId: PointId) => Point | undefined
  readonly proofLeft: (pointId: PointId, payloadHash: string) => void
  readonly alarm: (pointId: PointId, sentence: string, challengeId: ChallengeId | null, isOfThePoint: boolean) => void
}

/** The hands of the inbox, but for who hears of changes. */
export function inboxPorts({ core, main, log, identity, situation, send, pointOf, proofLeft, alarm }: Wired): Omit<InboxPorts, 'changed'> {
  return {
    log, pointOf, proofLeft, alarm,
    sendDecision: (pointId, body) => send(pointId, 'challenge.decide', body),
    getPayload: (pointId, body) => send(pointId, 'payload.get', body),
    sign: (request) => main.sign({ what: 'decision', ...request }),
    pin: (pin) => main.pin('inbox', pin),
    reviewerKey: situation.reviewerKey,
    isScreenLocked: situation.isScreenLocked,
    consoleId: identity.consoleId,
    logOrigin: identity.logOrigin,
    newId: core.newId,
    now: core.surroundings.now,
  }
}

/** The hands of the kill switch, but for who hears of changes. */
export function haltPorts({ core, main, log, identity, send, pointOf, proofLeft, alarm }: Wired): Omit<HaltPorts, 'changed'> {
  return {
    log, pointOf, proofLeft,
    logOrigin: identity.logOrigin,
    sendLock: (pointId, body) => send(pointId, 'lock.engage', body),
    sendRelease: (pointId, body) => send(pointId, 'lock.release', body),
    signLock: (payload) => main.sign({ what: 'lock', payload }),
    signRelease: (request) => main.sign({ what: 'release', ...request }),
    pin: (pin) => main.pin('halt', pin),
    newId: core.newId,
    newNonce: core.newNonce,
    now: core.surroundings.now,
    after: core.surroundings.after,
    alarm: (pointId, sentence, isLie) => alarm(pointId, sentence, null, isLie),
  }
}
