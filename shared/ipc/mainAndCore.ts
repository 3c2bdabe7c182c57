import { z } from 'zod'

/** The version of the messages between main and core. They are built together, so a difference means a stale file. */
export const MAIN_CORE_VERSION = 1

const failure = z.strictObject({
  code: z.enum(['forbidden_sender', 'bad_request', 'too_large', 'core_unavailable', 'core_silent', 'internal']),
  message: z.string(),
})

/** Core to main. Until it has said hello, a core counts as not started, whatever else it does. */
export const coreToMain = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hello'), version: z.int(), pid: z.int(), node: z.string() }),
  z.strictObject({
    kind: z.literal('answer'),
    id: z.int(),
    result: z.discriminatedUnion('ok', [z.strictObject({ ok: z.literal(true), value: z.unknown() }), z.strictObject({ ok: z.literal(false), failure })]),
  }),
  z.strictObject({ kind: z.literal('event'), channel: z.literal('window.overviewChanged'), body: z.unknown() }),
])
export type CoreToMain = z.infer<typeof coreToMain>

/** Main to core. */
export const mainToCore = z.strictObject({ kind: z.literal('request'), id: z.int(), channel: z.string(), body: z.unknown() })
export type MainToCore = z.infer<typeof mainToCore>
