import type { Judgement } from './ports.ts'

/** What is not rated counts as this. */
const UNRATED = 2

/** The risk level of a call, as its challenge or the policies that decided it rate it. */
export function riskOf({ terms, evaluation: { determining_policies } }: Judgement): number {
  if (terms !== null) return terms.riskLevel
  const rated = determining_policies.map(({ annotations: { risk_level } }) => Number(risk_level)).filter((level) => Number.isInteger(level))
  return rated.length === 0 ? UNRATED : Math.max(...rated)
}
