import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './sources.ts'

interface Row {
  readonly name: string
  readonly code: string
  readonly test: string
  readonly status: string
}

const STATUSES = /^(Proven|Partly|Open|Not proven here)\b/

const rows: readonly Row[] = readFileSync(join(root, 'docs', 'requirements.md'), 'utf8').split('\n')
  .filter((line) => /^\| (?!claim|goal|line|---)/.test(line))
  .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
  .map((cells) => ({ name: cells[0] ?? '', code: cells.at(-3) ?? '', test: cells.at(-2) ?? '', status: cells.at(-1) ?? '' }))

describe('the table of requirements', () => {
  it('has a row for every goal and every line of hardening', () => {
    const names = new Set(rows.map(({ name }) => name))
    const wanted = [...Array.from({ length: 24 }, (_, i) => `G${i + 1}`), ...Array.from({ length: 30 }, (_, i) => `E${i + 1}`)]
    expect(wanted.filter((name) => !names.has(name))).toEqual([])
  })

  it('gives each row one of four statuses', () => {
    expect(rows.filter(({ status }) => !STATUSES.test(status)).map(({ name }) => name)).toEqual([])
  })

  it('names only code and tests that exist', () => {
    const paths = rows.flatMap(({ code, test, status }) => [...`${code} ${test} ${status}`.matchAll(/`([^`\s]+[./][^`\s]+)`/g)].map((match) => match[1] ?? ''))
    expect(paths.length).toBeGreaterThan(50)
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('claims a proof only where it names a test', () => {
    expect(rows.filter(({ status, test }) => /^(Proven|Partly)/.test(status) && !test.includes('`')).map(({ name }) => name)).toEqual([])
  })
})
