import { z } from 'zod'
import { envelope, id, jsonObject, kid, PAYLOADS, presence } from '../protocol/index.ts'
import { TO_WINDOW } from './channels.ts'

/** The version of the messages between main and core. They are built together, so a difference means a stale file. */
export const MAIN_CORE_VERSION = 2

const failure = z.strictObject({
  code: z.enum(['forbidden_sender', 'bad_request', 'too_large', 'core_unavailable', 'core_silent', 'internal']),
  message: z.string(),
})

/** A point that was paired by whoever owns both ends, and not by comparing words. */
export const localPoint = z.strictObject({ address: z.string().max(512), pointId: id('point'), pointName: z.string().max(128), pointKey: z.string().max(64) })
export type LocalPoint = z.infer<typeof localPoint>

/** What stands before a person's eyes for a decision, and what main must have seen of their hand before it signs. */
const pinned = z.strictObject({
  id: z.union([id('challenge'), id('lock')]),
  /** What the signing will need, as the challenge and the release rules say. */
  presence,
  holdMs: z.int().min(0),
  dwellMs: z.int().min(0),
  /** How many characters the value has that must be typed; 0 where none must. */
  typedCharacters: z.int().min(0),
})
export type Pinned = z.infer<typeof pinned>

/** What the core wants signed with the reviewer's key. In an approval and a release main fills in the presence itself. */
const signRequest = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('decision'), payload: PAYLOADS.decision, inSteps: z.boolean(), isLive: z.boolean(), shownForMs: z.int().min(0) }),
  z.strictObject({ what: z.literal('lock'), payload: PAYLOADS.lock }),
  z.strictObject({ what: z.literal('release'), payload: PAYLOADS.release, pinnedId: id('lock'), inSteps: z.boolean(), isLive: z.boolean(), shownForMs: z.int().min(0) }),
])
export type SignRequest = z.infer<typeof signRequest>

/** Why main did not sign. */
export const SIGN_REFUSALS = ['no_key', 'bad_payload', 'not_pinned', 'no_press', 'hold_too_short', 'not_typed', 'not_dwelt', 'not_live', 'screen_locked', 'presence_not_available'] as const
export type SignRefusal = (typeof SIGN_REFUSALS)[number]

/** Core to main. Until it has said hello, a core counts as not started, whatever else it does. */
export const coreToMain = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hello'), version: z.int(), pid: z.int(), node: z.string() }),
  z.strictObject({
    kind: z.literal('answer'),
    id: z.int(),
    result: z.discriminatedUnion('ok', [z.strictObject({ ok: z.literal(true), value: z.unknown() }), z.strictObject({ ok: z.literal(false), failure })]),
  }),
  z.strictObject({ kind: z.literal('event'), channel: z.enum(TO_WINDOW).exclude(['window.hostChanged']), body: z.unknown() }),
  /** What is on screen for a decision; null where nothing is. */
  z.strictObject({ kind: z.literal('pinned'), subject: pinned.nullable() }),
  z.strictObject({ kind: z.literal('sign'), id: z.int(), request: signRequest }),
  /** Who this console is, once its keys are there; for whoever started the program and owns a point on this host. */
  z.strictObject({ kind: z.literal('identity'), consoleId: id('console'), consoleName: z.string().max(128), consoleKey: z.string().max(64), logOrigin: z.string().max(256) }),
])
export type CoreToMain = z.infer<typeof coreToMain>

/** What the core needs to begin its work. */
const beginning = z.strictObject({
  kind: z.literal('begin'),
  /** A folder for the core alone: keys, pins, ledger, telemetry. */
  folder: z.string(),
  appVersion: z.string(),
  consoleName: z.string().max(128),
  /** False on the development runtime: then points on other hosts are refused. */
  mayLeaveThisHost: z.boolean(),
  localPoint: localPoint.nullable(),
})

/** The reviewer's public key, or why there is none. Told at the beginning and whenever it changes. */
const reviewerKey = z.strictObject({ kind: z.literal('reviewerKey'), key: z.strictObject({ kid, x: z.string().max(64) }).nullable() })

/** Main to core. */
export const mainToCore = z.discriminatedUnion('kind', [
  beginning,
  reviewerKey,
  z.strictObject({ kind: z.literal('screen'), isLocked: z.boolean() }),
  z.strictObject({ kind: z.literal('request'), id: z.int(), channel: z.string(), body: z.unknown() }),
  z.strictObject({
    kind: z.literal('signed'),
    id: z.int(),
    result: z.discriminatedUnion('ok', [z.strictObject({ ok: z.literal(true), envelope, payload: jsonObject }), z.strictObject({ ok: z.literal(false), refusal: z.enum(SIGN_REFUSALS), sentence: z.string() })]),
  }),
])
export type MainToCore = z.infer<typeof mainToCore>
