/**
 * The end of a nested construct whose opening bracket stands just before `at`: the place after the bracket that closes
 * it, or -1 where none does. Quotes and backslashes inside hide brackets.
 */
export function skipNested(text: string, at: number, open: string, close: string): number {
  let depth = 1
  for (let i = at; i < text.length; i++) {
    const letter = text[i]
    if (letter === '\\') i++
    else if (letter === "'" || letter === '"' || letter === '`') {
      i = skipQuote(text, i + 1, letter)
      if (i === -1) return -1
    } else if (letter === open) depth++
    else if (letter === close && --depth === 0) return i + 1
  }
  return -1
}

/** The place of the quote that ends a quotation begun before `at`, or -1. Only single quotes keep backslashes. */
export function skipQuote(text: string, at: number, quote: string): number {
  for (let i = at; i < text.length; i++) {
    if (text[i] === '\\' && quote !== "'") i++
    else if (text[i] === quote) return i
  }
  return -1
}
