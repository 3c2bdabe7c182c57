import type { JsonNode } from '../../json/index.ts'
import { assertNever } from '../../util/assertNever.ts'
import { renderArgv } from '../shell/renderArgv.ts'
import { renderShell } from '../shell/renderShell.ts'
import { renderSql } from '../sql/renderSql.ts'
import type { FactsContext, FactsKind } from './FactsContext.ts'
import type { NotInspectable } from './FactsDocument.ts'
import { memberOf, resolvePointer } from './pointer.ts'
import { renderFileWrite } from './renderFileWrite.ts'
import type { Rendering } from './Rendering.ts'
import { count, text, theirs } from './words.ts'

/** What the arguments of one call are rendered from. */
export interface ArgumentsToRender {
  readonly bytes: Uint8Array
  readonly root: JsonNode
  readonly args: JsonNode
  /** How many values without parts of their own the arguments have. */
  readonly values: number
  readonly tool: string
  readonly context: FactsContext
}

/** Where the parts of a kind usually stand, when the context does not say. */
const USUAL_FIELDS = {
  command: ['/command', '/cmd', '/script', '/argv'],
  statement: ['/sql', '/query', '/statement'],
  path: ['/path', '/file_path', '/filename', '/file'],
  content: ['/content', '/contents', '/text', '/data'],
} as const

type FieldName = keyof typeof USUAL_FIELDS
type StringNode = JsonNode & { readonly kind: 'string' }

/**
 * Renders arguments by the kind that the point declared. Where they do not have the parts of that kind they are
 * rendered as JSON, and an entry in `notInspectable` says so.
 */
export function renderArguments(call: ArgumentsToRender): Rendering {
  const kind = call.context.kind ?? 'json'
  if (kind === 'json') return renderJson(call)
  return renderKind(kind, call) ?? withProblem(renderJson(call), call.args)
}

function renderKind(kind: Exclude<FactsKind, 'json'>, call: ArgumentsToRender): Rendering | null {
  switch (kind) {
    case 'shell':
      return renderCommand(call)
    case 'sql': {
      const statement = field(call, 'statement')
      return isString(statement) ? renderSql(call.bytes, statement) : null
    }
    case 'file_write': {
      const path = field(call, 'path')
      const content = field(call, 'content')
      return isString(path) && isString(content) ? renderFileWrite(call.args, path, content) : null
    }
    default:
      return assertNever(kind)
  }
}

/** A command is a line for a shell, a list of strings for no shell, or a program with its list beside it. */
function renderCommand(call: ArgumentsToRender): Rendering | null {
  const command = field(call, 'command')
  if (command === null) return null
  if (command.kind === 'array') return command.items.length > 0 && command.items.every(isString) ? renderArgv(command.items) : null
  const list = memberOf(call.args, 'args')
  if (!isString(command)) return null
  if (list === undefined) return renderShell(call.bytes, command)
  return list.kind === 'array' && list.items.every(isString) ? renderArgv([command, ...list.items]) : null
}

/** The part at its declared place, or at the one usual place where something stands; null where none or several do. */
function field({ args, context }: ArgumentsToRender, name: FieldName): JsonNode | null {
  const declared = context.fields?.[name]
  if (declared !== undefined) return resolvePointer(args, declared)
  const found = USUAL_FIELDS[name].map((pointer) => resolvePointer(args, pointer)).filter((node) => node !== null)
  return found.length === 1 ? (found[0] ?? null) : null
}

function renderJson({ root, args, values, tool }: ArgumentsToRender): Rendering {
  const server = memberOf(root, 'server_id')
  const place = isString(server) && server.value !== '' ? [text(' on '), theirs(server.value)] : []
  return {
    detail: { kind: 'json' },
    action: [text(' wants to run '), theirs(tool), ...place],
    secondLine: [text(`${count(values, 'value')} in ${count(args.end - args.start, 'byte')} of arguments.`)],
    notInspectable: [],
  }
}

function withProblem(rendering: Rendering, { start, end }: JsonNode): Rendering {
  const sentence = 'The arguments do not have the parts that this kind of tool should have. They are listed, not decoded.'
  const problem: NotInspectable = { code: 'kind_not_matched', sentence, text: [], start, end }
  return { ...rendering, notInspectable: [...rendering.notInspectable, problem] }
}

const isString = (node: JsonNode | null | undefined): node is StringNode => node?.kind === 'string'
