import { CLOSE, printTime, type ConsoleBody, type PointBody } from '../../../shared/protocol/index.ts'
import type { ClockWatch } from './ClockWatch.ts'
import type { ConversationParts } from './Common.ts'
import type { Wire } from './Dial.ts'
import { badFrame, ended, endingOf, refused, type Halt } from './endings.ts'
import { boundOf, hasCommonVersion, isOfPinned, isProofOf, makeAttach, type Bound, type Hello } from './handshake.ts'
import { resumptionOf, type Resumption } from './resumption.ts'

/** What was said and signed on this connection, for the point's answer to be held against. */
export interface Asked {
  readonly hello: Hello
  readonly bound: Bound
}

export type Greeted = { readonly status: 'asked'; readonly asked: Asked; readonly attach: ConsoleBody<'attach'> } | { readonly status: 'halt'; readonly halt: Halt }
export type Entered = { readonly status: 'entered'; readonly resumption: Exclude<Resumption, { status: 'refused' }> } | { readonly status: 'halt'; readonly halt: Halt }

/** Answers a hello: nothing is sent to anybody but the pinned point. */
export async function greet({ pin, self, surroundings, memory, word, before, newNonce, reviewerKid }: ConversationParts, hello: Hello, wire: Wire, clock: ClockWatch): Promise<Greeted> {
  const at = pin.address
  if (!isOfPinned(hello, pin)) return halt(refused(`Another key answered at ${at} than the one that was pinned; nothing was sent to it. If the point was set up anew, pair with it again; if not, somebody stands in between.`), CLOSE.unauthenticated)
  if (!hasCommonVersion(hello)) return halt(endingOf({ kind: 'closed', code: CLOSE.noCommonVersion }, at), CLOSE.noCommonVersion)
  const kid = reviewerKid()
  if (kid === null) return halt(ended("There is no reviewer's key yet, and without one no point lets this console in. Unlock it or make one."), CLOSE.normal)
  await before

  const bound = boundOf({ hello, pin, self, reviewerKid: kid, nonce: newNonce(), channel: wire.channel })
  clock.left(bound.console_nonce, surroundings.now())
  return { status: 'asked', asked: { hello, bound }, attach: makeAttach(self, bound, printTime(surroundings.now()), { resume: memory.at, statement: word.statement }) }
}

/** Takes the answer to attach: the point's proof first, then how its streams go on. */
export function enter({ pin, reports, memory }: ConversationParts, body: PointBody<'attached'>, { bound }: Asked): Entered {
  if (!isProofOf(body.proof, bound, pin.key)) {
    const sentence = `Whoever answered at ${pin.address} names the pinned key and could not prove that it holds it. Somebody stands in between, or the point lies; nothing but this console's name and public keys was told to it.`
    reports.onAlarm(pin.pointId, sentence)
    return halt(refused(sentence), CLOSE.unauthenticated)
  }
  const resumption = resumptionOf(body, memory.at)
  return resumption.status === 'refused' ? { status: 'halt', halt: badFrame(pin.address, `an answer to attach in which ${resumption.reason}`) } : { status: 'entered', resumption }
}

const halt = (ending: Halt['ending'], code: Halt['code']) => ({ status: 'halt' as const, halt: { ending, code } })
