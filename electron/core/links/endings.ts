import { plainText } from '../../../shared/display/index.ts'
import { CLOSE, type CloseCode } from '../../../shared/protocol/index.ts'
import type { DialEnd } from './Dial.ts'

/** How a connection ended for the link: trying again may help, or a person must look first. */
export interface Ending {
  readonly kind: 'ended' | 'refused'
  readonly reason: string
}

/** A connection that must end, with the code that the point is told. */
export interface Halt {
  readonly ending: Ending
  readonly code: CloseCode
}

export const ended = (reason: string): Ending => ({ kind: 'ended', reason })
export const refused = (reason: string): Ending => ({ kind: 'refused', reason })

/** The point sent what no point may. `what` may hold its own text. */
export const badFrame = (at: string, what: string): Halt => ({ ending: ended(`The point at ${at} sent what it may not: ${plainText(what, 240)}.`), code: CLOSE.badFrame })

/**
 * What the end of a connection means, in a sentence that says what happened and what to do. No text of the other side
 * is in it: the reason that travels beside a close code is anybody's words.
 */
export function endingOf(end: DialEnd, at: string): Ending {
  switch (end.kind) {
    case 'unreachable':
      return ended(`Nothing that is a point answers at ${at} (${end.detail}).`)
    case 'other_certificate':
      return refused(`Another TLS key answered at ${at} than the one that was pinned; nothing was sent to it. If the point was set up anew, pair with it again; if not, somebody stands in between.`)
    case 'not_this_host':
      return refused(`${at} led to another host; nothing was sent to it. Name the point by 127.0.0.1 or by its wss:// address.`)
    case 'broken':
      return ended(`The point at ${at} sent what is no message of this protocol (${end.detail}).`)
    case 'closed':
      return closedWith(end.code, at)
  }
}

function closedWith(code: number, at: string): Ending {
  switch (code) {
    case CLOSE.unauthenticated:
      return refused(`The point at ${at} does not know this console or its keys any more. Pair with it again, by countersign-gateway pair on its host.`)
    case CLOSE.forbidden:
      return refused(`The point at ${at} lets in nobody with this reviewer's key: it has no role there. Whoever keeps its roster must give it one.`)
    case CLOSE.noCommonVersion:
      return refused(`The point at ${at} speaks no version of the protocol that this console speaks. Update the older of the two.`)
    case CLOSE.fork:
      return refused(`The point at ${at} says that what this console knows of it contradicts its own record. Look at the point on its host, and pair again if it was set up anew.`)
    case CLOSE.restarting:
    case CLOSE.goingAway:
      return ended(`The point at ${at} went away, and said that it would.`)
    case CLOSE.attachTimeout:
      return ended(`The point at ${at} waited too long for this console to attach.`)
    case CLOSE.rateLimited:
      return ended(`The point at ${at} wants to be asked less often.`)
    case CLOSE.badFrame:
    case CLOSE.windowViolated:
      return ended(`The point at ${at} found fault with what this console sent (close code ${code}).`)
    case CLOSE.pointFault:
      return ended(`The point at ${at} has a fault of its own. Look at it on its host.`)
    case CLOSE.normal:
      return ended(`The point at ${at} ended the connection, perhaps because this console connected a second time.`)
    case 1006:
      return ended(`The connection to ${at} was cut.`)
    default:
      return ended(`The connection to ${at} ended (close code ${code}).`)
  }
}
