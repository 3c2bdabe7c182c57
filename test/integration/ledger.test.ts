import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openLedger, type Ledger } from '../../electron/core/ledger/index.ts'
import { generatePrivateKey, importPrivateKey } from '../../shared/evidence/index.ts'
import { verifyLedger } from '../../scripts/verify/verifyLedger.mjs'
import { seeded } from '../unit/ledger/ledgers.ts'
import { readAll } from '../fakes/ledger/readAll.ts'

const seed = Buffer.from(generatePrivateKey().dangerouslyRevealSeed()).toString('hex')
const WRITER = join(import.meta.dirname, 'ledgerWriter.ts')
const ORIGIN = 'countersign.test/console'
const hasStrace = isThere('strace')

const ending: (() => void)[] = []
afterEach(() => {
  for (const end of ending.splice(0).toReversed()) end()
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-kill-'))
  ending.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function open(folder: string): Ledger {
  const opening = openLedger({ folder, origin: ORIGIN, key: importPrivateKey(Buffer.from(seed, 'hex')), now: Date.now, mayCreate: false })
  if (opening.status !== 'open') throw new Error(JSON.stringify(opening))
  ending.push(() => opening.ledger.close())
  return opening.ledger
}

interface Writer {
  readonly lines: readonly string[]
  /** Resolves with the line once it was said. */
  readonly heard: (pattern: RegExp) => Promise<string>
  readonly ended: Promise<NodeJS.Signals | number>
  readonly kill: () => void
}

function startWriter(folder: string, mode: string, { from = 0, env = {}, wrap = [] }: { readonly from?: number; readonly env?: Record<string, string>; readonly wrap?: readonly string[] } = {}): Writer {
  const [program = process.execPath, ...args] = [...wrap, process.execPath, WRITER, folder, seed, mode, String(from)]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = `${rest}${chunk.toString('utf8')}`.split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    for (const look of waiting) look()
  })
  ending.push(() => void child.kill('SIGKILL'))
  const heard = (pattern: RegExp) => new Promise<string>((resolve, reject) => {
    const look = () => {
      const line = lines.find((one) => pattern.test(one))
      if (line !== undefined) resolve(line)
    }
    waiting.add(look)
    child.once('close', () => reject(new Error(`ended without ${pattern}: ${lines.slice(-3).join(' | ')}`)))
    look()
  })
  const ended = new Promise<NodeJS.Signals | number>((resolve) => void child.once('close', (code, signal) => resolve(signal ?? code ?? -1)))
  return { lines, heard, ended, kill: () => void child.kill('SIGKILL') }
}

describe('a ledger whose process is killed', () => {
  const KILLS = 22

  it(`loses no acknowledged entry, doubles none, and its tree is whole, over ${KILLS} kills at random moments`, async () => {
    const folder = newFolder()
    const acknowledged = new Map<number, number>()
    let from = 0
    const random = seeded(0xC0FFEE)
    for (let kill = 0; kill < KILLS; kill++) {
      const writer = startWriter(folder, 'append', { from })
      await writer.heard(/^recorded/)
      await new Promise((resolve) => void setTimeout(resolve, random(60)))
      writer.kill()
      expect(await writer.ended).toBe('SIGKILL')
      for (const [i, n] of recordedIn(writer.lines)) acknowledged.set(i, n)
      from += 100_000
    }
    const verdict = verifyLedger({ path: folder })
    expect(verdict).toMatchObject({ status: 'whole' })

    const ledger = open(folder)
    const found = new Map<number, number>()
    for (const { entry, body } of readAll(ledger)) {
      const i = body.status === 'kept' ? (body.value as { i: number }).i : Number.NaN
      expect(found.has(i), `draft ${i} is there twice`).toBe(false)
      found.set(i, entry.n)
    }
    expect([...acknowledged].filter(([i, n]) => found.get(i) !== n)).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(KILLS)
    process.stdout.write(`  ${KILLS} kills: ${acknowledged.size} entries acknowledged, ${found.size} found, 0 lost\n`)
  }, 180_000)

  it('loses no denial that was kept in the reserve, doubles none, and merges all of them', async () => {
    const folder = newFolder()
    startAndEnd(folder)
    const random = seeded(0xBADCAFE)
    const acknowledged = new Set<number>()
    for (let kill = 0; kill < 6; kill++) {
      const locker = startLocker(folder)
      await locker.heard(/^locked/)
      const writer = startWriter(folder, 'deny', { from: kill * 1_000, env: { LANES: '2' } })
      await writer.heard(/^in_reserve/)
      await new Promise((resolve) => void setTimeout(resolve, 150 + random(300)))
      writer.kill()
      await writer.ended
      locker.kill()
      await locker.ended
      for (const [, i] of writer.lines.flatMap((line) => [/^(?:in_reserve|recorded) (\d+)/.exec(line) ?? []])) if (i !== undefined) acknowledged.add(Number(i))
    }
    const ledger = open(folder)
    await ledger.mergeReserve()
    const found = readAll(ledger, { kinds: ['decision.denied'] }).map(({ body }) => (body.status === 'kept' ? (body.value as { i: number }).i : Number.NaN))
    expect(new Set(found).size).toBe(found.length)
    expect([...acknowledged].filter((i) => !found.includes(i))).toEqual([])
    expect(acknowledged.size).toBeGreaterThanOrEqual(6)
    expect(verifyLedger({ path: folder })).toMatchObject({ status: 'whole' })
  })
})

