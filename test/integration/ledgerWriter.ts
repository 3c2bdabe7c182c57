// A process of its own that appends to a ledger until it is killed, and says on stdout what was acknowledged, one line
// each. Started by ledger.test.ts: FOLDER SEED MODE FROM

import { writeSync } from 'node:fs'
import { openLedger, type Kept, type Recorded } from '../../electron/core/ledger/index.ts'
import { importPrivateKey } from '../../shared/evidence/index.ts'

const [, , folder = '', seed = '', mode = 'append', from = '0'] = process.argv
const opening = openLedger({ folder, origin: 'countersign.test/console', key: importPrivateKey(Buffer.from(seed, 'hex')), now: Date.now, mayCreate: true, reserveBytes: 256 * 1024 })
if (opening.status !== 'open') {
  say(opening.status === 'refused' ? `refused ${opening.reason}` : `alarm ${opening.alarm.kind} ${opening.alarm.detail}`)
  process.exit(3)
}
const { ledger } = opening
say(`open ${ledger.count()}`)

const draft = (i: number) => ({ kind: mode === 'deny' ? 'decision.denied' : 'decision.recorded', body: { i, filler: 'x'.repeat((i * 37) % 3_000) } })

if (mode === 'hold') setInterval(() => {}, 1_000)
if (mode === 'deny') await appendUntilStopped(async (i) => sayKept(i, await ledger.appendOrReserve([draft(i)])))
if (mode === 'append') await appendUntilStopped(async (i) => sayRecorded(i, await ledger.append([draft(i)])))

/** Several at once, so that they share commits; each is said as soon as it is acknowledged. */
async function appendUntilStopped(one: (i: number) => Promise<void>): Promise<void> {
  let i = Number(from)
  const limit = Number(process.env['COUNT'] ?? Number.POSITIVE_INFINITY)
  const lane = async () => {
    while (i < limit) await one(i++)
  }
  const lanes = Number(process.env['LANES'] ?? 4)
  await Promise.all(Array.from({ length: lanes }, lane))
  ledger.close()
}

function sayRecorded(i: number, [recorded]: readonly Recorded[]): void {
  say(`recorded ${i} ${recorded?.entry.n}`)
}

function sayKept(i: number, kept: Kept): void {
  say(kept.status === 'in_ledger' ? `recorded ${i} ${kept.recorded[0]?.entry.n}` : `${kept.status} ${i} ${kept.fault.code}`)
}

/** At once and without a buffer of our own: what was said is out, whatever kills us next. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}
