import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import { ConsoleServer, type ConsoleFact, type ConsoleParts } from '../../../gateway/console/index.ts'
import { ConsoleStore } from '../../../gateway/journal/ConsoleStore.ts'
import { toId } from '../../../shared/domain/index.ts'
import type { ConsoleBody, Role } from '../../../shared/protocol/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import { FakeTime } from '../FakeTime.ts'
import { FakePoint } from './FakePoint.ts'
import { ScriptedConsole, TestWire } from './ScriptedConsole.ts'

export type Serving = Awaited<ReturnType<typeof serving>>

/** A real server on a free port of this host, a real database, and a point and a clock in the test's hands. */
export async function serving(over: { readonly point?: FakePoint; readonly file?: string; readonly parts?: Partial<ConsoleParts> } = {}) {
  const point = over.point ?? new FakePoint()
  const time = new FakeTime()
  const wallMs = () => Date.UTC(2026, 10, 22, 3, 12, 4) + time.now() - 1_000_000
  point.nowMs = wallMs
  const db = new Database(over.file ?? ':memory:')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  const facts: (ConsoleFact & { readonly sentence: string })[] = []
  const store = new ConsoleStore(db)
  const server = await ConsoleServer.listen({
    address: { host: '127.0.0.1', port: 0 }, tls: null, pointKey: point.key, state: point, acts: point, store,
    time: { now: () => ({ monotonicMs: time.now(), wallMs: wallMs() }), after: time.after },
    newId: (kind) => toId(kind, uuidV7(wallMs(), randomBytes(10))), version: '0.0.0',
    log: (sentence, fact) => void facts.push({ ...fact, sentence }),
    ...over.parts,
  })
  point.events = server.events
  const url = `ws://127.0.0.1:${server.address().port}/`
  const wires: TestWire[] = []

  const dial = (...args: ConstructorParameters<typeof TestWire> extends [string, ...infer Rest] ? Rest : never) => {
    const wire = new TestWire(url, ...args)
    wires.push(wire)
    return wire
  }
  return {
    server, store, db, point, time, facts, url, dial,
    /** A console that is in the roster. */
    enrol(roles: readonly Role[] = ['approver', 'killer', 'admin'], console = new ScriptedConsole(), groups: readonly string[] = []) {
      const done = server.enrol({ console: { console_id: console.consoleId, name: 'Ines at her desk', key: console.key.publicKey }, reviewerKey: console.reviewer.publicKey, logOrigin: console.log.origin, person: console.person, roles, groups })
      if (done.status === 'refused') throw new Error(done.sentence)
      return console
    },
    /** Connects and attaches; settles with what the point answered. */
    async attach(console: ScriptedConsole, resume?: ConsoleBody<'attach'>['resume'], acknowledges = true) {
      const wire = dial()
      wire.acknowledges = acknowledges
      const hello = (await wire.next('hello')).body
      wire.send('attach', console.attachBody(hello, resume === undefined ? {} : { resume }))
      const attached = (await wire.next('attached')).body
      console.since = attached.log?.size ?? 0
      return { wire, hello, attached }
    },
    async close() {
      await server.close()
      for (const { socket } of wires) socket.terminate()
      db.close()
    },
  }
}
