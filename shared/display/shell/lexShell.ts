import type { Span } from '../facts/FactsDocument.ts'
import { MOST_PIECES } from '../limits.ts'
import type { ShellIssue, ShellOperator, ShellToken } from './ShellToken.ts'
import { skipNested } from './skipNested.ts'
import { WordReader } from './WordReader.ts'

// The longest operator that fits wins, so longer ones stand first.
const OPERATORS = ['&&', '||', '|&', ';;&', ';;', ';&', '|', '&', ';', '(', ')', '\n']
const REDIRECT = /^(?:&>>|&>|(?:[0-9]+|\{[A-Za-z_][A-Za-z0-9_]*\})?(?:<<<|<<-|<<|<>|<&|>>|>&|>\||<|>))/

/**
 * The words and operators of a command line, by the grammar of POSIX sh with bash's redirections. Never fails: what is
 * not decoded is in `issues`, and after a here-document, an open quote or too many parts there are no more tokens.
 */
export function lexShell(text: string): { tokens: ShellToken[]; comments: Span[]; issues: ShellIssue[] } {
  const tokens: ShellToken[] = []
  const comments: Span[] = []
  const issues: ShellIssue[] = []
  for (let at = 0; at < text.length; ) {
    if (tokens.length + comments.length + issues.length >= MOST_PIECES) {
      issues.push({ code: 'too_long', start: at, end: text.length })
      break
    }
    const blank = blankLength(text, at)
    if (blank > 0) at += blank
    else if (text[at] === '#') {
      comments.push({ start: at, end: lineEnd(text, at) })
      at = lineEnd(text, at)
    } else if (isProcessSubstitution(text, at)) {
      const end = skipNested(text, at + 2, '(', ')')
      issues.push({ code: end === -1 ? 'unfinished' : 'process_substitution', start: at, end: end === -1 ? text.length : end })
      at = end === -1 ? text.length : end
      tokens.push({ kind: 'word', start: issues.at(-1)?.start ?? at, end: at, value: null, quoting: 'none', isPattern: false })
    } else {
      const token = operatorAt(text, at) ?? new WordReader(text, at, issues).read()
      tokens.push(token)
      at = token.end
      if (token.kind !== 'redirect' || !/<<-?$/.test(token.text)) continue
      // The body stands on later lines, where its words would pass for commands.
      issues.push({ code: 'here_document', start: token.start, end: text.length })
      break
    }
  }
  return { tokens, comments, issues }
}

function operatorAt(text: string, at: number): ShellOperator | null {
  const redirect = REDIRECT.exec(text.slice(at, at + 64))?.[0]
  if (redirect !== undefined) return { kind: 'redirect', start: at, end: at + redirect.length, text: redirect }
  const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at))
  return operator === undefined ? null : { kind: 'operator', start: at, end: at + operator.length, text: operator }
}

const isProcessSubstitution = (text: string, at: number) => text.startsWith('<(', at) || text.startsWith('>(', at)

/** Spaces, tabs, and line ends that a backslash takes away. */
function blankLength(text: string, at: number): number {
  if (text[at] === ' ' || text[at] === '\t') return 1
  return text[at] === '\\' && text[at + 1] === '\n' ? 2 : 0
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}
