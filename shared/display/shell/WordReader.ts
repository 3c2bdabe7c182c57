import { MOST_PIECES } from '../limits.ts'
import type { WordQuoting } from './ShellDetail.ts'
import type { ShellIssue, ShellIssueCode, ShellWord } from './ShellToken.ts'
import { skipNested, skipQuote } from './skipNested.ts'

const BLANK_OR_END = /[ \t\n|&;()<>]/

/** Reads one word of a command line: quotes, backslashes, and what only the running shell can fill in. */
export class WordReader {
  readonly #text: string
  readonly #issues: ShellIssue[]
  #at: number
  #value = ''
  #isKnown = true
  #isPattern = false
  readonly #quotings = new Set<WordQuoting>()

  /** @param issues takes what could not be decoded */
  constructor(text: string, at: number, issues: ShellIssue[]) {
    this.#text = text
    this.#at = at
    this.#issues = issues
  }

  read(): ShellWord {
    const start = this.#at
    if (this.#text[start] === '~') this.#isPattern = true
    while (this.#at < this.#text.length && !isEnd(this.#text[this.#at])) this.#readPiece()
    const [only = 'none'] = this.#quotings
    const quoting = this.#quotings.size > 1 ? 'mixed' : only
    return { kind: 'word', start, end: this.#at, value: this.#isKnown ? this.#value : null, quoting, isPattern: this.#isPattern }
  }

  #readPiece(): void {
    const letter = this.#text[this.#at] ?? ''
    if (letter === "'") this.#readSingle()
    else if (letter === '"') this.#readDouble()
    else if (letter === '\\') this.#readBackslash()
    else if (letter === '$' || letter === '`') this.#readExpansion(letter)
    else {
      this.#quotings.add('none')
      if ('*?[{'.includes(letter)) this.#isPattern = true
      this.#take(letter)
    }
  }

  #readSingle(): void {
    this.#quotings.add('single')
    const end = skipQuote(this.#text, this.#at + 1, "'")
    if (end === -1) return this.#skip('unfinished', this.#text.length)
    this.#value += this.#text.slice(this.#at + 1, end)
    this.#at = end + 1
  }

  #readDouble(): void {
    this.#quotings.add('double')
    const start = this.#at++
    for (;;) {
      const letter = this.#text[this.#at]
      if (letter === undefined) return this.#skip('unfinished', this.#text.length, start)
      if (letter === '"') break
      if (letter === '$' || letter === '`') this.#readExpansion(letter)
      else if (letter === '\\' && '$`"\\\n'.includes(this.#text[this.#at + 1] ?? ' ')) this.#readBackslash()
      else this.#take(letter)
    }
    this.#at++
  }

  #readBackslash(): void {
    const next = this.#text[this.#at + 1]
    if (next === undefined) return this.#skip('unfinished', this.#text.length)
    this.#quotings.add('backslash')
    // A backslash before a line end joins the two lines and stands for nothing.
    if (next !== '\n') this.#value += next
    this.#at += 2
  }

  #readExpansion(letter: string): void {
    if (this.#issues.length >= MOST_PIECES) return this.#skip('too_long', this.#text.length)
    const rest = this.#text.slice(this.#at, this.#at + 3)
    if (letter === '`') return this.#skipTo('command_substitution', skipQuote(this.#text, this.#at + 1, '`') + 1)
    if (rest.startsWith('$((')) return this.#skipTo('arithmetic', skipNested(this.#text, this.#at + 2, '(', ')'))
    if (rest.startsWith('$(')) return this.#skipTo('command_substitution', skipNested(this.#text, this.#at + 2, '(', ')'))
    if (rest.startsWith('${')) return this.#skipTo('variable', skipNested(this.#text, this.#at + 2, '{', '}'))
    if (rest.startsWith("$'")) return this.#readAnsi()
    const name = /^\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])/.exec(this.#text.slice(this.#at, this.#at + 256))
    if (name === null) return this.#take(letter)
    this.#skip('variable', this.#at + name[0].length)
  }

  #readAnsi(): void {
    const end = this.#text.slice(this.#at + 2).search(/(?<!\\)(?:\\\\)*'/)
    const quote = this.#text.indexOf("'", this.#at + 2 + Math.max(end, 0))
    this.#skipTo('ansi_quoting', end === -1 ? 0 : quote + 1)
  }

  /** As `#skip`, to a place that was looked for; 0 or -1 say that it was not found. */
  #skipTo(code: ShellIssueCode, end: number): void {
    if (end > 0) this.#skip(code, end)
    else this.#skip('unfinished', this.#text.length)
  }

  #skip(code: ShellIssueCode, end: number, start = this.#at): void {
    this.#issues.push({ code, start, end })
    this.#isKnown = false
    this.#at = end
  }

  #take(letter: string): void {
    this.#value += letter
    this.#at++
  }
}

const isEnd = (letter: string | undefined) => letter === undefined || BLANK_OR_END.test(letter)
