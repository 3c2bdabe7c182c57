/** A first passphrase has at least so many characters. Length is what protects; no kinds of characters are asked for. */
export const SHORTEST = 12

/** What is wrong with a passphrase before it is sent, in one sentence, or null. Whether it is the right one main says. */
export function passphraseProblem({ passphrase, again, isNew }: { readonly passphrase: string; readonly again: string; readonly isNew: boolean }): string | null {
  if (passphrase === '') return 'Type the passphrase.'
  if (!isNew) return null
  if ([...passphrase].length < SHORTEST) return `A passphrase has at least ${SHORTEST} characters. Four or five words that do not belong together are easy to keep in mind.`
  return passphrase === again ? null : 'The two are not the same. Type both once more.'
}
