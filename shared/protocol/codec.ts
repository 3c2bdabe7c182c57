import { encodeUtf8, JsonError, parseJson, printCanonicalJson, toJsonValue, type JsonValue } from '../json/index.ts'
import type { MessageId } from '../domain/index.ts'
import { FROM_CONSOLE, FROM_POINT, frameHead, type ConsoleBody, type ConsoleFrameType, type FrameHead, type PointBody, type PointFrameType } from './frames.ts'
import { LIMITS } from './limits.ts'

/** Which end wrote a frame: each type belongs to one direction, and a frame in the wrong one is refused. */
export type Side = 'point' | 'console'

/** A frame whose head and body have been checked. */
export type Frame<S extends Side> = S extends 'point'
  ? { [T in PointFrameType]: FrameOf<T, PointBody<T>> }[PointFrameType]
  : { [T in ConsoleFrameType]: FrameOf<T, ConsoleBody<T>> }[ConsoleFrameType]

interface FrameOf<T extends string, B> {
  readonly type: T
  readonly head: Omit<FrameHead, 'body' | 'type'>
  readonly body: B
}

/** What became of the bytes of a frame. An unknown type is ignored by whoever is older; everything else is a fault. */
export type FrameRead<S extends Side> =
  | { readonly status: 'read'; readonly frame: Frame<S> }
  | { readonly status: 'unknown_type'; readonly type: string; readonly id: MessageId }
  | { readonly status: 'refused'; readonly reason: string }

const MOST_BYTES = { point: LIMITS.frameBytes, console: LIMITS.consoleFrameBytes } as const
const SCHEMAS = { point: FROM_POINT, console: FROM_CONSOLE } as const

/**
 * Reads one text frame. Never throws: what is wrong comes back as a sentence with the place, and the connection that
 * sent it is closed with 4400.
 * @param from the end that wrote it
 * @param bytes the whole frame, UTF-8
 */
export function readFrame<S extends Side>(from: S, bytes: Uint8Array): FrameRead<S> {
  const most = MOST_BYTES[from]
  if (bytes.length > most) return { status: 'refused', reason: `a frame of ${bytes.length} bytes; ${most} are allowed` }
  const value = parsed(bytes)
  if (value instanceof JsonError) return { status: 'refused', reason: value.message }

  const head = frameHead.safeParse(value)
  if (!head.success) return { status: 'refused', reason: `a frame whose ${placeOf(head.error.issues)}` }
  const { type, body, ...rest } = head.data
  const schemas: Readonly<Record<string, { safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: { issues: readonly Issue[] } } }>> = SCHEMAS[from]
  const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined
  if (schema === undefined) return { status: 'unknown_type', type, id: rest.id }

  const checked = schema.safeParse(body)
  if (!checked.success) return { status: 'refused', reason: `a ${type} whose ${placeOf(checked.error.issues)}` }
  // The schema that was picked by the type has just proven the body, which the compiler cannot follow.
  return { status: 'read', frame: { type, head: rest, body: checked.data } as unknown as Frame<S> }
}

/** What a frame is made of. */
export interface FrameDraft<T extends string, B> {
  readonly type: T
  readonly id: MessageId
  readonly ts: string
  readonly stream?: 'control' | 'telemetry'
  readonly seq?: number
  readonly re?: MessageId
  readonly body: B
}

/**
 * Writes one frame of a point. Canonical JSON, so that the same frame is the same bytes when it is sent again.
 * @throws {RangeError} for a body that is not JSON or a frame that is too large: a mistake of the caller
 */
export const writePointFrame = <T extends PointFrameType>(draft: FrameDraft<T, PointBody<T>>): Uint8Array => write(draft, 'point')

/** Writes one frame of a console, as `writePointFrame` does. */
export const writeConsoleFrame = <T extends ConsoleFrameType>(draft: FrameDraft<T, ConsoleBody<T>>): Uint8Array => write(draft, 'console')

function write(draft: FrameDraft<string, unknown>, from: Side): Uint8Array {
  // Bodies are made by our own code from checked types; the printer throws on anything that is not JSON.
  const bytes = encodeUtf8(printCanonicalJson({ v: 1, ...draft } as unknown as JsonValue))
  if (bytes.length > MOST_BYTES[from]) throw new RangeError(`A ${draft.type} of ${bytes.length} bytes does not fit into a frame`)
  return bytes
}

function parsed(bytes: Uint8Array): JsonValue | JsonError {
  try {
    return toJsonValue(parseJson(bytes))
  } catch (fault) {
    if (fault instanceof JsonError) return fault
    throw fault
  }
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** The first place that is wrong and the rule it broke, never the value. */
function placeOf(issues: readonly Issue[]): string {
  const [first] = issues
  return first === undefined ? 'form is wrong' : `${first.path.map(String).join('.').slice(0, 128) || 'top level'} is not as agreed (${first.message.slice(0, 128)})`
}
