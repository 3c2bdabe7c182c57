import { showText, type Part } from '../../../shared/display/index.ts'

/** A moment as sentences say it: the console's own clock, UTC. */
export const clockTime = (ms: number): string => new Date(ms).toISOString().slice(11, 19)

/** A moment of a point on this console's clock. */
export const onOurClock = (time: string, clockOffsetMs: number): number => Date.parse(time) - clockOffsetMs

/** The headline as an act, "Write 60 bytes to …", for a row that names the agent beside it. */
export function withoutAgent(headline: readonly Part[]): readonly Part[] {
  const [agent, ...rest] = headline
  const [first, second, third, ...more] = rest
  // A name of the agent's own choosing is quoted between two pieces of ours; it goes with the agent.
  const action = second?.kind === 'theirs' && first?.kind === 'text' && first.text.includes('calls itself') ? [third, ...more] : rest
  const words = action.filter((part) => part !== undefined)
  if (agent?.kind !== 'theirs' || words.length === 0) return headline
  return words.map((part, i) => (i === 0 && part.kind === 'text' ? { ...part, text: capital(part.text.replace(/^[\u201d,\s]+/, '').replace(/^wants to /, '')) } : part))
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** A name of somebody else inside a sentence of ours, with everything hidden in it written out. */
export function inSentence(name: string): string {
  return showText(name).tokens.map((token) => (token.kind === 'plain' ? token.text : `[${token.code}]`)).join('')
}
