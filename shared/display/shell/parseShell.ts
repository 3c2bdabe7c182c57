import { lexShell } from './lexShell.ts'
import { findRunners } from './findRunners.ts'
import type { Span } from '../facts/FactsDocument.ts'
import type { ShellIssue, ShellOperator, ShellWord } from './ShellToken.ts'

/** One command of a line; offsets count UTF-16 code units. */
export interface ShellCommand {
  readonly joiner: string
  readonly assignments: readonly ShellWord[]
  readonly argv: readonly ShellWord[]
  readonly redirections: readonly { readonly operator: ShellOperator; readonly target: ShellWord | null }[]
}

/** A command line as a list of commands, its comments, and everything that was not decoded, in the order of the text. */
export interface ShellLine {
  readonly commands: readonly ShellCommand[]
  readonly comments: readonly Span[]
  readonly issues: readonly ShellIssue[]
}

const KEYWORDS = new Set([
  'if', 'then', 'else', 'elif', 'fi', 'for', 'while', 'until', 'do', 'done', 'case', 'esac', 'in', 'function',
  'select', 'time', 'coproc', '{', '}', '[[', '!',
])

/** Reads a command line. Total: what it cannot decode is an issue, never an exception and never a guess. */
export function parseShell(text: string): ShellLine {
  const { tokens, comments, issues } = lexShell(text)
  const commands: ShellCommand[] = []
  let command = emptyCommand('')
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'operator') {
      if (!isEmpty(command)) commands.push(command)
      if (token.text === '(' || token.text.startsWith(';;') || token.text === ';&') issues.push({ code: 'shell_program', start: token.start, end: token.end })
      command = emptyCommand(token.text === '\n' ? ';' : token.text)
    } else if (token.kind === 'redirect') {
      const target = tokens[i + 1]
      command.redirections.push({ operator: token, target: target?.kind === 'word' ? target : null })
    } else if (token.kind === 'word' && tokens[i - 1]?.kind !== 'redirect') addWord(command, token, text, issues)
  }
  if (!isEmpty(command)) commands.push(command)
  const all = [...issues, ...findRunners(commands)]
  return { commands, comments, issues: all.sort((a, b) => a.start - b.start || a.end - b.end) }
}

interface OpenCommand extends ShellCommand {
  readonly assignments: ShellWord[]
  readonly argv: ShellWord[]
  readonly redirections: { readonly operator: ShellOperator; readonly target: ShellWord | null }[]
}

const emptyCommand = (joiner: string): OpenCommand => ({ joiner, assignments: [], argv: [], redirections: [] })

const isEmpty = (command: ShellCommand) => command.argv.length + command.assignments.length + command.redirections.length === 0

function addWord(command: OpenCommand, word: ShellWord, text: string, issues: ShellIssue[]): void {
  const isFirst = command.argv.length === 0
  if (isFirst && word.quoting === 'none' && KEYWORDS.has(word.value ?? '')) issues.push({ code: 'shell_program', start: word.start, end: word.end })
  if (isFirst && isAssignment(text.slice(word.start, word.end))) command.assignments.push(word)
  else command.argv.push(word)
}

// Of the word as it is written: with its name in quotes, `"A=1" x` runs a program called A=1.
const isAssignment = (written: string) => /^[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]]*\])?\+?=/.test(written)
