import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DecisionDesk, type DeskParts } from '../../../gateway/console/DecisionDesk.ts'
import { EventStreams } from '../../../gateway/console/EventStreams.ts'
import { LockDesk } from '../../../gateway/console/LockDesk.ts'
import { LogWitness } from '../../../gateway/console/LogWitness.ts'
import { ReceiptBook, type Answer } from '../../../gateway/console/ReceiptBook.ts'
import type { Peer } from '../../../gateway/console/signer.ts'
import { ConsoleStore } from '../../../gateway/journal/ConsoleStore.ts'
import { hashJson } from '../../../shared/evidence/index.ts'
import { printCanonicalJson } from '../../../shared/json/index.ts'
import type { EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import { FakePoint } from '../../fakes/console/FakePoint.ts'
import { freshId, ScriptedConsole } from '../../fakes/console/ScriptedConsole.ts'

/** Both desks over a real database, with two consoles whose people are admins and approvers. */
function desks() {
  const point = new FakePoint()
  const store = new ConsoleStore(new Database(':memory:'))
  const time = { now: () => ({ monotonicMs: 0, wallMs: point.nowMs() }), after: () => () => {} }
  const log = () => {}
  const streams = new EventStreams({ store: store.streams, time, newId: freshId, epoch: () => point.epoch, log })
  const parts: DeskParts = { key: point.key, state: point, acts: point, store, streams, witness: new LogWitness(store, log), book: new ReceiptBook(store.commands, time), time, log, needsRecovery: () => false }
  const consoles = [new ScriptedConsole(), new ScriptedConsole()]
  const peers = consoles.map((console): Peer => {
    const roles = ['approver', 'admin'] as const
    store.roster.enrol({ consoleId: console.consoleId, name: 'desk', key: console.key.publicKey, logOrigin: console.log.origin }, { key: console.reviewer.publicKey, person: console.person, roles, groups: [], enrolledAtMs: 0, lapsesAtMs: null })
    return { consoleId: console.consoleId, consoleKey: console.key.publicKey, reviewerKid: console.reviewer.publicKey.kid, person: console.person, roles, groups: [] }
  })
  /** As after a restart: what was in memory is gone. */
  const restarted = () => {
    const again = { ...parts, book: new ReceiptBook(store.commands, time) }
    return { decisions: new DecisionDesk(again), locks: new LockDesk(again) }
  }
  return { point, consoles, peers, restarted, ...restarted() }
}

const step = fc.record({
  what: fc.constantFrom('approve', 'deny', 'engage', 'release', 'restart', 'fail', 'settle'),
  who: fc.nat(1),
  which: fc.nat(2),
  again: fc.boolean(),
})

describe('receipts', () => {
  it('are one for each envelope, and accept each id once, in whatever order things are sent, repeated, failed and restarted', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const room = desks()
      let { decisions, locks } = room
      const challenges = [room.point.raise({ approvals_required: 2 }), room.point.raise(), room.point.raise()]
      const lockIds = [freshId('lock'), freshId('lock'), freshId('lock')]
      const decisionIds = [freshId('decision'), freshId('decision'), freshId('decision')]
      const sent = new Map<string, { envelope: EnvelopeOnWire; verb: string; id: string; answers: Promise<Answer>[]; send: () => Promise<Answer> }>()
      const newest = new Map<string, string>()

      for (const { what, who, which, again } of steps) {
        const [console, peer] = [room.consoles[who] as ScriptedConsole, room.peers[who] as Peer]
        const challenge = challenges[which] as (typeof challenges)[0]
        if (what === 'restart') ({ decisions, locks } = room.restarted())
        if (what === 'fail') room.point.failNext = again ? 'after' : 'before'
        if (what === 'restart' || what === 'settle') await Promise.all([...sent.values()].flatMap(({ answers }) => answers))
        if (what === 'restart' || what === 'fail' || what === 'settle') continue

        const name = `${what}/${who}/${which}`
        const lastOf = newest.get(name)
        let command = again && lastOf !== undefined ? sent.get(lastOf) : undefined
        if (command === undefined) {
          const isDecision = what === 'approve' || what === 'deny'
          const id = String(isDecision ? decisionIds[which] : lockIds[which])
          const body = isDecision
            ? console.decide(challenge, what, { decision_id: id as never })
            : what === 'engage' ? console.lock({ aud: room.point.pointId, lock_id: id as never }) : console.release({ aud: room.point.pointId, lock_id: id as never })
          const send = () => (isDecision ? decisions.decide(peer, body) : what === 'engage' ? locks.engage(peer, body) : locks.release(peer, body))
          command = { envelope: body.envelope, verb: isDecision ? 'decide' : what, id, answers: [], send }
          const key = hashJson(body.envelope as never)
          sent.set(key, command)
          newest.set(name, key)
        }
        command.answers.push(command.send())
      }

      const accepted = new Map<string, number>()
      for (const { verb, id, answers } of sent.values()) {
        const receipts = (await Promise.all(answers)).flatMap((answer) => (answer.kind === 'receipt' ? [printCanonicalJson(answer.envelope as never)] : []))
        expect(new Set(receipts).size).toBeLessThanOrEqual(1)
        for (const receipt of new Set(receipts)) {
          const said = JSON.parse(Buffer.from(JSON.parse(receipt).payload, 'base64').toString()) as { outcome: string; error?: string }
          if (said.outcome === 'accepted' && said.error === undefined) accepted.set(`${verb} ${id}`, (accepted.get(`${verb} ${id}`) ?? 0) + 1)
        }
      }
      expect([...accepted.values()].every((count) => count === 1)).toBe(true)
      expect(room.point.engaged).toBeLessThanOrEqual(lockIds.length)
      expect(room.point.released).toBeLessThanOrEqual(room.point.engaged)
      for (const { decisions: taken } of room.point.waiting.values()) expect(new Set(taken.map(({ decisionId }) => decisionId)).size).toBe(taken.length)
    }), { numRuns: 60 })
  })
})
