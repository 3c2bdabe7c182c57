import { JsonError, parseJson, type JsonNode } from '../../json/index.ts'
import { DISPLAY_PROFILE } from '../profile.ts'
import { showBytes } from '../showBytes.ts'
import { showText } from '../showText.ts'
import { candidateAt } from './criticalValue.ts'
import type { FactsContext } from './FactsContext.ts'
import type { CriticalCandidate, FactsDocument, NotInspectable, Part } from './FactsDocument.ts'
import { listFacts } from './listFacts.ts'
import { readInvocation } from './readInvocation.ts'
import { renderArguments } from './renderArguments.ts'
import { count, text, theirs } from './words.ts'

/**
 * The facts document of an invocation: what it is said to do, built from its bytes and from the signed context alone.
 * Total: bytes that cannot be read give a document that says so. Nothing is guessed; whatever was not decoded is in
 * `notInspectable`, and the agent's own words are only ever found in tokens, never in a sentence of ours.
 */
export function renderFacts(invocationBytes: Uint8Array, context: FactsContext): FactsDocument {
  const { counts, suspicious } = showBytes(invocationBytes)
  const seen = { profile: DISPLAY_PROFILE, counts, suspicious }
  const root = parseOrFault(invocationBytes)
  if (root instanceof JsonError) return { ...seen, ...unreadable(context, context.tool ?? null, [faultOf(root)]) }

  const { tool, args, notInspectable } = readInvocation(invocationBytes, root)
  if (args === null || tool === null) return { ...seen, ...unreadable(context, tool ?? context.tool ?? null, notInspectable) }
  const { facts, leftOut } = listFacts(args, '/arguments')
  const rendering = renderArguments({ bytes: invocationBytes, root, args, values: facts.length + leftOut, tool, context })
  const tooMany = leftOut === 0 ? [] : [problem('too_many_values', `${count(leftOut, 'more value')} stand only in the byte view.`, args)]
  const { candidates, problems } = criticalValues(root, context)
  return {
    ...seen,
    kind: rendering.detail.kind,
    headline: [...agentName(context), ...rendering.action],
    secondLine: rendering.secondLine,
    facts,
    detail: rendering.detail,
    notInspectable: [...notInspectable, ...rendering.notInspectable, ...tooMany, ...problems],
    criticalValues: candidates,
  }
}

type Unreadable = Omit<FactsDocument, 'profile' | 'counts' | 'suspicious'>

function unreadable(context: FactsContext, tool: string | null, notInspectable: readonly NotInspectable[]): Unreadable {
  const name = tool === null ? [text(' wants to run a tool that could not be read')] : [text(' wants to run '), theirs(tool)]
  return {
    kind: 'json',
    headline: [...agentName(context), ...name, text(' with arguments that could not be read')],
    secondLine: [text('Nothing about it could be decoded: only the bytes themselves are shown.')],
    facts: [],
    detail: { kind: 'json' },
    notInspectable,
    criticalValues: [],
  }
}

/** The verified identity decides who is shown; a name of its own choosing is quoted after it. */
function agentName({ agent: { name, claims } }: FactsContext): Part[] {
  if (claims === undefined || claims === name) return [theirs(name)]
  return [theirs(name), text(', calls itself \u201c'), theirs(claims), text('\u201d,')]
}

function criticalValues(root: JsonNode, { criticalPointers = [] }: FactsContext): { candidates: CriticalCandidate[]; problems: NotInspectable[] } {
  const candidates = criticalPointers.map((pointer) => candidateAt(root, pointer))
  const missing = criticalPointers.filter((_, i) => candidates[i] === null)
  const sentence = 'A value that a reviewer is to type does not stand here.'
  const problems = missing.map((pointer) => problem('critical_value_absent', sentence, root, pointer))
  return { candidates: candidates.filter((candidate) => candidate !== null), problems }
}

function problem(code: string, sentence: string, { start, end }: JsonNode, about = ''): NotInspectable {
  return { code, sentence, text: showText(about).tokens, start, end }
}

function faultOf({ code, offset }: JsonError): NotInspectable {
  return { code, sentence: `The bytes are no JSON that everybody reads alike: ${code.replaceAll('_', ' ')} at byte ${offset}.`, text: [], start: offset, end: offset }
}

function parseOrFault(bytes: Uint8Array): JsonNode | JsonError {
  try {
    return parseJson(bytes)
  } catch (fault) {
    if (fault instanceof JsonError) return fault
    throw fault
  }
}
