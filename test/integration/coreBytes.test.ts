import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CoreWorld, must } from '../fakes/core/CoreWorld.ts'
import { renderFacts } from '../../shared/display/index.ts'
import { hashBytes, hashJson } from '../../shared/evidence/index.ts'
import { encodeUtf8, type JsonValue } from '../../shared/json/index.ts'
import type { ConsoleBody } from '../../shared/protocol/index.ts'
import { CONTEXT } from '../fakes/core/FakePoint.ts'

let world: CoreWorld
beforeEach(() => {
  world = new CoreWorld()
  world.start()
  world.attach()
})
afterEach(() => {
  world.end()
  expect(world.reported).toEqual([])
})

async function raisedByReference() {
  const { invocation, ...rest } = world.point.challenge(world.time.now(), {}, 'z'.repeat(150_000))
  const bytes = encodeUtf8(must(invocation))
  const payload = { ...rest, invocation_ref: { hash: hashBytes(bytes), bytes: bytes.length }, display_hash: hashJson(renderFacts(bytes, CONTEXT) as unknown as JsonValue) }
  await world.event('challenge.raised', world.point.record(payload))
  return { id: payload.challenge_id, bytes }
}

/** Answers what was asked last, as a point does. */
function give(bytes: Uint8Array): void {
  const asked = world.sent.filter(({ type }) => type === 'payload.get')
  const { offset, length } = must(asked.at(-1)).body as ConsoleBody<'payload.get'>
  const data = Buffer.from(bytes.subarray(offset, offset + length)).toString('base64')
  world.links.reports.onResult(world.point.pointId, `msg_${world.sent.length}`, { ok: true, data: { offset, data } })
}

describe('bytes that do not travel with their challenge', () => {
  it('are fetched piece by piece, and approving waits until all are here and match', async () => {
    const { id, bytes } = await raisedByReference()
    expect((await world.read(id)).obstacles).toMatchObject([{ code: 'incomplete' }])
    give(bytes)
    expect(world.card(id).bytes).toBeNull()
    give(bytes)
    const card = await world.read(id)
    expect(card.bytes?.bytes).toBe(bytes.length)
    expect(card.obstacles).toEqual([])
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'done' })
  })

  it('that do not have the digest that was named are never shown, and denying stays', async () => {
    const { id, bytes } = await raisedByReference()
    const others = bytes.map((byte) => byte ^ 1)
    give(others)
    give(others)
    expect((await world.read(id)).obstacles).toMatchObject([{ code: 'incomplete' }])
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'refused' })
    expect(await world.decide(id, 'deny')).toMatchObject({ status: 'done' })
  })
})

describe('a log that is open for reading only', () => {
  it('blocks approvals with its sentence; everything else works, and nothing is resumed from it', async () => {
    world.stop()
    writeFileSync(join(world.folder, 'ledger', 'ledger.sqlite'), 'somebody else\'s file')
    world.start()
    world.attach()
    const payload = world.point.challenge(world.time.now())
    await world.event('challenge.raised', world.point.record(payload))
    expect(must(world.links.added[0]).resume).toBeNull()
    expect((await world.readFeed()).log.status).toBe('read_only')
    const card = await world.read(payload.challenge_id)
    expect(card.obstacles).toMatchObject([{ code: 'log' }])
    expect(await world.decide(payload.challenge_id, 'approve')).toMatchObject({ status: 'refused', code: 'log' })
    expect(await world.decide(payload.challenge_id, 'deny')).toMatchObject({ status: 'done' })
    expect(await world.main.ask('core.stop', { target: { kind: 'all' }, effect: 'halt', mode: 'drain', reason: '', isDrill: false })).toMatchObject({ status: 'done' })
    expect(world.decisions().length + world.locks().length).toBe(2)
  })
})

describe('a message of main that is malformed', () => {
  it('is ignored, and what comes after it is answered', async () => {
    world.main.say({ kind: 'begin', folder: 7 })
    world.main.say({ nonsense: true })
    expect(world.reported.splice(0).length).toBe(2)
    expect((await world.readFeed()).log.status).toBe('open')
  })
})
