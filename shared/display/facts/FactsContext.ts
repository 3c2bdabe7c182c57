/** How the arguments of a tool are to be read. The point declares it for each tool; the agent never does. */
export type FactsKind = 'shell' | 'sql' | 'file_write' | 'json'

/**
 * What the renderer knows besides the invocation. All of it comes from the signed challenge, so that point and console
 * make the same document.
 */
export interface FactsContext {
  /** The verified runtime identity, and the name that the agent gives itself. */
  readonly agent: { readonly name: string; readonly claims?: string }
  /** The tool as the point knows it; said only where the invocation itself cannot be read. */
  readonly tool?: string
  /** Without it the arguments are listed as JSON and nothing more is claimed. */
  readonly kind?: FactsKind
  /** Where the parts of a kind stand: JSON pointers from the root of the arguments. Else the usual names are looked for. */
  readonly fields?: { readonly command?: string; readonly statement?: string; readonly path?: string; readonly content?: string }
  /** JSON pointers from the root of the invocation to the values that a lone reviewer may be asked to type. */
  readonly criticalPointers?: readonly string[]
}
