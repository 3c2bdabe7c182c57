import { z } from 'zod'
import { ID_PREFIX, isId, PRESENCES, type Hop, type Id, type IdKind, type RiskLevel } from '../domain/index.ts'
import type { JsonObject, JsonValue } from '../json/index.ts'

const idSchemas = new Map<IdKind, z.ZodType>()

/** The schema of an id of one kind. */
export function id<K extends IdKind>(kind: K): z.ZodType<Id<K>> {
  const known = idSchemas.get(kind)
  // The map is keyed by the kind that the schema was made for.
  if (known !== undefined) return known as z.ZodType<Id<K>>
  const schema = z.custom<Id<K>>((value) => isId(kind, value), `an id that begins with ${ID_PREFIX[kind]}_`)
  idSchemas.set(kind, schema)
  return schema
}

/** `sha256:` and 64 lowercase hexadecimal digits. */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)

/** RFC 3339 in UTC, with milliseconds and a Z: the one spelling of a moment. */
export const time = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/)

/** A moment in its one spelling. */
export const printTime = (ms: number): string => new Date(ms).toISOString()

/** A whole number from 0 to 2^53-1. */
export const count = z.int().min(0)
export const durationMs = count
export const epoch = count

/** A name or sentence that somebody else wrote. It is hostile until `display` has shown it. */
export const untrusted = (characters: number) => z.string().max(characters)

/** 128 random bits and more, base64url without padding. */
export const nonce = z.string().regex(/^[A-Za-z0-9_-]{22,86}$/)
export const kid = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

export const riskLevel = z.custom<RiskLevel>((value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 4, 'a risk level from 0 to 4')
export const presence = z.enum(PRESENCES)

/** JSON that the protocol carries and does not look into. It comes from the strict parser, and no schema copies it. */
export const json = z.custom<JsonValue>((value) => value !== undefined)
export const jsonObject = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

export const actor = z.strictObject({ iss: z.string().min(1).max(512), sub: z.string().min(1).max(512) })
/** An actor with the name to show for it. */
export const namedActor = z.strictObject({ ...actor.shape, name: untrusted(256) })
export type NamedActor = z.infer<typeof namedActor>

const hop: z.ZodType<Hop> = z.strictObject({
  hop: count,
  kind: z.enum(['human', 'agent', 'sub_agent', 'service']),
  ...actor.shape,
  name: untrusted(256).exactOptional(),
  assurance: z.enum(['verified', 'asserted', 'unknown']),
  evidence: z.strictObject({ type: z.string().max(64), hash: digest.exactOptional() }).exactOptional(),
  expires_at: time.exactOptional(),
  scope: z.array(z.string().max(256)).max(64).exactOptional(),
})
/** Root first, hops numbered from 0. */
export const chain = z.array(hop).min(1).max(16).refine((hops) => hops.every((one, index) => one.hop === index), 'hops are numbered from 0 in order')

/** A signed envelope (DSSE) as it travels; what is in it is checked by whoever verifies it. */
export const envelope = z.strictObject({
  payloadType: z.string().max(128),
  payload: z.string(),
  signatures: z.array(z.strictObject({ keyid: kid, sig: z.string().max(128) })).length(1).readonly(),
})
export type EnvelopeOnWire = z.infer<typeof envelope>

export const lockTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('point'), value: id('point') }),
  z.strictObject({ kind: z.literal('agent'), value: id('agent') }),
  z.strictObject({ kind: z.literal('session'), value: id('session') }),
  z.strictObject({ kind: z.literal('principal'), value: actor }),
])
