import { CLOSE } from '../../../shared/protocol/index.ts'
import type { DialEnd } from './Dial.ts'
import { endingOf } from './endings.ts'

/**
 * Why a pairing failed that ended from the other side, in a sentence.
 * @param isOffered whether the offer had been sent: then the point may have found the code wrong
 */
export function failureOf(end: DialEnd, at: string, isOffered: boolean): string {
  if (end.kind !== 'closed') return endingOf(end, at).reason
  switch (end.code) {
    case CLOSE.unauthenticated:
      return `The point at ${at} did not take the code. One wrong code ends it: ask for a new one by countersign-gateway pair on its host.`
    case CLOSE.forbidden:
      return `The point at ${at} is not waiting for a console. Run countersign-gateway pair on its host, and type the code that it prints.`
    case CLOSE.attachTimeout:
      return `The point at ${at} waited too long. Ask for a new code on its host.`
    case CLOSE.rateLimited:
      return `The point at ${at} is pairing with somebody else, or was tried too often. Wait a little, and ask for a new code on its host.`
    case CLOSE.badFrame:
    case CLOSE.noCommonVersion:
      return `The point at ${at} does not understand this console. Update the older of the two.`
    default:
      return isOffered
        ? `The connection to ${at} ended before both sides had accepted. If the code may have been wrong, ask for a new one on the point's host.`
        : `The connection to ${at} ended before anything was paired.`
  }
}
