import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appFolder, electronExecutable, flags } from '../../e2e/surroundings.ts'
import type { AtEnd, Stage } from '../measure.ts'
import { nowMs, stampIn } from '../moments.ts'
import { EMPTY_WINDOW, PAINT_PROBE } from '../places.ts'
import { ended } from '../processes.ts'
import { paintedScript, type Mark } from '../window/painted.ts'
import { RaisingPoint } from '../window/RaisingPoint.ts'

const INBOX: Mark = { texts: ['Core running', 'Nothing waiting'] }
const EMPTY: Mark = { texts: ['empty'] }

export const coldStart: Stage = {
  name: 'cold start',
  subject: 'from starting Electron with a console that knows a point to its inbox on the screen, the core running',
  floor: 'from starting Electron with the same flags to an empty window on the screen',
  pairs: 20,
  open: async (atEnd) => {
    const base = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
    atEnd(() => rmSync(base, { recursive: true, force: true }))
    const point = await RaisingPoint.open()
    atEnd(() => point.close())
    const facts = Buffer.from(JSON.stringify(point.facts)).toString('base64url')
    return {
      runSubject: () => startUpTo(atEnd, INBOX, [appFolder, `--user-data-dir=${join(base, 'console')}`, `--core-node=${process.execPath}`, `--local-point=${facts}`]),
      runFloor: () => startUpTo(atEnd, EMPTY, [EMPTY_WINDOW, `--user-data-dir=${join(base, 'empty')}`]),
    }
  },
}

/** Starts Electron as `npm start` does, without a browser's driver, and ends it once the mark is painted. */
async function startUpTo(atEnd: AtEnd, mark: Mark, args: readonly string[]): Promise<number> {
  const env = { ...process.env, COUNTERSIGN_BENCH_PAINTED: paintedScript(mark) }
  const from = nowMs()
  const child = spawn(electronExecutable, [...flags, '-r', PAINT_PROBE, ...args], { cwd: appFolder, env, stdio: ['ignore', 'pipe', 'ignore'] })
  atEnd(() => ended(child))
  let said = ''
  for await (const text of child.stdout) {
    said += String(text)
    if (!/painted.*\n/.test(said)) continue
    await ended(child)
    return stampIn(said) - from
  }
  throw new Error(`Electron ended before anything was painted: ${said}`)
}
