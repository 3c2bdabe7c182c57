/** Whether a key press is being typed into a field. Single letters mean nothing else then. */
export function isTyping({ target }: { readonly target: EventTarget | null }): boolean {
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'button'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** Whether a key press is a plain one, without Ctrl, Alt or Cmd, and not the repeat of one that is held. */
export const isPlainPress = (event: { readonly ctrlKey: boolean; readonly altKey: boolean; readonly metaKey: boolean; readonly repeat: boolean }): boolean =>
  !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat
