import { renderFacts, type FactsContext, type FactsDocument, type Part, type Token } from '../../../shared/display/index.ts'
import { encodeUtf8, printCanonicalJson, type JsonValue } from '../../../shared/json/index.ts'

/** The canonical bytes of an invocation; members that are not given are ordinary. */
export function invocation(args: JsonValue, others: Readonly<Record<string, JsonValue>> = {}): Uint8Array {
  const ordinary = { definition_hash: 'ab'.repeat(32), injections: [], redactions: [], server_id: 'pg-prod-eu', tool: 'sql.execute' }
  return encodeUtf8(printCanonicalJson({ ...ordinary, arguments: args, ...others }))
}

/** The facts of a call by `billing-agent`. */
export function factsOf(args: JsonValue, context: Partial<FactsContext> = {}, others: Readonly<Record<string, JsonValue>> = {}): FactsDocument {
  return renderFacts(invocation(args, others), { agent: { name: 'billing-agent' }, ...context })
}

/** Tokens as a reader sees them, boxes in square brackets. */
export const drawn = (tokens: readonly Token[]) => tokens.map((token) => (token.kind === 'plain' ? token.text : `[${token.label}]`)).join('')

/** A headline as one text: our words as they are, those of others in angle brackets. */
export function headlineOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === 'theirs' ? `<${drawn(part.head)}${part.leftOut > 0 ? '\u2026' : ''}${drawn(part.tail)}>` : part.text)).join('')
}

/** The codes of what was not decoded. */
export const codesOf = ({ notInspectable }: FactsDocument) => notInspectable.map(({ code }) => code)
