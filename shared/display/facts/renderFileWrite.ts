import type { JsonNode } from '../../json/index.ts'
import { showText } from '../showText.ts'
import type { NotInspectable } from './FactsDocument.ts'
import { byteLength, lineCount } from './listFacts.ts'
import { memberOf } from './pointer.ts'
import type { Rendering } from './Rendering.ts'
import { count, text, theirs } from './words.ts'

type StringNode = JsonNode & { readonly kind: 'string' }

/**
 * The rendering of a file write.
 * @param root the arguments, for members that say how the content is encoded
 */
export function renderFileWrite(root: JsonNode, path: StringNode, content: StringNode): Rendering {
  const shown = showText(path.value)
  const marks = shown.tokens.filter(({ kind }) => kind !== 'plain').length
  const parentSegments = path.value.split(/[/\\]/).filter((segment) => segment === '..').length
  const contentBytes = byteLength(content.value)
  const contentLines = lineCount(content.value)
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(path.value)
  const notInspectable = encodings(root, content)
  const size = notInspectable.length > 0 ? 'encoded content' : count(contentBytes, 'byte')
  const warnings = [
    ...(parentSegments > 0 ? [`The path goes up ${count(parentSegments, 'folder')} with "..".`] : []),
    ...(marks > 0 ? [`${count(marks, 'character')} of the path ${marks === 1 ? 'does' : 'do'} not show ${marks === 1 ? 'itself' : 'themselves'}.`] : []),
  ]
  return {
    detail: { kind: 'file_write', path: shown.tokens, isAbsolute, parentSegments, marks, contentBytes, contentLines },
    action: [text(` wants to write ${size} to `), theirs(path.value)],
    secondLine: [text([...warnings, `${count(contentLines, 'line')}, ${count(contentBytes, 'byte')}.`].join(' '))],
    notInspectable,
  }
}

/** Content that says it is encoded is not what lands in the file. */
function encodings(root: JsonNode, content: StringNode): NotInspectable[] {
  return ['encoding', 'content_encoding', 'contentEncoding'].flatMap((key) => {
    const node = memberOf(root, key)
    if (node === undefined || (node.kind === 'string' && /^(?:utf-?8|text|plain)$/i.test(node.value))) return []
    const sentence = 'The content is encoded. What lands in the file was not decoded.'
    return [{ code: 'encoded_content', sentence, text: showText(node.kind === 'string' ? node.value : '').tokens, start: content.start, end: content.end }]
  })
}
