import type { StageName } from './names.ts'

/** One thing that is timed, and what it is timed against. Both are set up once and run many times. */
export interface Stage {
  readonly name: StageName
  /** What the subject is, in one sentence. */
  readonly subject: string
  /** What the platform itself costs for the same way, in one sentence. */
  readonly floor: string
  /** How many pairs are measured; the quick run takes a tenth, and at least three. */
  readonly pairs: number
  /** Sets both up. Everything that it starts it hands to `atEnd` at once, also where it then fails. */
  readonly open: (atEnd: AtEnd) => Promise<Runs>
}

/** Takes what ends something. The newest is ended first, however the end comes. */
export type AtEnd = (end: () => Promise<unknown> | void) => void

export interface Runs {
  /** One run each, in milliseconds. */
  readonly runSubject: () => Promise<number>
  readonly runFloor: () => Promise<number>
}

/** What a stage came to. Milliseconds. */
export interface Figures {
  readonly name: StageName
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
export const WARM_UP_PAIRS = 3
/** A run that does not end in this time never will, and nobody should wait for it. */
const PATIENCE_MS = 120_000

/**
 * Measures a stage: subject and floor in turn, in one run, so that both see the same machine. Which of them goes first
 * changes from pair to pair.
 */
export async function measure(stage: Stage, isQuick: boolean): Promise<Figures> {
  const pairs = isQuick ? Math.max(3, Math.round(stage.pairs / 10)) : stage.pairs
  const ends: (() => Promise<unknown> | void)[] = []
  try {
    const runs = await stage.open((end) => void ends.unshift(end))
    const subject: number[] = []
    const floor: number[] = []
    for (let pair = -WARM_UP_PAIRS; pair < pairs; pair++) {
      const isFloorFirst = pair % 2 === 0
      const first = await inTime(isFloorFirst ? runs.runFloor : runs.runSubject)
      const second = await inTime(isFloorFirst ? runs.runSubject : runs.runFloor)
      if (pair < 0) continue
      floor.push(isFloorFirst ? first : second)
      subject.push(isFloorFirst ? second : first)
    }
    const { name, subject: what, floor: against } = stage
    const [subjectMedianMs, floorMedianMs] = [median(subject), median(floor)]
    return { name, subject: what, floor: against, pairs, subjectMedianMs, floorMedianMs, subjectSpreadMs: spread(subject), floorSpreadMs: spread(floor), ratio: subjectMedianMs / floorMedianMs }
  } finally {
    await endAll(ends)
  }
}

/** One that fails to end does not keep the others alive. */
async function endAll(ends: readonly (() => Promise<unknown> | void)[]): Promise<void> {
  for (const end of ends) {
    try {
      await end()
    } catch (fault) {
      process.stderr.write(`Something of a stage did not end well: ${String(fault)}\n`)
    }
  }
}

async function inTime(run: () => Promise<number>): Promise<number> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => (timer = setTimeout(() => reject(new Error(`A run had not ended after ${PATIENCE_MS / 1_000} s.`)), PATIENCE_MS)))
  try {
    return await Promise.race([run(), limit])
  } finally {
    clearTimeout(timer)
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
