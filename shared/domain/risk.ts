/** One scale everywhere. Info never reaches a reviewer. */
export const RISK_WORDS = ['Info', 'Low', 'Medium', 'High', 'Critical'] as const

export type RiskLevel = 0 | 1 | 2 | 3 | 4
export type RiskWord = (typeof RISK_WORDS)[number]

export const riskWord = (level: RiskLevel): RiskWord => RISK_WORDS[level]

/** How a reviewer must show that he means it, weakest first. The last two are reserved and never asked for. */
export const PRESENCES = ['click', 'hold', 'typed', 'os_prompt', 'webauthn'] as const
export type Presence = (typeof PRESENCES)[number]

/** Whether a shown presence is at least the one that is required. One that is not known is never met. */
export const isPresenceEnough = (shown: Presence, required: Presence): boolean => PRESENCES.includes(required) && PRESENCES.indexOf(shown) >= PRESENCES.indexOf(required)
