import type { ConsoleFrameType, PointFrameType } from './frames.ts'
import type { PayloadNameInUse } from './payloads/index.ts'

/** The minor versions of `countersign.v1` so far, oldest first. Additive only: a break is a new subprotocol. */
export const MINOR_VERSIONS = ['1.0'] as const
export type MinorVersion = (typeof MINOR_VERSIONS)[number]

/**
 * The version that introduced each message. The type asks for every name there is: a new frame or payload that is
 * forgotten here does not compile, and neither does one that names a version which does not exist.
 */
export const INTRODUCED: {
  readonly fromPoint: Readonly<Record<PointFrameType, MinorVersion>>
  readonly fromConsole: Readonly<Record<ConsoleFrameType, MinorVersion>>
  readonly payload: Readonly<Record<PayloadNameInUse, MinorVersion>>
} = {
  fromPoint: {
    'hello': '1.0', 'pair.confirm': '1.0', 'attached': '1.0', 'snapshot': '1.0', 'session.started': '1.0', 'session.updated': '1.0',
    'session.ended': '1.0', 'agent.updated': '1.0', 'evaluation.recorded': '1.0', 'challenge.raised': '1.0', 'challenge.updated': '1.0',
    'enforcement.recorded': '1.0', 'lock.engaged': '1.0', 'lock.released': '1.0', 'policy.changed': '1.0', 'epoch.changed': '1.0',
    'gap': '1.0', 'point.statement': '1.0', 'receipt': '1.0', 'lock.receipt': '1.0', 'result': '1.0', 'ping': '1.0', 'pong': '1.0',
  },
  fromConsole: {
    'pair.offer': '1.0', 'pair.confirm': '1.0', 'attach': '1.0', 'ack': '1.0', 'challenge.decide': '1.0', 'lock.engage': '1.0',
    'lock.release': '1.0', 'log.reset': '1.0', 'payload.get': '1.0', 'ping': '1.0', 'pong': '1.0',
  },
  payload: {
    'attach': '1.0', 'attached': '1.0', 'challenge': '1.0', 'decision': '1.0', 'receipt': '1.0', 'lock': '1.0', 'release': '1.0',
    'lock-receipt': '1.0', 'statement': '1.0', 'log-reset': '1.0',
  },
}
