import type { Token } from '../tokens/Token.ts'

/** What a file write does, as far as its path and content tell. */
export type FileWriteDetail = {
  readonly kind: 'file_write'
  readonly path: readonly Token[]
  readonly isAbsolute: boolean
  /** How many segments of the path are `..`. */
  readonly parentSegments: number
  /** How many characters of the path are in a box. */
  readonly marks: number
  readonly contentBytes: number
  readonly contentLines: number
}
