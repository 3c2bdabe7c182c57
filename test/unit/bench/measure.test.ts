import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measure, median, spread, WARM_UP_PAIRS, type Stage } from '../../bench/measure.ts'
import { namesLike, STAGES_HERE } from '../../bench/names.ts'
import { tableOf } from '../../bench/report.ts'

describe('a median', () => {
  it('is the middle of an odd number of values, in whatever order they came', () => {
    expect(median([9, 1, 5])).toBe(5)
  })

  it('is the mean of the two middle ones of an even number', () => {
    expect(median([10, 1, 4, 2])).toBe(3)
  })

  it('does not move for one value that is far off', () => {
    expect(median([1, 2, 3, 4, 1_000_000])).toBe(3)
  })

  it('has as many values below it as above it, and leaves what it was given as it was', () => {
    fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const given = [...values]
      const middle = median(values)
      expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2)
      expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2)
      expect(values).toEqual(given)
    }))
  })
})

describe('a spread', () => {
  it('is how far half of the values lie from the median, at most', () => {
    expect(spread([1, 2, 3, 4, 100])).toBe(1)
    expect(spread([7, 7, 7])).toBe(0)
  })
})

describe('a measurement', () => {
  it('runs subject and floor in turn, and lets each of them go first every other time', async () => {
    const { stage, order } = recorded({ pairs: 40 })
    await measure(stage, false)
    const pairs = Array.from({ length: order.length / 2 }, (_, pair) => order.slice(2 * pair, 2 * pair + 2).join(' '))
    expect(new Set(pairs)).toEqual(new Set(['floor subject', 'subject floor']))
    expect(pairs.every((pair, at) => at === 0 || pair !== pairs[at - 1])).toBe(true)
  })

  it('throws the first pairs away and measures as many as it should after them', async () => {
    const { stage, order } = recorded({ pairs: 30, subject: (run) => (run < WARM_UP_PAIRS ? 1_000 : 6), floor: (run) => (run < WARM_UP_PAIRS ? 1_000 : 4) })
    expect(await measure(stage, false)).toMatchObject({ pairs: 30, subjectMedianMs: 6, subjectSpreadMs: 0, floorMedianMs: 4, floorSpreadMs: 0, ratio: 1.5 })
    expect(order.length).toBe(2 * (WARM_UP_PAIRS + 30))
  })

  it('takes a tenth of the pairs when it is to be quick, and three at least', async () => {
    expect((await measure(recorded({ pairs: 50 }).stage, true)).pairs).toBe(5)
    expect((await measure(recorded({ pairs: 12 }).stage, true)).pairs).toBe(3)
  })

  it('keeps what is the subject\'s apart from what is the floor\'s, whoever went first', async () => {
    const { stage } = recorded({ pairs: 11, subject: () => 20, floor: () => 10 })
    expect(await measure(stage, false)).toMatchObject({ subjectMedianMs: 20, subjectSpreadMs: 0, floorMedianMs: 10, floorSpreadMs: 0 })
  })

  it('ends what was started, the newest first, also when a run fails', async () => {
    const ends: string[] = []
    const failing = { ...recorded({ pairs: 1 }).stage, open: fails((atEnd) => {
      atEnd(() => void ends.push('point'))
      atEnd(async () => void ends.push('window'))
      return { runSubject: () => Promise.reject(new Error('gone')), runFloor: async () => 1 }
    }) }
    await expect(measure(failing, false)).rejects.toThrow('gone')
    expect(ends).toEqual(['window', 'point'])
  })

  it('ends the others where one of them does not end well', async () => {
    const ends: string[] = []
    const { stage } = recorded({ pairs: 1 })
    const open: Open = async (atEnd) => {
      atEnd(() => void ends.push('point'))
      atEnd(() => Promise.reject(new Error('a window that is gone already')))
      return stage.open(atEnd)
    }
    await measure({ ...stage, open }, true)
    expect(ends).toEqual(['point'])
  })

  it('ends what was started when the rest could not be', async () => {
    const ends: string[] = []
    const failing = { ...recorded({ pairs: 1 }).stage, open: fails((atEnd) => {
      atEnd(() => void ends.push('point'))
      throw new Error('no window')
    }) }
    await expect(measure(failing, false)).rejects.toThrow('no window')
    expect(ends).toEqual(['point'])
  })
})

describe('the report', () => {
  it('shows each stage beside its floor, and judges neither', async () => {
    const table = tableOf([await measure(recorded({ pairs: 3, subject: () => 12.34, floor: () => 1_234 }).stage, false)])
    expect(table).toBe('stage         subject                   floor                     ratio  pairs\nallowed call  12.3 ms (within 0.00 ms)  1234 ms (within 0.00 ms)  0.01   3\n')
  })

  it('runs the stages whose names hold a part of what was asked for, and all where nothing was', () => {
    expect(namesLike(STAGES_HERE, [])).toEqual(STAGES_HERE)
    expect(namesLike(STAGES_HERE, ['approved'])).toEqual(['approved call'])
    expect(namesLike(STAGES_HERE, ['cold'])).toEqual([])
  })
})

interface Recording {
  readonly pairs: number
  /** What each run says that it took. */
  readonly subject?: (run: number) => number
  readonly floor?: (run: number) => number
}

/** A stage that measures nothing and writes down who ran when. */
function recorded({ pairs, subject = () => 2, floor = () => 1 }: Recording): { readonly stage: Stage; readonly order: string[] } {
  const order: string[] = []
  const runOf = (who: string, took: (run: number) => number) => async () => {
    const before = order.filter((one) => one === who).length
    order.push(who)
    return took(before)
  }
  const stage: Stage = { name: 'allowed call', subject: 'a subject', floor: 'a floor', pairs, open: async () => ({ runSubject: runOf('subject', subject), runFloor: runOf('floor', floor) }) }
  return { stage, order }
}

type Open = Stage['open']
const fails = (open: (...given: Parameters<Open>) => Awaited<ReturnType<Open>>): Open => async (atEnd) => open(atEnd)