describe('a ledger that another process has open', () => {
  it('is refused, and free again as soon as that process is killed', async () => {
    const folder = newFolder()
    const first = startWriter(folder, 'hold')
    await first.heard(/^open 0/)
    const second = startWriter(folder, 'hold')
    expect(await second.ended).toBe(3)
    expect(second.lines).toEqual(['refused in_use'])
    first.kill()
    await first.ended
    const third = startWriter(folder, 'hold')
    await third.heard(/^open 0/)
  })

  it('can be verified meanwhile', async () => {
    const folder = newFolder()
    const writer = startWriter(folder, 'append')
    await writer.heard(/^recorded 50 /)
    for (let i = 0; i < 25; i++) expect(verifyLedger({ path: folder })).toMatchObject({ status: 'whole' })
    writer.kill()
  })
})

describe('the disk', () => {
  it.skipIf(process.platform === 'win32')('that fails in the middle of a COMMIT rejects, keeps the tree as the file has it, and takes denials in the reserve', async () => {
    const folder = newFolder()
    startAndEnd(folder)
    // The kernel's own limit on the length of a file: the WAL cannot grow beyond it, the reserve is long enough already.
    const writer = startWriter(folder, 'deny', { env: { LANES: '1', COUNT: '120' }, wrap: ['/bin/sh', '-c', 'ulimit -f 600; exec "$@"', 'sh'] })
    await writer.ended
    const recorded = recordedIn(writer.lines)
    expect(recorded.size).toBeGreaterThan(3)
    expect(writer.lines.filter((line) => /^in_reserve \d+ ledger_(unwritable|full)$/.test(line)).length).toBeGreaterThan(3)
    const ledger = open(folder)
    await ledger.mergeReserve()
    const found = readAll(ledger, { kinds: ['decision.denied'] }).map(({ body }) => (body.status === 'kept' ? (body.value as { i: number }).i : Number.NaN))
    const kept = writer.lines.flatMap((line) => /^(?:in_reserve|recorded) (\d+)/.exec(line)?.[1] ?? []).map(Number)
    expect([...found].sort((a, b) => a - b)).toEqual([...kept].sort((a, b) => a - b))
    expect(verifyLedger({ path: folder })).toMatchObject({ status: 'whole' })
  })

  it.skipIf(!hasStrace)('has every entry before it is acknowledged: between the last write of the WAL and the word lies its sync', async () => {
    const folder = newFolder()
    startAndEnd(folder)
    const trace = join(folder, 'trace')
    const writer = startWriter(folder, 'append', { env: { LANES: '1', COUNT: '100' }, wrap: ['strace', '-f', '-y', '-e', 'trace=write,pwrite64,fsync,fdatasync', '-o', trace] })
    expect(await writer.ended).toBe(0)
    expect(recordedIn(writer.lines).size).toBe(100)

    let isSynced = true
    let ordered = 0
    for (const line of readFileSync(trace, 'utf8').split('\n')) {
      if (/ pwrite64\(.*ledger\.sqlite-wal/.test(line)) isSynced = false
      else if (/ f(data)?sync\(.*ledger\.sqlite-wal/.test(line)) isSynced = true
      else if (/ write\(1<.*"recorded /.test(line)) {
        expect(isSynced, line).toBe(true)
        ordered++
      }
    }
    expect(ordered).toBe(100)
    expect(readFileSync(trace, 'utf8').match(/ f(data)?sync\(.*ledger\.sqlite-wal/g)?.length).toBeGreaterThanOrEqual(100)
  })
})

/** Begins a ledger, so that it is there. */
function startAndEnd(folder: string): void {
  const opening = openLedger({ folder, origin: ORIGIN, key: importPrivateKey(Buffer.from(seed, 'hex')), now: Date.now, mayCreate: true, reserveBytes: 256 * 1024 })
  if (opening.status === 'open') opening.ledger.close()
}

/** A process that holds SQLite's own write lock on the database. */
function startLocker(folder: string): Writer {
  const source = `
    const db = new (require('better-sqlite3'))(${JSON.stringify(join(folder, 'ledger.sqlite'))})
    db.exec('BEGIN IMMEDIATE')
    process.stdout.write('locked\\n')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'], cwd: join(import.meta.dirname, '..', '..') })
  ending.push(() => void child.kill('SIGKILL'))
  const heard = () => new Promise<string>((resolve) => void child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8'))))
  const ended = new Promise<NodeJS.Signals | number>((resolve) => void child.once('close', (code, signal) => resolve(signal ?? code ?? -1)))
  return { lines: [], heard, ended, kill: () => void child.kill('SIGKILL') }
}

function recordedIn(lines: readonly string[]): ReadonlyMap<number, number> {
  return new Map(lines.flatMap((line) => {
    const match = /^recorded (\d+) (\d+)$/.exec(line)
    return match === null ? [] : [[Number(match[1]), Number(match[2])] as const]
  }))
}

function isThere(program: string): boolean {
  if (process.platform !== 'linux' || !existsSync('/bin/sh')) return false
  try {
    execFileSync(program, ['-o', '/dev/null', '/bin/true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
