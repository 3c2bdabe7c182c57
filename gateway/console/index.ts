export type {
  ConsoleFact, ConsoleListing, ConsoleLog, ConsoleParts, ConsoleTime, Enrolled, Enrolment, EnrolmentResult, HostResult, PairingFactsForPerson, PairingNews, PairingRequest, PairingResult, ReviewerKeyListing,
} from './api.ts'
export { ConsoleServer } from './ConsoleServer.ts'
export type { ConsoleEvents, LockEffectReport, PointActs, PointState, VettedDecision } from './ports.ts'
