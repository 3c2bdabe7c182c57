import { isAbsolute, resolve } from 'node:path'
import { parseJson, toJsonValue, type JsonValue } from '../../shared/json/index.ts'
import type { FileTarget } from '../config/index.ts'
import type { Call } from '../enforce/ports.ts'
import { foldName } from '../mcp/index.ts'

/** Where each tool of each server names files of this host, and what the server counts relative paths from. */
export type FileTargets = Readonly<Record<string, { readonly relativeTo: string | null; readonly tools: Readonly<Record<string, FileTarget>> }>>

/** A file that a call names. */
export interface NamedFile {
  /** As the agent wrote it. */
  readonly name: string
  /** Null where this point cannot say which file the server would take it for; it is then treated as a foreign one. */
  readonly path: string | null
  /** Whether the call changes it where it is, takes it away, or puts it down. */
  readonly role: 'changed' | 'taken' | 'put'
}

/** The files that a call names; none where its tool names no files. */
export function namedFiles(targets: FileTargets, call: Pick<Call, 'serverId' | 'tool' | 'invocation'>): readonly NamedFile[] {
  const server = Object.hasOwn(targets, call.serverId) ? targets[call.serverId] : undefined
  const target = server !== undefined && Object.hasOwn(server.tools, call.tool) ? server.tools[call.tool] : undefined
  if (server === undefined || target === undefined) return []
  const { bytes, argumentsSpan } = call.invocation
  const args = toJsonValue(parseJson(bytes.subarray(argumentsSpan.start, argumentsSpan.end)))
  const fileAt = (pointer: string, role: NamedFile['role']): NamedFile => {
    const value = at(args, pointer)
    const name = typeof value === 'string' ? value : ''
    return { name, path: pathOf(name, server.relativeTo), role }
  }
  return typeof target === 'string' ? [fileAt(target, 'changed')] : [fileAt(target.from, 'taken'), fileAt(target.to, 'put')]
}

/**
 * The one file that a name can mean. A server may read a tilde as a home folder, look for a relative path in several
 * places, and go up from where a link leads; where more than one reading is possible there is none.
 */
function pathOf(name: string, relativeTo: string | null): string | null {
  const goesUp = name.split(/[/\\]/).includes('..')
  if (name === '' || name.startsWith('~') || name.includes('\0') || goesUp) return null
  if (isAbsolute(name)) return resolve(name)
  return relativeTo === null ? null : resolve(relativeTo, name)
}

/**
 * The value at a JSON pointer (RFC 6901), or undefined, also where a less exact reader could find another: one that takes
 * `PATH` for `path`.
 */
function at(value: JsonValue, pointer: string): JsonValue | undefined {
  let here: JsonValue | undefined = value
  for (const part of pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part) || hasLookAlike(here, part)) return undefined
    here = (here as Readonly<Record<string, JsonValue>>)[part]
  }
  return here
}

const hasLookAlike = (value: object, name: string) => Object.keys(value).some((key) => key !== name && foldName(key) === foldName(name))
