import type { Handlers } from '../../../shared/ipc/Contract.ts'
import type { FeedSnapshot, LogView } from '../../../shared/ipc/views.ts'
import type { Asked, WindowToCore } from '../../../shared/ipc/windowToCore.ts'
import { challengeCard, nameOf } from '../feed/index.ts'
import { logEntryView, logRow } from '../log/index.ts'
import type { Console } from './Console.ts'
import { logNames } from './logNames.ts'
import { pointsOf, previewStop } from './stopping.ts'

/** What windows ask of a core that knows who it is. */
export function consoleHandlers(console: Console): Handlers<WindowToCore> {
  const { rooms, log, feed, pairings } = console
  const { inbox, halt } = rooms
  const names = logNames(rooms)
  return {
    'core.readFeed': () => feed.snapshot(),
    'core.openChallenge': ({ challengeId }) => {
      const facts = inbox.open(challengeId)
      return facts === null ? null : challengeCard(facts, rooms)
    },
    'core.closeChallenge': () => done(inbox.close()),
    'core.reportShown': (report) => done(inbox.reportShown(report)),
    'core.decide': (wish) => inbox.decide(wish),
    'core.previewStop': ({ target }) => previewStop(rooms, target),
    'core.stop': ({ target, effect, mode, reason, isDrill }) => halt.stop({ target, targetName: nameOf({ target }, rooms), effect, mode, reason, isDrill, points: pointsOf(rooms, target) }),
    'core.openRelease': ({ stopId }) => done(halt.releaser.open(stopId)),
    'core.release': (wish) => halt.releaser.release(wish),
    'core.readLog': ({ beforeN, limit }) => {
      const { reader } = log
      const rows = reader?.entries({ limit, ...(beforeN === null ? {} : { beforeN }) }).map((entry) => logRow(entry, names)) ?? []
      return { rows, size: log.view().size }
    },
    'core.readLogEntry': ({ n }) => {
      const { reader } = log
      const stored = reader?.readEntry(n) ?? null
      return reader === null || stored === null ? null : logEntryView(reader, stored, console.witness, names)
    },
    'core.beginPairing': ({ address, code }) => pairings.begin(address, code),
    'core.answerPairing': ({ isSame }) => pairings.answer(isSame),
    'core.cancelPairing': () => done(pairings.cancel()),
    'core.readPairing': () => pairings.view,
    'core.retryLinks': () => done(console.retryLinks()),
    'core.beginNewLog': () => console.beginNewLog(),
  }
}

/** What windows are answered while there is no console yet, or none that could be opened. */
export function emptyHandlers(sentence: string | null): Handlers<WindowToCore> {
  const log: LogView = { status: sentence === null ? 'opening' : 'refused', sentence, size: 0, root: null, inReserve: 0, fault: null }
  const feed: FeedSnapshot = { version: 0, rows: { points: {}, inbox: {}, sessions: {}, agents: {}, stops: {} }, unlisted: { inbox: 0, sessions: 0 }, log }
  const no: Asked = { status: 'refused', code: 'not_ready', sentence: sentence ?? 'The console is still opening. Try again in a moment.' }
  return {
    'core.readFeed': () => feed,
    'core.openChallenge': () => null,
    'core.closeChallenge': () => undefined,
    'core.reportShown': () => undefined,
    'core.decide': () => no,
    'core.previewStop': () => ({ points: 0, sessions: 0, liveSessions: 0, challenges: 0, otherSessions: 0, targetName: '', silentPoints: [] }),
    'core.stop': () => no,
    'core.openRelease': () => undefined,
    'core.release': () => no,
    'core.readLog': () => ({ rows: [], size: 0 }),
    'core.readLogEntry': () => null,
    'core.beginPairing': () => no,
    'core.answerPairing': () => no,
    'core.cancelPairing': () => undefined,
    'core.readPairing': () => ({ step: 'idle' }),
    'core.retryLinks': () => undefined,
    'core.beginNewLog': () => no,
  }
}

/** The contract says undefined where a call gives nothing. */
const done = (gave: void): undefined => gave as undefined
