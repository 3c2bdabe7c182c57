import type { Detail, NotInspectable, Part } from './FactsDocument.ts'

/** What a renderer of one kind adds to the document. `action` follows the name of the agent in the headline. */
export interface Rendering {
  readonly detail: Detail
  readonly action: readonly Part[]
  readonly secondLine: readonly Part[]
  readonly notInspectable: readonly NotInspectable[]
}
