import type { Counts, MarkKind, Token } from './Token.ts'

/** Every kind of box, in the order in which counts are listed: the worst first. */
export const MARK_KINDS: readonly MarkKind[] = [
  'direction', 'zero_width', 'look_alike', 'terminal_escape', 'control', 'tag', 'variation_selector', 'other_space', 'private_use',
  'unassigned', 'noncharacter', 'combining', 'format', 'invalid_utf8', 'escaped', 'padding', 'typographic', 'line_break', 'tab_stop', 'repeat',
]

/** Boxes that ordinary text has as well: drawn and counted like all others, but no reason for alarm. */
const ORDINARY: ReadonlySet<MarkKind> = new Set<MarkKind>(['typographic', 'line_break', 'tab_stop', 'repeat'])

/** How many boxes of each kind are among the tokens. Whoever draws tokens compares this with the counts given along. */
export function countTokens(tokens: Iterable<Token>): Counts {
  const counts = Object.fromEntries(MARK_KINDS.map((kind) => [kind, 0])) as Record<MarkKind, number>
  for (const token of tokens) if (token.kind !== 'plain') counts[token.kind]++
  return counts
}

/** The sum of the counts that give reason for alarm. */
export function suspiciousOf(counts: Counts): number {
  return MARK_KINDS.filter((kind) => !ORDINARY.has(kind)).reduce((sum, kind) => sum + counts[kind], 0)
}
