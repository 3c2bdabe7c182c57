import { copyFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Reserve } from '../../../electron/core/ledger/Reserve.ts'
import { BLOCK_BYTES } from '../../../electron/core/ledger/reserveRecord.ts'
import { prepareDraft } from '../../../electron/core/ledger/Entry.ts'
import type { Ledger } from '../../../electron/core/ledger/index.ts'
import { draft, fill, filesIn, grasped, isProven, newFolder, newId, openedForWriting } from './ledgers.ts'
import { readAll } from '../../fakes/ledger/readAll.ts'

const denial = (i: number, length = 0) => ({ kind: 'decision.denied', body: { denial: i, filler: 'x'.repeat(length) } })
const bodies = (ledger: Ledger, kinds: readonly string[]) => readAll(ledger, { kinds }).map(({ body }) => (body.status === 'kept' ? body.value : body.status))

/** A ledger with a switch for its disk. */
function withSwitch(folder: string) {
  const hand = grasped()
  const ledger = openedForWriting(folder, { openDatabase: hand.openDatabase })
  return { ledger, turn: (state: 'off' | 'on') => hand.connection().pragma(`query_only = ${state === 'off' ? 'ON' : 'OFF'}`) }
}

function open(path: string): Reserve {
  const opening = Reserve.open(path, () => 0)
  if (opening.status !== 'open') throw new Error(opening.status)
  return opening.reserve
}

