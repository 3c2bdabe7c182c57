/**
 * What releasing still waits for, in one sentence, or null. The core compares the name again; this only says what is
 * missing before somebody holds.
 */
export function releaseNeeds({ reason, typed, wanted }: { readonly reason: string; readonly typed: string; readonly wanted: string }): string | null {
  if (reason.trim() === '') return 'Reinstating needs a reason.'
  if (typed === '') return 'Type the name as it stands, letter case and all.'
  if (typed === wanted) return null
  return wanted.startsWith(typed) ? `${wanted.length - typed.length} more to type.` : 'What is typed is not the name. Letter case counts, and look-alikes do not match.'
}
