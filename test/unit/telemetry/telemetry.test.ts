import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LedgerFault, type Draft } from '../../../electron/core/ledger/index.ts'
import { openTelemetry, Sealer, SEAL_EVERY_MS, Telemetry, type TelemetryLimits } from '../../../electron/core/telemetry/index.ts'
import { appendLeaf, EMPTY_RANGE, hashLeaf, printDigest, rootOf } from '../../../shared/evidence/index.ts'
import { encodeUtf8, printCanonicalJson } from '../../../shared/json/index.ts'
import { idOf } from '../../builders/protocol.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

let folder: string
let time: FakeTime
const open: Telemetry[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-telemetry-'))
  time = new FakeTime()
})
afterEach(() => {
  for (const one of open.splice(0)) one.close()
  rmSync(folder, { recursive: true, force: true })
})

function newStore(limits?: TelemetryLimits): Telemetry {
  const store = new Telemetry(openTelemetry(folder), time.now, limits)
  open.push(store)
  return store
}

const eventOf = (seq: number, n = 1) => ({ pointId: idOf('point', n), streamId: idOf('stream', n), seq, type: 'evaluation.recorded', body: { seq } })

describe('telemetry', () => {
  it('is sealed stream by stream with range, count and root, and once', async () => {
    const store = newStore()
    for (const seq of [1, 2, 3]) store.record(eventOf(seq))
    store.record(eventOf(1, 2))
    const entries: Draft[] = []
    const sealer = new Sealer({ telemetry: store, after: time.after, append: async (drafts) => {
      entries.push(...drafts)
      return []
    } })
    await sealer.seal()
    const leaves = [1, 2, 3].map((seq) => hashLeaf(encodeUtf8(printCanonicalJson({ body: { seq }, seq, type: 'evaluation.recorded' }))))
    const root = printDigest(rootOf(leaves.reduce((range, leaf) => appendLeaf(range, leaf).range, EMPTY_RANGE)))
    expect(entries).toMatchObject([{ kind: 'telemetry.sealed', body: { ranges: [{ stream_id: idOf('stream', 1), from: 1, to: 3, count: 3, root }, { stream_id: idOf('stream', 2), from: 1, to: 1, count: 1 }] } }])
    await sealer.seal()
    expect(entries.length).toBe(1)
  })

  it('stays unsealed where the ledger takes nothing, and goes into the next seal', async () => {
    const store = newStore()
    store.record(eventOf(1))
    let isFull = true
    const entries: Draft[] = []
    const sealer = new Sealer({ telemetry: store, after: time.after, append: async (drafts) => {
      if (isFull) throw new LedgerFault('ledger_full', 'full')
      entries.push(...drafts)
      return []
    } })
    await sealer.seal()
    isFull = false
    store.record(eventOf(2))
    await sealer.seal()
    expect(entries).toMatchObject([{ body: { ranges: [{ from: 1, to: 2, count: 2 }] } }])
  })

  it('is looked at every ten seconds, and there is no entry when nothing came', () => {
    let seals = 0
    const sealer = new Sealer({ telemetry: newStore(), after: time.after, append: async () => {
      seals++
      return []
    } })
    sealer.begin()
    time.pass(SEAL_EVERY_MS)
    expect(seals).toBe(0)
    sealer.stop()
    expect(time.waiting).toBe(0)
  })

  it('keeps its place over a restart and takes the same event once', () => {
    const store = newStore()
    for (const seq of [1, 2, 2]) store.record(eventOf(seq))
    store.close()
    open.pop()
    const again = newStore()
    expect(again.placeOf(idOf('stream', 1))).toBe(2)
    expect(again.unsealed().ranges).toMatchObject([{ count: 2 }])
  })

  it('lets the oldest go above its cap and above its age, sealed before or not', () => {
    const store = newStore({ bytes: 200_000, ageMs: 1_000 })
    for (let seq = 1; seq <= 3_000; seq++) store.record({ ...eventOf(seq), body: { seq, text: 'x'.repeat(100) } })
    store.trim()
    expect(store.unsealed().ranges).toEqual([])
    store.record(eventOf(4_000))
    store.unsealed().done()
    time.pass(2_000)
    store.trim()
    expect(store.drop(10)).toBe(0)
    expect(store.placeOf(idOf('stream', 1))).toBe(4_000)
  })

  it('is begun anew where its file is damaged, and is counted as lost where there is no room for a file at all', () => {
    writeFileSync(join(folder, 'telemetry.db'), 'this is no database, and long enough to be looked at as one'.repeat(100))
    const store = newStore()
    store.record(eventOf(1))
    expect(store.lost).toBe(0)
    const none = new Telemetry(openTelemetry(join(folder, 'absent', 'folder')), time.now)
    none.record(eventOf(1))
    expect(none.lost).toBe(1)
  })
})
