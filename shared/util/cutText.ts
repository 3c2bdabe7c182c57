/**
 * The beginning of somebody else's text, at most `most` UTF-16 code units of it, and never half a character: one that was
 * cut in two has no JSON, and what holds it could be neither stored nor told.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const last = text.charCodeAt(most - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most)
}
