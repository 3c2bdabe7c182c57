/** One thing that is timed, and what it is timed against. Both are set up once and run many times. */
export interface Stage {
  readonly name: string
  /** What the subject is, in one sentence. */
  readonly subject: string
  /** What the platform itself costs for the same way, in one sentence. */
  readonly floor: string
  /** How many pairs are measured; the quick run takes a tenth, and at least three. */
  readonly pairs: number
  /** Sets both up. What it gives is run in turn and closed at the end, however that comes. */
  readonly open: () => Promise<Runs>
}

export interface Runs {
  /** One run each, in milliseconds. */
  readonly runSubject: () => Promise<number>
  readonly runFloor: () => Promise<number>
  readonly close: () => Promise<void>
}

/** What a stage came to. Milliseconds. */
export interface Figures {
  readonly name: string
  readonly subject: string
  readonly floor: string
  readonly pairs: number
  readonly subjectMedianMs: number
  readonly floorMedianMs: number
  /** Half of all runs lie within this of the median. */
  readonly subjectSpreadMs: number
  readonly floorSpreadMs: number
  readonly ratio: number
}

/** Runs that are thrown away first: caches fill, compilers wake up. */
const WARM_UP_PAIRS = 3

/**
 * Measures a stage: subject and floor in turn, in one run, so that both see the same machine. Which of them goes first
 * changes from pair to pair.
 */
export async function measure(stage: Stage, isQuick: boolean): Promise<Figures> {
  const pairs = isQuick ? Math.max(3, Math.round(stage.pairs / 10)) : stage.pairs
  const runs = await stage.open()
  try {
    const subject: number[] = []
    const floor: number[] = []
    for (let pair = -WARM_UP_PAIRS; pair < pairs; pair++) {
      const isFloorFirst = pair % 2 === 0
      const first = isFloorFirst ? await runs.runFloor() : await runs.runSubject()
      const second = isFloorFirst ? await runs.runSubject() : await runs.runFloor()
      if (pair < 0) continue
      floor.push(isFloorFirst ? first : second)
      subject.push(isFloorFirst ? second : first)
    }
    const { name, subject: what, floor: against } = stage
    const [subjectMedianMs, floorMedianMs] = [median(subject), median(floor)]
    return { name, subject: what, floor: against, pairs, subjectMedianMs, floorMedianMs, subjectSpreadMs: spread(subject), floorSpreadMs: spread(floor), ratio: subjectMedianMs / floorMedianMs }
  } finally {
    await runs.close()
  }
}

/** The middle of the values, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

/** The median distance from the median. */
export function spread(values: readonly number[]): number {
  const middle = median(values)
  return median(values.map((value) => Math.abs(value - middle)))
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
