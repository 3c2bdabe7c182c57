/** What a pane spreads into its element so that F6 finds it. Panes follow one another in the order of the page. */
export const paneProps = { 'data-pane': '', tabIndex: -1 } as const

/**
 * Moves focus to the next pane, or the one before, and around at the ends.
 * @returns true, so that a key handler can say that the key was used
 */
export function focusNextPane(step: 1 | -1): true {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  const current = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next = current === -1 ? (step === 1 ? 0 : panes.length - 1) : (current + step + panes.length) % panes.length
  panes[next]?.focus()
  return true
}

/** What the list that a screen is about spreads into its element, so that an arrow finds it from where nothing else uses arrows. */
export const listProps = { 'data-list': '' } as const

/**
 * Moves focus into the list of the screen, for an arrow that was pressed where nothing has focus, or only a whole pane, or
 * a way to a screen. The list then has its first row in hand; nothing is opened by it.
 * @returns whether there is such a list, and the key was used
 */
export function focusList(from: EventTarget | null): boolean {
  if (!(from instanceof Element) || !from.matches('body, [data-pane], nav button')) return false
  const isWithin = from.matches('[data-pane]:not(nav, header)')
  const list = (isWithin ? from : document).querySelector<HTMLElement>('[data-list]')
  list?.focus()
  return list !== null
}
