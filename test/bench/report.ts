import type { Figures } from './measure.ts'

/** Milliseconds as they are read. */
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : value < 1_000 ? 1 : 0)} ms`

const HEAD = ['stage', 'subject', 'floor', 'ratio', 'pairs'] as const

/** Figures as a table for a terminal: medians with how far half of the runs lie from them, and how many times the floor. */
export function tableOf(all: readonly Figures[]): string {
  const rows = all.map(({ name, subjectMedianMs, subjectSpreadMs, floorMedianMs, floorSpreadMs, ratio, pairs }) => [
    name, `${ms(subjectMedianMs)} (within ${ms(subjectSpreadMs)})`, `${ms(floorMedianMs)} (within ${ms(floorSpreadMs)})`, ratio.toFixed(2), String(pairs),
  ])
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)))
  return [HEAD, ...rows].map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('')
}
