import { z } from 'zod'
import { text } from './agentConfig.ts'

/** A JSON pointer (RFC 6901) from the root of the arguments. */
const pointer = z.string().max(1_024).regex(/^\/(?:[^~]|~[01])*$/, 'a JSON pointer such as /path')
/** One from the root of the invocation, into its arguments. */
const criticalPointer = z.string().max(1_024).regex(/^\/arguments\/(?:[^~]|~[01])*$/, 'a JSON pointer such as /arguments/path')

/** How the arguments of a tool are shown. The point says so; the agent and the server never do. */
const toolDisplay = z.strictObject({
  kind: z.enum(['shell', 'sql', 'file_write', 'json']),
  fields: z.strictObject({ command: pointer.exactOptional(), statement: pointer.exactOptional(), path: pointer.exactOptional(), content: pointer.exactOptional() }).exactOptional(),
  /** Values of which a lone reviewer may be asked to type one, the best one first. */
  critical_pointers: z.array(criticalPointer).min(1).max(8).exactOptional(),
})
export type ToolDisplay = z.infer<typeof toolDisplay>

/** Where a tool names a file: by one pointer, or where it takes one away and puts one down, by two. */
const fileTarget = z.union([pointer, z.strictObject({ from: pointer, to: pointer })])
export type FileTarget = z.infer<typeof fileTarget>

export const serverConfig = z.strictObject({
  server_id: z.string().min(1).max(128),
  command: text,
  args: z.array(z.string()),
  cwd: text,
  inherit: z.array(text).default([]),
  env: z.record(text, z.string()).default({}),
  /** Where a tool of this server names a file of this host. */
  file_targets: z.record(text, fileTarget).default({}),
  /** The folder that this server counts relative paths from. Where it is not known, they are taken for foreign files. */
  relative_to: text.exactOptional(),
  display: z.record(text, toolDisplay).default({}),
})
export type ServerConfig = z.infer<typeof serverConfig>