describe('denials and stops while the ledger takes nothing', () => {
  it('are kept in the reserve and become entries as soon as it takes something again, before what comes then', async () => {
    const { ledger, turn } = withSwitch(newFolder())
    await fill(ledger, 2)
    turn('off')
    const pointId = newId('point')
    expect(await ledger.appendOrReserve([{ ...denial(0), subjects: { pointId } }])).toMatchObject({ status: 'in_reserve', fault: { code: 'ledger_unwritable' } })
    expect(await ledger.appendOrReserve([denial(1), denial(2)])).toMatchObject({ status: 'in_reserve' })
    await expect(ledger.append([draft(2)])).rejects.toMatchObject({ code: 'ledger_unwritable' })
    expect([ledger.count(), ledger.inReserve]).toEqual([2, 3])

    turn('on')
    expect((await ledger.append([draft(2)]))[0]?.entry.n).toBe(6)
    expect(ledger.inReserve).toBe(0)
    expect(ledger.entries({ limit: 5 }).map(({ entry }) => entry.kind)).toEqual(['decision.recorded', 'decision.denied', 'decision.denied', 'decision.denied', 'reserve.merged'])
    expect(bodies(ledger, ['reserve.merged'])).toEqual([{
      type: 'countersign.reserve-merged/v1', generation: expect.any(String), upto: 2, known: 0, missing: [],
      merged: [3, 4, 5].map((n) => ({ n, reserved_at: '2023-11-14T22:13:20.000Z' })),
    }])
    expect(bodies(ledger, ['decision.denied'])).toEqual([denial(0), denial(1), denial(2)].map(({ body }) => body))
    expect(ledger.entries({ limit: 9, filter: { pointId } }).map(({ entry }) => entry.n)).toEqual([3])
    expect([2, 3, 4, 5, 6].every((n) => isProven(ledger, n, null))).toBe(true)
  })

  it('are merged without anybody appending, and tried again where that fails', async () => {
    const { ledger, turn } = withSwitch(newFolder())
    turn('off')
    await ledger.appendOrReserve([denial(0)])
    await expect(ledger.mergeReserve()).rejects.toMatchObject({ code: 'ledger_unwritable' })
    turn('on')
    await ledger.mergeReserve()
    await ledger.mergeReserve()
    expect(ledger.count()).toBe(2)
  })

  it('survive a restart', async () => {
    const folder = newFolder()
    const { ledger, turn } = withSwitch(folder)
    turn('off')
    await ledger.appendOrReserve([denial(0)])
    ledger.close()
    const again = openedForWriting(folder)
    expect(again.inReserve).toBe(1)
    await again.append([draft(0)])
    expect(again.entries({ limit: 9 }).map(({ entry }) => entry.kind)).toEqual(['decision.recorded', 'decision.denied', 'reserve.merged'])
  })

  it('become entries once, also where the crash comes between the commit and the blanking of the reserve', async () => {
    const folder = newFolder()
    const { ledger, turn } = withSwitch(folder)
    turn('off')
    await ledger.appendOrReserve([denial(0)])
    copyFileSync(join(folder, 'ledger.reserve'), join(folder, 'before'))
    turn('on')
    await ledger.mergeReserve()
    ledger.close()
    renameSync(join(folder, 'before'), join(folder, 'ledger.reserve'))
    const again = openedForWriting(folder)
    expect(again.inReserve).toBe(0)
    await again.append([draft(0)])
    expect(bodies(again, ['decision.denied'])).toHaveLength(1)
  })

  it('become entries once, also where a commit that reported a fault had reached the disk', async () => {
    const folder = newFolder()
    const ledger = openedForWriting(folder)
    const [recorded] = await ledger.append([denial(0)])
    ledger.close()
    const reserve = open(join(folder, 'ledger.reserve'))
    const prepared = { ...prepareDraft(denial(0)), salt: recorded?.salt ?? '' }
    reserve.append({ at: '2023-11-14T22:13:20.000Z', size: 0, drafts: [prepared, prepareDraft(denial(1))] })
    reserve.close()
    const again = openedForWriting(folder)
    await again.mergeReserve()
    expect(bodies(again, ['decision.denied'])).toEqual([denial(0).body, denial(1).body])
    expect(bodies(again, ['reserve.merged'])).toMatchObject([{ known: 1, merged: [{ n: 2 }] }])
  })

  it('are nowhere once the reserve is full too, and that is said and not thrown', async () => {
    const { ledger, turn } = withSwitch(newFolder())
    turn('off')
    const kept: string[] = []
    for (let i = 0; i < 16; i++) kept.push((await ledger.appendOrReserve([denial(i)])).status)
    expect(kept).toEqual([...Array.from({ length: 15 }, () => 'in_reserve'), 'nowhere'])
    expect(await ledger.appendOrReserve([denial(16)])).toMatchObject({ status: 'nowhere', fault: { code: 'reserve_full' } })
    turn('on')
    await ledger.mergeReserve()
    expect(bodies(ledger, ['decision.denied'])).toHaveLength(15)
    turn('off')
    expect((await ledger.appendOrReserve([denial(17)])).status).toBe('in_reserve')
  })

  it('are told to the log where the reserve itself was lost', async () => {
    const folder = newFolder()
    openedForWriting(folder).close()
    rmSync(join(folder, 'ledger.reserve'))
    const second = openedForWriting(folder)
    await second.append([draft(0)])
    second.close()
    writeFileSync(join(folder, 'ledger.reserve'), 'no reserve')
    const third = openedForWriting(folder)
    await third.append([draft(1)])
    expect(bodies(third, ['reserve.renewed'])).toMatchObject([{ reason: 'missing', put_aside: null }, { reason: 'unreadable', put_aside: 'ledger.reserve.unreadable-1700000000000' }])
    expect(filesIn(folder)).toContain('ledger.reserve.unreadable-1700000000000')
  })
})

