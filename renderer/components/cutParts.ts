import { cutMiddle, type Part, type Token } from '../../shared/display/index.ts'

/**
 * A headline for a narrow place: identifiers of others keep both their ends, so that the name of a file is not what is
 * lost. Nothing is decided in such a place; whoever decides has the whole of it.
 * @param most how many characters an identifier may be wide
 */
export function cutParts(parts: readonly Part[], most: number): readonly Part[] {
  return parts.map((part) => {
    if (part.kind !== 'theirs') return part
    const { head, leftOut, tail } = cutMiddle([...part.head, ...part.tail], most, widthOf)
    // Where the middle was out already and both ends fit, they are what they were.
    return leftOut === 0 ? part : { kind: 'theirs', head, leftOut: leftOut + part.leftOut, tail }
  })
}

const widthOf = (token: Token): number => (token.kind === 'plain' ? [...token.text].length : token.label.length + 1)
