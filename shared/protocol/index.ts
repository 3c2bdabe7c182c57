export { readFrame, writeConsoleFrame, writePointFrame, type Frame, type FrameDraft, type FrameRead, type Side } from './codec.ts'
export { CLOSE, ERROR_CODES, isRetryable, type CloseCode, type ErrorCode } from './errors.ts'
export { FROM_CONSOLE, FROM_POINT, type ChallengeRecord, type ConsoleBody, type ConsoleFrameType, type LogProof, type PointBody, type PointFrameType, type Role } from './frames.ts'
export { makeInvocation, type Invocation, type InvocationParts } from './invocation.ts'
export { LIMITS, SUBPROTOCOL } from './limits.ts'
export type { Agent, EnforcementRecord, Evaluation, LockRecord, Point, Session, Signal } from './objects.ts'
export {
  PAYLOADS,
  type AttachedPayload, type AttachPayload, type ChallengePayload, type DecisionPayload, type LockPayload, type LockReceiptPayload, type LogResetPayload, type Payload, type PayloadNameInUse, type ReceiptPayload, type ReleasePayload, type StatementPayload,
} from './payloads/index.ts'
export { envelope, id, jsonObject, kid, presence, printTime, type EnvelopeOnWire, type NamedActor } from './primitives.ts'
export { INTRODUCED, MINOR_VERSIONS, type MinorVersion } from './versions.ts'
