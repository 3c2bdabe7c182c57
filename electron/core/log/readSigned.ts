import { plainText } from '../../../shared/display/index.ts'
import { decodeBytes, payloadTypeOf, PAYLOAD_NAMES, type PayloadName } from '../../../shared/evidence/index.ts'
import { JsonError, parseJson, toJsonValue, type JsonObject, type JsonValue } from '../../../shared/json/index.ts'
import { envelope, type EnvelopeOnWire } from '../../../shared/protocol/index.ts'

/** A signed thing in the body of an entry; nothing of it is verified here. */
export interface SignedBody {
  readonly envelope: EnvelopeOnWire
  readonly name: PayloadName
  readonly payload: JsonObject
  /** The payload as it was signed. */
  readonly bytes: Uint8Array
}

/** The signed envelope that a body is, or that stands in it where an event of a point brought one; null where there is none. */
export function readSigned(body: JsonValue): SignedBody | null {
  const inner = member(member(body, 'body'), 'envelope')
  const parsed = envelope.safeParse(inner ?? body)
  if (!parsed.success) return null
  const name = PAYLOAD_NAMES.find((one) => payloadTypeOf(one) === parsed.data.payloadType)
  const bytes = decodeBytes(parsed.data.payload, 'base64')
  const payload = bytes === null ? null : readObject(bytes)
  return name === undefined || bytes === null || payload === null ? null : { envelope: parsed.data, name, payload, bytes }
}

/** A member of what may be an object, or undefined. */
export function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined
}

/** A member as text; empty where there is none. */
export function textOf(value: JsonValue | undefined, name: string): string {
  const found = member(value, name)
  return typeof found === 'string' ? found : ''
}

/** A name of somebody else inside our sentence: whatever does not show itself is written out, and it stays short. */
export const shortName = (text: string): string => plainText(text, 64)

function readObject(bytes: Uint8Array): JsonObject | null {
  try {
    const value = toJsonValue(parseJson(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
  } catch (fault) {
    if (fault instanceof JsonError) return null
    throw fault
  }
}
