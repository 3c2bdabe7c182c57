import type { LinkStatus } from '../../../shared/ipc/views.ts'

const WORDS: Readonly<Record<LinkStatus, string>> = {
  connecting: 'Connecting',
  attached: 'Connected',
  silent: 'Silent: nothing was heard for 25 s',
  waiting: 'Not connected, to be tried again',
  refused: 'Refused',
}

/** How a link stands, in words. */
export const linkWords = (link: LinkStatus): string => WORDS[link]
