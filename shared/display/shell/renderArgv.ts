import type { JsonNode } from '../../json/index.ts'
import type { NotInspectable } from '../facts/FactsDocument.ts'
import type { Rendering } from '../facts/Rendering.ts'
import { count, text, theirs } from '../facts/words.ts'
import { MOST_PIECES } from '../limits.ts'
import { showText } from '../showText.ts'
import { findRunners } from './findRunners.ts'
import { SHELL_SENTENCES } from './shellSentences.ts'
import type { ShellDetail } from './ShellDetail.ts'
import type { ShellWord } from './ShellToken.ts'

type StringNode = JsonNode & { readonly kind: 'string' }

/** The rendering of a command that is a list of strings, one for each argument: no shell reads it, nothing expands. */
export function renderArgv(items: readonly StringNode[]): Rendering {
  const argv = items.slice(0, MOST_PIECES).map(wordOf)
  const shown = argv.map((word) => {
    const tokens = showText(word.value ?? '').tokens
    return { text: tokens, value: tokens, isKnown: true, quoting: word.quoting, isPattern: false, start: word.start, end: word.end }
  })
  const place = { start: items[0]?.start ?? 0, end: items.at(-1)?.end ?? 0 }
  const detail: ShellDetail = {
    kind: 'shell',
    form: 'list',
    commands: [{ joiner: '', assignments: [], argv: shown, redirections: [], ...place }],
    notRunning: [],
  }
  const notInspectable = findRunners([{ joiner: '', assignments: [], argv, redirections: [] }]).map(({ code, start, end }): NotInspectable => {
    const first = argv.find((word) => word.start === start)
    return { code, sentence: SHELL_SENTENCES[code], text: showText(first?.value ?? '').tokens, start, end }
  })
  const rest = items.at(MOST_PIECES)
  if (rest !== undefined) notInspectable.push({ code: 'too_long', sentence: SHELL_SENTENCES.too_long, text: showText(rest.value).tokens, start: rest.start, end: place.end })
  const action = [text(' wants to run '), theirs(items[0]?.value ?? ''), text(` with ${count(items.length - 1, 'argument')}`)]
  return { detail, action, secondLine: [text('No shell reads the arguments: each is passed on as it stands.')], notInspectable }
}

function wordOf({ value, start, end }: StringNode): ShellWord {
  return { kind: 'word', value, quoting: 'none', isPattern: false, start, end }
}
