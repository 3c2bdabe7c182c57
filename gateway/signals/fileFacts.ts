import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseJson, toJsonValue, type JsonValue } from '../../shared/json/index.ts'
import type { Call } from '../enforce/ports.ts'

/** Where each tool of each server names a file of this host: server, tool, pointer into the arguments. */
export type FileTargets = Readonly<Record<string, { readonly cwd: string; readonly tools: Readonly<Record<string, string>> }>>

/** What a policy may ask about the file that a call names. */
export interface FileFact {
  readonly target_exists: boolean
  readonly written_by_session: boolean
}

/** Knows which files each session has written, and whether the file of a call is there. */
export class FileFacts {
  readonly #targets: FileTargets
  readonly #written = new Map<string, Set<string>>()

  constructor(targets: FileTargets) {
    this.#targets = targets
  }

  /** The facts about the file that a call names; nothing where its tool names none. */
  of(call: Call): FileFact | Record<string, never> {
    const file = this.#fileOf(call)
    if (file === null) return {}
    return { target_exists: existsSync(file), written_by_session: this.#written.get(call.sessionId)?.has(file) ?? false }
  }

  /** A call that named a file has run well: the file is this session's own from now on. */
  wrote(call: Call): void {
    const file = this.#fileOf(call)
    if (file === null) return
    const files = this.#written.get(call.sessionId) ?? new Set()
    this.#written.set(call.sessionId, files.add(file))
  }

  sessionEnded(sessionId: string): void {
    this.#written.delete(sessionId)
  }

  #fileOf({ serverId, tool, invocation }: Call): string | null {
    const server = this.#targets[serverId]
    const pointer = server !== undefined && Object.hasOwn(server.tools, tool) ? server.tools[tool] : undefined
    if (server === undefined || pointer === undefined) return null
    const { bytes, argumentsSpan } = invocation
    const value = at(toJsonValue(parseJson(bytes.subarray(argumentsSpan.start, argumentsSpan.end))), pointer)
    return typeof value === 'string' ? resolve(server.cwd, value) : null
  }
}

/** The value at a JSON pointer (RFC 6901), or undefined. */
function at(value: JsonValue, pointer: string): JsonValue | undefined {
  let here: JsonValue | undefined = value
  for (const part of pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = (here as Readonly<Record<string, JsonValue>>)[part]
  }
  return here
}
