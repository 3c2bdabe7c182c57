import type { JsonNode } from '../../json/index.ts'
import type { NotInspectable, Part, Span } from '../facts/FactsDocument.ts'
import type { Rendering } from '../facts/Rendering.ts'
import { sourceOfString, type Source } from '../facts/Source.ts'
import { count, text, theirs } from '../facts/words.ts'
import { showText } from '../showText.ts'
import { parseShell, type ShellCommand, type ShellLine } from './parseShell.ts'
import { SHELL_SENTENCES } from './shellSentences.ts'
import type { ShellDetail, ShownCommand, ShownWord } from './ShellDetail.ts'
import type { ShellIssue, ShellWord } from './ShellToken.ts'

/**
 * The rendering of a shell command that stands as one line.
 * @param bytes the invocation
 * @param node the string in it
 */
export function renderShell(bytes: Uint8Array, node: JsonNode & { readonly kind: 'string' }): Rendering {
  const source = sourceOfString(bytes, node)
  const line = parseShell(source.text)
  const detail: ShellDetail = {
    kind: 'shell',
    form: 'line',
    commands: line.commands.map((command) => shownCommand(command, source)),
    notRunning: line.comments.map(({ start, end }) => source.spanOf(start, end)),
  }
  return { detail, action: action(line), secondLine: [text(secondLine(line))], notInspectable: line.issues.map((issue) => notInspectable(issue, source)) }
}

/** `run git with 2 arguments` or `run curl and 2 more programs`. */
function action({ commands, issues }: ShellLine): Part[] {
  if (issues.some(({ code }) => code === 'too_long')) return [text(' wants to run a shell line that is too long to be decoded')]
  const programs = commands.filter(({ argv }) => argv.length > 0)
  const [first] = programs
  if (first === undefined) return [text(' wants to run a shell line that names no program')]
  const program = first.argv[0]
  const name = program === undefined ? [] : program.value === null ? [text('a program that is not known before it runs')] : [theirs(program.value)]
  const others = programs.length - 1
  const tail = others > 0 ? ` and ${count(others, 'more program')}` : ` with ${count(first.argv.length - 1, 'argument')}`
  return [text(' wants to run '), ...name, text(tail)]
}

function secondLine({ commands, issues }: ShellLine): string {
  const writes = commands.flatMap(({ redirections }) => redirections).filter(({ operator, target }) => operator.text.includes('>') && !isDescriptor(target))
  const parts = [count(commands.length, 'command')]
  if (writes.length > 0) parts.push(`${count(writes.length, 'file')} written by redirection`)
  if (issues.length > 0) parts.push(`${count(issues.length, 'part')} not decoded`)
  return `${parts.join(', ')}.`
}

const isDescriptor = (target: ShellWord | null) => /^(?:[0-9]+|-|\/dev\/null)$/.test(target?.value ?? '')

function shownCommand({ joiner, assignments, argv, redirections }: ShellCommand, source: Source): ShownCommand {
  const word = (item: ShellWord) => shownWord(item, source)
  const all = [...assignments, ...argv, ...redirections.flatMap(({ operator, target }) => (target === null ? [operator] : [operator, target]))]
  return {
    joiner,
    assignments: assignments.map(word),
    argv: argv.map(word),
    redirections: redirections.map(({ operator, target }) => ({
      operator: operator.text,
      target: target === null ? null : word(target),
      ...source.spanOf(operator.start, target?.end ?? operator.end),
    })),
    ...source.spanOf(...bounds(all)),
  }
}

function shownWord({ start, end, value, quoting, isPattern }: ShellWord, source: Source): ShownWord {
  const tokens = showText(source.text.slice(start, end)).tokens
  return { text: tokens, value: value === null ? [] : showText(value).tokens, isKnown: value !== null, quoting, isPattern, ...source.spanOf(start, end) }
}

function notInspectable({ code, start, end }: ShellIssue, source: Source): NotInspectable {
  return { code, sentence: SHELL_SENTENCES[code], text: showText(source.text.slice(start, end)).tokens, ...source.spanOf(start, end) }
}

function bounds(items: readonly Span[]): [start: number, end: number] {
  return [items.reduce((least, { start }) => Math.min(least, start), Infinity), items.reduce((most, { end }) => Math.max(most, end), 0)]
}
