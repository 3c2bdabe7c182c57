import { z } from 'zod'
import { importPublicKey, type PublicKey } from '../../shared/evidence/index.ts'
import { JsonError, parseJson, toJsonValue } from '../../shared/json/index.ts'
import { id } from '../../shared/protocol/index.ts'

const person = z.strictObject({ iss: z.string().min(1).max(512), sub: z.string().min(1).max(512), name: z.string().min(1).max(256) })
const roles = z.array(z.enum(['observer', 'owner', 'approver', 'killer', 'admin'])).min(1).max(5)

/** A key by its x alone, or as it stands on the wire. Weak ones are refused here, at the door. */
const publicKey = z.union([z.string().max(64), z.strictObject({ kid: z.string().max(64), alg: z.literal('Ed25519'), x: z.string().max(64) })]).transform((given, context): PublicKey => {
  const imported = importPublicKey(typeof given === 'string' ? given : given.x)
  if (imported.status === 'accepted' && (typeof given === 'string' || given.kid === imported.key.kid)) return imported.key
  context.addIssue({ code: 'custom', message: 'a good Ed25519 key' })
  return z.NEVER
})

/** What may be ordered over the host's socket. */
export const hostCommand = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('status') }),
  z.strictObject({ command: z.literal('pair'), person, roles }),
  z.strictObject({ command: z.literal('unlock'), lock_id: id('lock'), reason: z.string().min(1).max(2_000) }),
  z.strictObject({ command: z.literal('recover') }),
  z.strictObject({ command: z.literal('log_accept'), console_id: id('console') }),
  z.strictObject({
    command: z.literal('enrol'),
    console: z.strictObject({ console_id: id('console'), name: z.string().min(1).max(128), key: publicKey }),
    reviewer_key: publicKey,
    log_origin: z.string().min(1).max(256),
    person,
    roles,
  }),
])
export type HostCommand = z.infer<typeof hostCommand>
export type HostCommandName = HostCommand['command']

/** A command as it is written; keys are texts there. */
export type WrittenCommand = z.input<typeof hostCommand>

const answer = z.strictObject({ answer: z.boolean() })

/** Reads one line as a command, or says in a sentence what is wrong with it. Never throws. */
export function readCommand(line: Uint8Array): HostCommand | string {
  const value = parsed(line)
  if (value instanceof JsonError) return `The order could not be read: ${value.message}.`
  const checked = hostCommand.safeParse(value)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  return `The order could not be understood: ${issue?.path.map(String).join('.').slice(0, 128) || 'command'} is not as agreed (${issue?.message.slice(0, 128) ?? 'unknown'}).`
}

/** What a person said when they were asked. Whatever cannot be read is a no. */
export function readAnswer(line: Uint8Array): boolean {
  const value = parsed(line)
  const checked = value instanceof JsonError ? null : answer.safeParse(value)
  return checked?.success === true && checked.data.answer
}

function parsed(line: Uint8Array): unknown {
  try {
    return toJsonValue(parseJson(line))
  } catch (fault) {
    if (fault instanceof JsonError) return fault
    throw fault
  }
}
