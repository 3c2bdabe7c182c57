import type { Span } from '../facts/FactsDocument.ts'
import type { Token } from '../tokens/Token.ts'

/** Whether a statement that changes rows says which ones. */
export type WhereClause = 'present' | 'absent' | 'only_in_comment' | 'not_applicable'

/** One statement. The verb is one of ours, empty where it is not known; the names are the agent's. */
export type ShownStatement = Span & {
  readonly verb: string
  readonly targets: readonly (readonly Token[])[]
  readonly calls: readonly (readonly Token[])[]
  readonly where: WhereClause
}

/** What SQL does, as far as the grammar that the databases share tells. */
export type SqlDetail = {
  readonly kind: 'sql'
  readonly statements: readonly ShownStatement[]
  /** Comments: they do not run. Where databases disagree about a comment it is not in this list. */
  readonly notRunning: readonly Span[]
}
