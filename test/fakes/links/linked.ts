import { afterEach } from 'vitest'
import { Links, type LinkReports, type LinkState, type ResumePoint } from '../../../electron/core/links/index.ts'
import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import type { EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import { idOf } from '../../builders/protocol.ts'
import type { TestCertificate } from '../../builders/certificate.ts'
import { FakeTime } from '../FakeTime.ts'
import { FakePoint } from './FakePoint.ts'
import { nextId } from './nextId.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

type Heard = Parameters<LinkReports['onEvent']>[1]

/** A console's links on real WebSocket, with time in the test's hands, and everything that they reported. */
export function consoleOf(over: { readonly onEvent?: (event: Heard) => Promise<void>; readonly onSnapshot?: () => Promise<void>; readonly reviewerKid?: () => string | null; readonly mayLeaveThisHost?: boolean } = {}) {
  const time = new FakeTime()
  const key = generatePrivateKey()
  const reviewer = generatePrivateKey().publicKey
  const states: LinkState[] = []
  const events: Heard[] = []
  const snapshots: Parameters<LinkReports['onSnapshot']>[1][] = []
  const lost: Parameters<LinkReports['onSnapshot']>[3][] = []
  const alarms: string[] = []
  const told: string[] = []
  const pings: Parameters<LinkReports['onPing']>[1][] = []
  let watchers: (() => void)[] = []
  const changed = () => {
    for (const watcher of watchers.splice(0)) watcher()
  }
  const note = (word: string) => {
    told.push(word)
    changed()
  }
  const links = new Links({
    self: { consoleId: idOf('console'), name: 'desk', version: '0.1.0', key },
    reviewerKid: over.reviewerKid ?? (() => reviewer.kid),
    mayLeaveThisHost: over.mayLeaveThisHost ?? true,
    newId: nextId,
    surroundings: { now: time.now, after: time.after, random: () => 0 },
    reports: {
      onState: (_, state) => {
        states.push(state)
        note(state.status)
      },
      onAttached: () => note('onAttached'),
      onSnapshot: async (_, snapshot, _stream, what) => {
        snapshots.push(snapshot)
        lost.push(what)
        note('snapshot')
        await over.onSnapshot?.()
        note('snapshot kept')
      },
      onEvent: async (_, event) => {
        note(`event ${event.stream} ${event.seq}`)
        await over.onEvent?.(event)
        events.push(event)
        changed()
      },
      onReceipt: () => note('receipt'),
      onLockReceipt: () => note('lock receipt'),
      onStatement: () => note('statement'),
      onResult: (_, re) => note(`result ${re}`),
      onPing: (_, facts) => {
        pings.push(facts)
        changed()
      },
      onDetached: (_, linkNumber) => note(`detached ${linkNumber}`),
      onAlarm: (_, sentence) => {
        alarms.push(sentence)
        changed()
      },
    },
  })
  open.push(links)
  return {
    links, time, key, reviewer, states, events, snapshots, lost, alarms, told, pings,
    get state() {
      return states.at(-1) ?? null
    },
    add: (point: FakePoint, resume: ResumePoint | null = null, statement: EnvelopeOnWire | null = null) => links.add(point.pin, resume, statement),
    /** Resolves once something holds; looked at whenever anything was reported. */
    until: async (holds: () => boolean) => {
      while (!holds()) await new Promise<void>((resolve) => void watchers.push(resolve))
    },
    untilState: async (status: LinkState['status']) => {
      while (states.at(-1)?.status !== status) await new Promise<void>((resolve) => void watchers.push(resolve))
    },
  }
}

/** A fake point that is closed at the end of the test. */
export async function pointOf(tls: TestCertificate | null = null): Promise<FakePoint> {
  const point = await FakePoint.open(tls)
  open.push(point)
  return point
}

/** A console whose link to a point is attached, with the first snapshot taken in. */
export async function attachedPair(over: Parameters<typeof consoleOf>[0] = {}, tls: TestCertificate | null = null) {
  const point = await pointOf(tls)
  const desk = consoleOf(over)
  desk.add(point)
  await desk.until(() => desk.told.includes('snapshot kept'))
  await point.until(() => point.newest.ofType('ping').length > 0)
  return { point, desk }
}
