import type { ThemeChoice } from '../../../shared/ipc/windowToMain.ts'
import { SCREENS } from '../../components/screens.ts'
import { chooseTheme } from '../../stores/host.ts'
import { toggleKeys } from '../../stores/keysPanel.ts'
import { openScreen } from '../../stores/screen.ts'

/** Something that can be done by typing its name. Nothing with consequences for an agent is ever one of these. */
export interface Command {
  readonly name: string
  readonly run: () => void
}

const THEMES: readonly (readonly [ThemeChoice, string])[] = [['system', 'Theme as the system'], ['dark', 'Dark theme'], ['light', 'Light theme']]

const COMMANDS: readonly Command[] = [
  ...SCREENS.map(({ id, name }) => ({ name, run: () => openScreen(id) })),
  ...THEMES.map(([theme, name]) => ({ name, run: () => void chooseTheme(theme) })),
  { name: 'All keys', run: toggleKeys },
]

/** The commands whose name holds every word that was typed, in any order. */
export function findCommands(typed: string): readonly Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return COMMANDS.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
}
