import { z } from 'zod'
import { encodeUtf8, JsonError, parseJson, printCanonicalJson, toJsonValue } from '../../../shared/json/index.ts'
import { id } from '../../../shared/protocol/index.ts'
import { readIfThere, writeDurably } from './files.ts'
import { IdentityFault } from './IdentityFault.ts'

const aboutFile = z.strictObject({
  v: z.literal(1),
  console_id: id('console'),
  name: z.string().max(128),
  /** The log's name for the points and in checkpoints (C2SP: no space, no plus). */
  log_origin: z.string().regex(/^[^\s+]{1,256}$/),
  /** Whether a log was begun under that name: a lost one is then not silently begun anew. */
  has_log: z.boolean(),
})

/** Who this console is, beside its key. */
export type About = z.infer<typeof aboutFile>

/** What is kept of this console, or null where nothing is. A file that is something else is never replaced. */
export function readAbout(file: string): About | null {
  const bytes = readIfThere(file)
  if (bytes === null) return null
  const parsed = aboutFile.safeParse(parsedJson(bytes))
  if (parsed.success) return parsed.data
  throw new IdentityFault(`${file} does not say who this console is. It was left as it is. Put it back from a copy; without it the decision log cannot be told from another one's.`)
}

export const writeAbout = (file: string, about: About): void => writeDurably(file, encodeUtf8(`${printCanonicalJson(about)}\n`))

/** The JSON in the bytes by the strict parser, or undefined. */
export function parsedJson(bytes: Uint8Array): unknown {
  try {
    return toJsonValue(parseJson(bytes))
  } catch (fault) {
    if (fault instanceof JsonError) return undefined
    throw fault
  }
}
