import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { AtEnd } from './measure.ts'
import { stampIn } from './moments.ts'
import { ONE_HOP, STAMPING_SERVER } from './places.ts'
import { started } from './processes.ts'

/** The process that stands in for a point in the floors: what it gets becomes commits and a line at a child. */
export interface OneHop {
  readonly address: string
  /** When the child read the line of the next frame that is sent. Asked for before it is. */
  readonly nextStamp: () => Promise<number>
}

/**
 * @param commits with full synchronisation, for each frame
 * @param x of the Ed25519 key with which each frame must be signed, or null
 */
export async function startOneHop(atEnd: AtEnd, commits: number, x: string | null): Promise<OneHop> {
  const base = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  atEnd(() => rmSync(base, { recursive: true, force: true }))
  const { child, said } = await started(atEnd, [ONE_HOP, join(base, 'floor.sqlite'), String(commits), x ?? 'none', STAMPING_SERVER], 'listens on', true)
  if (child.stdout === null) throw new Error('The floor is not heard')
  const lines = createInterface({ input: child.stdout })
  return {
    address: `ws://127.0.0.1:${/listens on (\d+)/.exec(said)?.[1] ?? ''}/`,
    nextStamp: async () => stampIn(String((await once(lines, 'line'))[0])),
  }
}
