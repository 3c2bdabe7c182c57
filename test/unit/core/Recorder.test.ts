import { describe, expect, it } from 'vitest'
import { LedgerFault, type Draft, type Recorded } from '../../../electron/core/ledger/index.ts'
import { Recorder } from '../../../electron/core/wiring/Recorder.ts'

/** A log on a disk that is full or is not. It answers at the end of the turn, all of one turn alike, as the real one does. */
class FullLog {
  readonly isWritable = true
  isFull = true
  readonly kept: string[] = []
  #waiting: (() => void)[] = []

  append(drafts: readonly Draft[]): Promise<readonly Recorded[]> {
    return new Promise((resolve, reject) => void this.#waiting.push(() => {
      if (drafts.some(({ body }) => body === 'too long')) return reject(new RangeError('too long for the log'))
      if (this.isFull) return reject(new LedgerFault('ledger_full', 'full'))
      this.kept.push(...drafts.map(({ body }) => String(body)))
      resolve([])
    }))
  }

  async turn(): Promise<void> {
    for (const answer of this.#waiting.splice(0)) answer()
    await new Promise<void>((resolve) => void setImmediate(resolve))
  }
}

const draft = (body: string): Draft => ({ kind: 'point.event', body })

describe('what a full disk keeps from being recorded', () => {
  it('is recorded later in the order in which it came, however many points told at once', async () => {
    const log = new FullLog()
    const recorder = new Recorder(log)
    for (const name of ['one', 'two', 'three']) {
      const both = [recorder.record([draft(`a ${name}`)]), recorder.record([draft(`b ${name}`)])]
      await log.turn()
      await Promise.all(both)
    }
    log.isFull = false
    const caught = recorder.catchUp()
    await log.turn()
    await caught
    expect(log.kept).toEqual(['a one', 'b one', 'a two', 'b two', 'a three', 'b three'])
    expect(recorder.carried).toBe(0)
  })

  it('stays carried when a point tells something that no log can hold', async () => {
    const log = new FullLog()
    const recorder = new Recorder(log)
    const honest = recorder.record([draft('honest')])
    await log.turn()
    await honest
    const lie = expect(recorder.record([draft('too long')])).rejects.toThrow(RangeError)
    await log.turn()
    await lie
    expect(recorder.carried).toBe(1)
    log.isFull = false
    const caught = recorder.catchUp()
    await log.turn()
    await caught
    expect(log.kept).toEqual(['honest'])
  })

  it('is carried whole or not at all, and never more than the memory may hold', async () => {
    const log = new FullLog()
    const recorder = new Recorder(log)
    const large = 'x'.repeat(1_000_000)
    let carried = 0
    for (let i = 0; i < 40; i++) {
      const done = recorder.record([draft(large), draft(large)]).then(() => true, () => false)
      await log.turn()
      if (await done) carried += 2
      expect(recorder.carried).toBe(carried)
    }
    expect(carried).toBe(32)
    log.isFull = false
    const caught = recorder.catchUp()
    await log.turn()
    await caught
    expect(log.kept.length).toBe(32)
  })
})
