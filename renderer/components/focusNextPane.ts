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
