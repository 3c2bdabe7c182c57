import { plainText } from '../../shared/display/index.ts'
import type { ConsoleServer } from '../console/index.ts'
import type { Enforcer } from '../enforce/Enforcer.ts'
import type { HostActs, HostAnswer } from '../host/index.ts'
import { hostActor } from './host.ts'
import { pointStatus, type StatusParts } from './pointStatus.ts'

export interface HostActsParts extends StatusParts {
  readonly enforcer: Enforcer
  readonly consoles: ConsoleServer
}

/** A key that is made for one run of a console is let in for one day. */
const ENROLMENT_LIFE_MS = 24 * 3_600_000

/** What whoever owns the host may order, carried out by the parts of the point. */
export function hostActs(parts: HostActsParts): HostActs {
  const { consoles, enforcer } = parts
  const by = hostActor()
  return {
    status: () => pointStatus(parts),
    pair: async ({ person, roles, tell, ask, left }) => {
      const result = await consoles.beginPairing({
        person, roles, groups: [], left,
        tell: (news) => tell(news.kind === 'code' ? { news: 'code', code: news.code, lives_ms: news.livesMs, sentence: news.sentence } : { news: 'progress', sentence: news.sentence }),
        confirm: (words, facts) => ask({ news: 'words', words, console_name: facts.consoleName, console_id: facts.consoleId }),
      })
      return result.status === 'paired' ? done(`Paired with ${plainText(result.name, 80)} (${result.consoleId}), for ${plainText(person.name, 80)}.`) : refused(result.sentence)
    },
    enrol: ({ console: peer, reviewerKey, logOrigin, person, roles }) => {
      const result = consoles.enrol({ console: peer, reviewerKey, logOrigin, person, roles, groups: [], lapsesAtMs: Date.now() + ENROLMENT_LIFE_MS })
      return result.status === 'enrolled' ? done(`${plainText(peer.name, 80)} is let in, for ${plainText(person.name, 80)}.`) : refused(result.sentence)
    },
    unlock: async (lockId, reason) => {
      const result = await enforcer.release(lockId, by, null, reason)
      if (result.status === 'refused') return refused(SENTENCES[result.code] ?? `The stop was not ended (${result.code}).`)
      return done(`${lockId} is released. What was approved before it stays void. The epoch is ${result.report.epoch}.`)
    },
    recover: async () => {
      // The judge and the console room each remember it, and a crash between the two may have left one of them alone.
      const isNeeded = enforcer.mustRecover || consoles.needsRecovery
      if (isNeeded) await enforcer.recover()
      const answer = fromConsole(consoles.recover())
      return isNeeded && !answer.ok ? done('The point works again as before. What was void stays void.') : answer
    },
    acceptLog: (consoleId) => fromConsole(consoles.acceptLog(consoleId)),
  }
}

/** Why a stop was not ended, for the person at the host. */
const SENTENCES: Readonly<Partial<Record<string, string>>> = {
  bad_request: 'No such stop holds here: look at "status".',
  unavailable: 'It could not be written down, so the stop holds. Look at the disk, then try again.',
}

const fromConsole = ({ status, sentence }: { readonly status: 'done' | 'refused'; readonly sentence: string }): HostAnswer => (status === 'done' ? done(sentence) : refused(sentence))
const done = (sentence: string): HostAnswer => ({ ok: true, sentence })
const refused = (sentence: string): HostAnswer => ({ ok: false, sentence })
