/** The numbers of the protocol. Durations in milliseconds, sizes in bytes. */
export const LIMITS = {
  /** One frame, as UTF-8. */
  frameBytes: 1_048_576,
  /** One frame of a console: the longest is a signed order with its log proof. */
  consoleFrameBytes: 131_072,
  /** What a person signs in one: a decision, a lock, a release, a reset of the log. */
  signedOrderBytes: 24_576,
  /** What a peer may send before it is attached. */
  bytesBeforeAttach: 65_536,
  attachMs: 5_000,
  pairingMs: 300_000,
  pingEveryMs: 10_000,
  deadAfterMs: 25_000,
  inFlight: 64,
  backoffFirstMs: 500,
  backoffLongestMs: 30_000,
  /** An invocation up to here travels inline; above it is fetched. */
  inlineInvocationBytes: 65_536,
  payloadPartBytes: 262_144,
  /** Above this nobody can review it: the offer is deny or narrow. */
  reviewBytes: 262_144,
  challengeLifeMs: 300_000,
  challengeLifeShortestMs: 10_000,
  challengeLifeLongestMs: 900_000,
  approvalLifeStreamMs: 60_000,
  approvalLifeRetryMs: 600_000,
  progressEveryMs: 15_000,
  dwellShortestMs: 600,
  waitingChallengesPerAgent: 3,
  heldCallsPerAgentUnderPause: 3,
  pausedCallLongestMs: 900_000,
  denialsUntilPause: 3,
  denialsWithinMs: 600_000,
  commentCharacters: 2_000,
  statementCharacters: 280,
} as const

/** The subprotocol that both ends must name. */
export const SUBPROTOCOL = 'countersign.v1'
