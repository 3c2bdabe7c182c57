import { Activity, Bot, ChartNoAxesColumn, Inbox, Network, OctagonX, ScrollText, Settings, type LucideIcon } from 'lucide-react'
import type { ScreenId } from '../stores/screen.ts'

interface ScreenFacts {
  readonly id: ScreenId
  readonly name: string
  /** Pressed together with Ctrl, or Cmd on macOS. */
  readonly shortcut: string
  readonly Icon: LucideIcon
}

/** Every screen: its name in words, its key and its sign, in the order of the rail, which has a line between the two. */
export const WATCHING: readonly ScreenFacts[] = [
  { id: 'inbox', name: 'Inbox', shortcut: '1', Icon: Inbox },
  { id: 'sessions', name: 'Sessions', shortcut: '2', Icon: Activity },
  { id: 'agents', name: 'Agents', shortcut: '3', Icon: Bot },
  { id: 'halt', name: 'Kill switch', shortcut: '4', Icon: OctagonX },
  { id: 'log', name: 'Log', shortcut: '5', Icon: ScrollText },
]
export const LOOKING_BACK: readonly ScreenFacts[] = [
  { id: 'insights', name: 'Insights', shortcut: '6', Icon: ChartNoAxesColumn },
  { id: 'fleet', name: 'Fleet', shortcut: '7', Icon: Network },
  { id: 'settings', name: 'Settings', shortcut: ',', Icon: Settings },
]
export const SCREENS: readonly ScreenFacts[] = [...WATCHING, ...LOOKING_BACK]

export const screenNamed = (id: ScreenId): string => SCREENS.find((screen) => screen.id === id)?.name ?? id
