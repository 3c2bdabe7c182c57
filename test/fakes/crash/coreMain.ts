// The core as a process of its own, with every real part, that kills itself at a step on the path of a decision or of a
// stop. The test that started it plays main.

import { randomBytes } from 'node:crypto'
import { startCore, type Connection } from '../../../electron/core/core.ts'
import type { Draft } from '../../../electron/core/ledger/index.ts'
import type { LinkReports } from '../../../electron/core/links/index.ts'
import { realRooms, type CoreParts } from '../../../electron/core/wiring/parts.ts'
import { toId } from '../../../shared/domain/index.ts'
import { encodeBytes } from '../../../shared/evidence/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import { arm, isOrder, reach } from './dying.ts'

/** Reading takes time, which a test does not have: this clock is moved instead. */
let aheadMs = 0
const now = () => Date.now() + aheadMs

process.on('disconnect', () => process.exit(0))
startCore(connection(), { pid: process.pid, node: process.versions.node }, {
  ...realRooms,
  openLedger, newLinks,
  restart: () => process.exit(0),
  report: (where, fault) => void process.stderr.write(`core: ${where} failed: ${fault instanceof Error ? fault.stack : String(fault)}\n`),
  newId: (kind) => toId(kind, uuidV7(Date.now(), new Uint8Array(randomBytes(10)))),
  newNonce: () => encodeBytes(new Uint8Array(randomBytes(32)), 'base64url'),
  surroundings: {
    now, random: () => 0,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  },
})

function connection(): Connection {
  return {
    send: (message) => {
      if (message.kind === 'sign') reach('before sign')
      process.send?.(message)
    },
    receive: (listener) => process.on('message', (message: { readonly kind: string; readonly channel?: string }) => {
      if (isOrder(message)) return obey(message)
      if (message.channel === 'core.decide' || message.channel === 'core.stop') reach('before build')
      if (message.kind === 'signed') reach('after sign')
      listener(message)
    }),
  }
}

function obey(order: Parameters<typeof isOrder>[0]): void {
  if (!isOrder(order)) return
  if (order.kind === 'clock') aheadMs = order.aheadMs
  if (order.kind !== 'arm') return
  arm(order.step)
  process.send?.({ kind: 'armed' })
}

function openLedger(options: Parameters<CoreParts['openLedger']>[0]): ReturnType<CoreParts['openLedger']> {
  const opening = realRooms.openLedger(options)
  if (opening.status !== 'open') return opening
  const { ledger } = opening
  const append = ledger.append.bind(ledger)
  const appendOrReserve = ledger.appendOrReserve.bind(ledger)
  ledger.append = (drafts) => around(drafts, append)
  ledger.appendOrReserve = (drafts) => around(drafts, appendOrReserve)
  return opening
}

async function around<T>(drafts: readonly Draft[], append: (drafts: readonly Draft[]) => Promise<T>): Promise<T> {
  const kind = drafts.at(-1)?.kind
  const what = kind === 'decision.recorded' || kind === 'lock.ordered' ? 'commit' : kind === 'decision.receipt' || kind === 'lock.receipt' ? 'entry of the receipt' : null
  if (what !== null) reach(`before ${what}`)
  const kept = await append(drafts)
  if (what !== null) reach(`after ${what}`)
  return kept
}

function newLinks(options: Parameters<CoreParts['newLinks']>[0]): ReturnType<CoreParts['newLinks']> {
  const links = realRooms.newLinks({ ...options, reports: watched(options.reports) })
  const send = links.send.bind(links)
  links.send = (pointId, type, body) => {
    const isOne = type === 'challenge.decide' || type === 'lock.engage'
    if (isOne) reach('before send')
    const sent = send(pointId, type, body)
    if (isOne) reach('after send')
    return sent
  }
  return links
}

function watched(reports: LinkReports): LinkReports {
  return new Proxy(reports, {
    get: (target, name) => {
      if (name === 'onReceipt' || name === 'onLockReceipt') reach('after receipt')
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}