describe('the file of the reserve', () => {
  const reserved = (i: number, length = 0) => ({ at: '2023-11-14T22:13:20.000Z', size: null, drafts: [prepareDraft(denial(i, length))] })

  it('is written out beforehand and never grows', () => {
    const path = join(newFolder(), 'reserve')
    Reserve.create(path, 64 * 1024)
    const { size, blocks } = statSync(path)
    expect(size).toBe(64 * 1024)
    expect(blocks * 512).toBeGreaterThanOrEqual(size)
    const reserve = open(path)
    for (let i = 0; i < 5; i++) reserve.append(reserved(i, 3_000))
    reserve.close()
    expect(statSync(path).size).toBe(64 * 1024)
  })

  it('torn at any byte of a write keeps what was acknowledged, never shows half a record, and takes the next one', () => {
    const folder = newFolder()
    const [path, before, after] = ['reserve', 'before', 'after'].map((name) => join(folder, name)) as [string, string, string]
    Reserve.create(path, 5 * BLOCK_BYTES)
    const reserve = open(path)
    reserve.append(reserved(0, 5_000))
    copyFileSync(path, before)
    reserve.append(reserved(1, 900))
    copyFileSync(path, after)
    reserve.close()

    const [old, fresh] = [readFileSync(before), readFileSync(after)]
    const start = old.findIndex((byte, i) => byte !== fresh[i])
    const end = fresh.findLastIndex((byte, i) => byte !== old[i]) + 1
    expect(start % BLOCK_BYTES).toBe(0)
    expect(end - start).toBeGreaterThan(900)
    for (let cut = start; cut <= end; cut++) {
      const torn = Buffer.from(old)
      fresh.copy(torn, start, start, cut)
      writeFileSync(path, torn)
      const again = open(path)
      expect(again.waiting.map(({ sequence }) => sequence)).toEqual(cut === end ? [1, 2] : [1])
      if (cut % 97 === 0) {
        again.append(reserved(2))
        again.close()
        const once = open(path)
        expect(once.waiting.map(({ sequence }) => sequence)).toEqual(cut === end ? [1, 2, 3] : [1, 2])
        once.close()
      } else again.close()
    }
  })

  it('torn over the remains of an older, longer record shows neither', () => {
    const path = join(newFolder(), 'reserve')
    Reserve.create(path, 64 * 1024)
    const first = open(path)
    for (let i = 0; i < 3; i++) first.append(reserved(i, 9_000))
    first.letGo()
    first.append(reserved(3, 100))
    first.close()
    const again = open(path)
    expect(again.waiting.map(({ sequence }) => sequence)).toEqual([4])
    again.close()
  })

  it('with any one byte changed loses at most the record that the byte was in, and the ledger says which', async () => {
    const folder = newFolder()
    const { ledger, turn } = withSwitch(folder)
    turn('off')
    for (let i = 0; i < 3; i++) await ledger.appendOrReserve([denial(i)])
    ledger.close()
    const path = join(folder, 'ledger.reserve')
    const file = readFileSync(path)
    // The second record; its bytes end within its block.
    for (let i = 0; i < 200; i += 7) {
      const changed = Buffer.from(file)
      changed[2 * BLOCK_BYTES + i] = (changed[2 * BLOCK_BYTES + i] ?? 0) ^ 0x20
      writeFileSync(path, changed)
      const reserve = open(path)
      expect(reserve.waiting.map(({ sequence }) => sequence)).toEqual([1, 3])
      reserve.close()
    }
    const again = openedForWriting(folder)
    await again.mergeReserve()
    expect(bodies(again, ['reserve.merged'])).toMatchObject([{ upto: 3, missing: [2], merged: [{ n: 1 }, { n: 2 }] }])
  })

  it('does not take text inside of a record for a record', () => {
    const path = join(newFolder(), 'reserve')
    Reserve.create(path, 64 * 1024)
    const reserve = open(path)
    reserve.append(reserved(0, 2_000))
    const record = readFileSync(path).subarray(BLOCK_BYTES, 2 * BLOCK_BYTES)
    reserve.close()
    Reserve.create(path, 64 * 1024)
    // A record of another generation, whole, at the begin of a block.
    const file = readFileSync(path)
    record.copy(file, BLOCK_BYTES)
    writeFileSync(path, file)
    const other = open(path)
    expect(other.waiting).toEqual([])
    other.close()
  })
})
