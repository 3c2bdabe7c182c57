import { RUN_NAMES, RUNS } from '../generated/unicodeTables.ts'

/** What a code point is: a class that is always boxed, a mark, a number, another visible thing, or a letter's script. */
export type PointClass = (typeof RUN_NAMES)[number] | 'line_break' | 'tab_stop' | 'ascii'

const NOT_LETTERS: ReadonlySet<PointClass> = new Set<PointClass>([
  'ascii', 'other', 'mark', 'number', 'control', 'terminal_escape', 'line_break', 'tab_stop', 'direction', 'zero_width', 'variation_selector',
  'tag', 'other_space', 'format', 'private_use', 'unassigned', 'noncharacter',
])

/** The class of a code point, from the pinned tables. `point` is 0 to 0x10FFFF; lone surrogates are noncharacters. */
export function classOf(point: number): PointClass {
  if (point >= 0x80) return TABLE.names[runAt(point)] ?? 'unassigned'
  if (point >= 0x20 && point !== 0x7f) return 'ascii'
  if (point === 0x0a) return 'line_break'
  if (point === 0x09) return 'tab_stop'
  return point === 0x1b ? 'terminal_escape' : 'control'
}

/** The script of a letter that is not ASCII, `Latin` for an ASCII letter, null for all else. */
export function scriptOf(point: number): string | null {
  if (point < 0x80) return isAsciiLetter(point) ? 'Latin' : null
  const name = classOf(point)
  return NOT_LETTERS.has(name) ? null : name
}

/** Whether a code point is A to Z or a to z. */
export const isAsciiLetter = (point: number) => (point | 0x20) >= 0x61 && (point | 0x20) <= 0x7a

/** Whether a code point is 0 to 9. */
export const isAsciiDigit = (point: number) => point >= 0x30 && point <= 0x39

/** The run that holds a code point: the last one that does not start after it. */
function runAt(point: number): number {
  let low = 0
  let high = TABLE.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((TABLE.starts[middle] ?? 0) <= point) low = middle
    else high = middle - 1
  }
  return low
}

const TABLE = readRuns()

function readRuns(): { starts: readonly number[]; names: readonly (typeof RUN_NAMES)[number][] } {
  const starts: number[] = []
  const names: (typeof RUN_NAMES)[number][] = []
  let start = 0x80
  for (const run of RUNS.split(' ')) {
    const [length = '', name = ''] = run.split('.')
    starts.push(start)
    names.push(RUN_NAMES[parseInt(name, 36)] ?? 'unassigned')
    start += parseInt(length, 36)
  }
  return { starts, names }
}
