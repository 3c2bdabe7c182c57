import type { AgentRow } from '../../../shared/ipc/views.ts'
import type { ThemeChoice } from '../../../shared/ipc/windowToMain.ts'
import { bridge } from '../../bridge.ts'
import { SCREENS } from '../../components/screens.ts'
import { openHaltOf } from '../../stores/haltTarget.ts'
import { chooseTheme } from '../../stores/host.ts'
import { toggleKeys } from '../../stores/keysPanel.ts'
import { openScreen } from '../../stores/screen.ts'

/** Something that can be done by typing its name. None of these acts on an agent: a stop only leads to its hold. */
export interface Command {
  readonly key: string
  /** In our own words; a name of somebody else stands in `agent` and is drawn as theirs. */
  readonly name: string
  readonly agent?: string
  readonly run: () => void
}

const THEMES: readonly (readonly [ThemeChoice, string])[] = [['system', 'Theme as the system'], ['dark', 'Dark theme'], ['light', 'Light theme']]

const COMMANDS: readonly Command[] = [
  ...SCREENS.map(({ id, name }) => ({ key: id, name, run: () => openScreen(id) })),
  ...THEMES.map(([theme, name]) => ({ key: theme, name, run: () => void chooseTheme(theme) })),
  { key: 'keys', name: 'All keys', run: toggleKeys },
  { key: 'retry', name: 'Retry silent enforcement points', run: () => void bridge.retryLinks() },
]

/** So many are listed at most; the rest is found by typing more. */
const MOST = 12

/**
 * The commands whose name holds every word that was typed, in any order. Agents are listed once something is typed: a
 * stop of each would bury the screens.
 */
export function findCommands(typed: string, agents: readonly AgentRow[]): readonly Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const all = words.length === 0 ? COMMANDS : [...COMMANDS, ...stopCommands(agents)]
  return all.filter(({ name, agent = '' }) => words.every((word) => `${name} ${agent}`.toLowerCase().includes(word))).slice(0, MOST)
}

function stopCommands(agents: readonly AgentRow[]): readonly Command[] {
  const known = new Map(agents.map((agent) => [agent.agentId, agent]))
  return [...known.values()].map(({ agentId, name }) => ({ key: agentId, name: 'Stop agent', agent: name, run: () => openHaltOf({ kind: 'agent', value: agentId }) }))
}
