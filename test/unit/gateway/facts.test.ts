import { describe, expect, it } from 'vitest'
import { Facts, MOST_IN_A_WINDOW, type Fact } from '../../../gateway/point/Facts.ts'
import { idOf } from '../../builders/protocol.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

function facts(record?: () => void) {
  const time = new FakeTime()
  const lines: string[] = []
  const kept: [string, Fact][] = []
  return { time, lines, kept, all: new Facts({ log: (line) => void lines.push(line), record: record ?? ((sentence, fact) => void kept.push([sentence, fact])), after: time.after }) }
}

describe('what was refused', () => {
  it('is a line and a record of the journal', () => {
    const { all, lines, kept } = facts()
    all.note('A web page was turned away.', { what: 'turned_away' })
    expect(lines).toEqual(['A web page was turned away.'])
    expect(kept).toEqual([['A web page was turned away.', { what: 'turned_away' }]])
  })

  it('a thousand times is told of some times, and then of how often', () => {
    const { all, kept, time } = facts()
    for (let i = 0; i < 1_000; i++) all.note('again', { what: 'turned_away' })
    expect(kept).toHaveLength(MOST_IN_A_WINDOW)
    all.note('another', { what: 'log_fork' })
    expect(kept).toHaveLength(MOST_IN_A_WINDOW + 1)
    time.pass(60_000)
    expect(kept.at(-1)).toMatchObject([expect.stringContaining('940 more times'), { details: { more: 940 } }])
    all.note('again', { what: 'turned_away' })
    expect(kept).toHaveLength(MOST_IN_A_WINDOW + 3)
  })

  it('of one agent hides nothing of another', () => {
    const { all, kept } = facts()
    for (let i = 0; i < 100; i++) all.note('first', { what: 'agent_call_refused', agent_id: idOf('agent') })
    all.note('second', { what: 'agent_call_refused', agent_id: idOf('agent', 2) })
    expect(kept.at(-1)?.[0]).toBe('second')
  })

  it('is told all the same where the journal takes nothing', () => {
    const { all, lines } = facts(() => {
      throw new Error('SQLITE_FULL')
    })
    all.note('refused', { what: 'turned_away' })
    expect(lines[0]).toBe('refused')
  })
})
