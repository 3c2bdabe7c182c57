import { SCREENS, screenNamed } from '../../components/screens.ts'
import type { ScreenId } from '../../stores/screen.ts'

/** Keys pressed together, and what they do. */
export type KeyLine = readonly [keys: readonly string[], what: string]

export interface KeyGroup {
  readonly name: string
  readonly lines: readonly KeyLine[]
}

const EVERYWHERE: readonly KeyLine[] = [
  ...SCREENS.map(({ shortcut, name }) => [['Ctrl', shortcut], name] as const),
  [['Ctrl', 'Shift', 'X'], 'Kill switch'],
  [['Ctrl', 'K'], 'Search screens, commands and agents'],
  [['Shift', 'R'], 'Retry silent points'],
  [['F6'], 'Next pane'],
  [['Shift', 'F6'], 'Previous pane'],
  [['?'], 'All keys'],
  [['Esc'], 'Close, go back'],
]

const TABLE: readonly KeyLine[] = [
  [['↑', '↓'], 'Next, previous row'],
  [['Home', 'End'], 'First, last row'],
  [['Enter'], 'Open the row'],
]

const OF_SCREEN: Readonly<Partial<Record<ScreenId, readonly KeyLine[]>>> = {
  inbox: [
    [['↑', '↓'], 'Next, previous challenge'],
    [['Enter'], 'Open the challenge'],
    [['Space'], 'Next part that was not seen'],
    [['1', '2'], 'Text, Hex'],
    [['W'], 'Write the reason'],
    [['D'], 'Deny'],
    [['A'], 'Approve once'],
    [['K'], 'Kill session'],
    [['N'], 'Show new arrivals; in pairing: they differ'],
    [['Y'], 'In pairing: they are the same'],
  ],
  sessions: [...TABLE, [['/'], 'Filter'], [['F'], 'Freeze rows'], [['K'], 'Kill session: leads to its hold']],
  halt: [
    [['1', '2', '3'], 'Everything, agent, session'],
    [['↑', '↓'], 'Choose among what is found'],
    [['Enter'], 'Held: stop'],
    [['I'], 'Reinstate what is on the board'],
  ],
  log: [...TABLE, [['N'], 'Show new entries'], [['V'], 'Verify the open entry again'], [['P'], 'Copy its proof']],
  settings: [[['N'], 'In pairing: they differ'], [['Y'], 'In pairing: they are the same']],
}

/** The keys of a screen first, then those that mean the same everywhere. */
export function keysOf(screen: ScreenId): readonly KeyGroup[] {
  const lines = OF_SCREEN[screen]
  const own = lines === undefined ? [] : [{ name: screenNamed(screen), lines }]
  return [...own, { name: 'Everywhere', lines: EVERYWHERE }]
}
