/**
 * Copies a text that was made safe to paste: escaped, never raw bytes. It takes a press of a person.
 * @returns whether the system took it
 */
export function copyText(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(() => true, () => false)
}
