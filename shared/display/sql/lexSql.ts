import { MOST_PIECES } from '../limits.ts'
import type { Span } from '../facts/FactsDocument.ts'
import { classOf } from '../unicode/classOf.ts'
import type { SqlIssue, SqlIssueCode, SqlToken } from './SqlToken.ts'

const CLOSING: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`' }

/** The tokens of a text in SQL and its comments. Never fails: whatever databases read differently is in `issues`. */
export function lexSql(text: string): { tokens: SqlToken[]; comments: Span[]; issues: SqlIssue[] } {
  const lexer = new Lexer(text)
  lexer.run()
  return lexer
}

class Lexer {
  readonly tokens: SqlToken[] = []
  readonly comments: Span[] = []
  readonly issues: SqlIssue[] = []
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  run(): void {
    while (this.#at < this.#text.length && this.tokens.length + this.comments.length + this.issues.length < MOST_PIECES) this.#readOne(this.#text[this.#at] ?? '')
    if (this.#at < this.#text.length) this.#issue('too_long', this.#at, this.#text.length)
  }

  #readOne(letter: string): void {
    const two = this.#text.slice(this.#at, this.#at + 2)
    if (' \t\r\n\f'.includes(letter)) this.#at++
    else if (two === '--') this.#readLineComment()
    else if (two === '/*') this.#readBlockComment()
    else if (letter === '#') this.#readHash()
    else if (CLOSING[letter] !== undefined) this.#readQuoted(letter)
    else if (isNameCharacter(letter)) this.#readWord()
    else this.#readSymbol(letter)
  }

  #readLineComment(): void {
    const start = this.#at
    const end = this.#lineEnd()
    // MySQL asks for a blank after the dashes; a carriage return ends the line for some and not for others.
    const isCertain = /^--(?:[ \t\n]|$)/.test(this.#text.slice(start, start + 3)) && !this.#text.slice(start, end).includes('\r')
    if (isCertain) this.comments.push({ start, end })
    else this.#issue('dash_comment', start, end)
    this.#at = end
  }

  #readHash(): void {
    const end = this.#lineEnd()
    this.#issue('hash_comment', this.#at, end)
    this.#at = end
  }

  #readBlockComment(): void {
    const start = this.#at
    const close = this.#text.indexOf('*/', start + 2)
    const end = close === -1 ? this.#text.length : close + 2
    const inside = this.#text.slice(start + 2, end - 2)
    if (close === -1) this.#issue('unfinished', start, end)
    else if (/^M?[!+]/.test(inside)) this.#issue('executable_comment', start, end)
    else if (inside.includes('/*')) this.#issue('nested_comment', start, end)
    else this.comments.push({ start, end })
    this.#at = end
  }

  #readQuoted(quote: string): void {
    const start = this.#at
    let end = start + 1
    for (;;) {
      end = this.#text.indexOf(quote, end)
      if (end === -1) {
        this.#issue('unfinished', start, this.#text.length)
        this.#at = this.#text.length
        return
      }
      if (this.#text[end + 1] !== quote) break
      end += 2
    }
    this.#at = end + 1
    const inside = this.#text.slice(start + 1, end)
    // Oracle's q'[it's]' ends elsewhere than every other string.
    if (quote === "'" && /[qQ]/.test(this.#text[start - 1] ?? '')) this.#issue('dollar_quote', start - 1, this.#at)
    if (quote !== '`' && /\\(?:['"]|$)/.test(inside)) this.#issue('backslash', start, this.#at)
    this.tokens.push({ kind: quote === "'" ? 'string' : 'name', text: inside.replaceAll(quote + quote, quote), start, end: this.#at })
  }

  #readWord(): void {
    const start = this.#at
    while (isNameCharacter(this.#text[this.#at] ?? ' ')) this.#at++
    this.tokens.push({ kind: 'word', text: this.#text.slice(start, this.#at), start, end: this.#at })
    if (hasHidden(this.#text.slice(start, this.#at))) this.#issue('hidden_character', start, this.#at)
  }

  #readSymbol(letter: string): void {
    const start = this.#at++
    if (letter === '$') this.#issue('dollar_quote', start, this.#at)
    if (letter === '[') this.#issue('bracket_name', start, this.#at)
    if (hasHidden(letter)) this.#issue('hidden_character', start, this.#at)
    this.tokens.push({ kind: 'symbol', text: letter, start, end: this.#at })
  }

  #issue(code: SqlIssueCode, start: number, end: number): void {
    this.issues.push({ code, start, end })
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at)
    return end === -1 ? this.#text.length : end
  }
}

// Everything beyond ASCII counts as part of a name, so that a space that is not a space cannot end one unseen.
const isNameCharacter = (letter: string) => /[A-Za-z0-9_@]/.test(letter) || letter >= '\u0080'

const NEVER_IN_NAMES: ReadonlySet<string> = new Set([
  'control', 'terminal_escape', 'direction', 'zero_width', 'variation_selector', 'tag', 'other_space', 'format', 'private_use', 'unassigned', 'noncharacter',
])

const hasHidden = (text: string) => [...text].some((letter) => NEVER_IN_NAMES.has(classOf(letter.codePointAt(0) ?? 0)))
