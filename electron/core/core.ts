// The core: everything between the enforcement points and the window. This file makes the parts and connects them, with
// the help of `wiring`; each part knows only what it is handed.

import { join } from 'node:path'
import { answer } from '../../shared/ipc/answer.ts'
import type { Handlers } from '../../shared/ipc/Contract.ts'
import { MAIN_CORE_VERSION, mainToCore, type CoreToMain, type MainToCore } from '../../shared/ipc/mainAndCore.ts'
import { windowToCore, type WindowToCore } from '../../shared/ipc/windowToCore.ts'
import { importPublicKey, type PublicKey } from '../../shared/evidence/index.ts'
import { IdentityFault, ledgerFolderOf } from './identity/index.ts'
import { LogBook } from './log/index.ts'
import { Console, type Beginning } from './wiring/Console.ts'
import { consoleHandlers, emptyHandlers } from './wiring/handlers.ts'
import { MainPort } from './wiring/MainPort.ts'
import type { CoreParts } from './wiring/parts.ts'

/** The two functions that connect the core to main, whichever kind of process it runs in. */
export interface Connection {
  readonly send: (message: CoreToMain) => void
  readonly receive: (listener: (message: unknown) => void) => void
}

export interface CoreFacts {
  readonly pid: number
  readonly node: string
}

/** Says hello, and begins once main says where. What it gives ends everything that was begun. */
export function startCore({ send, receive }: Connection, { pid, node }: CoreFacts, parts: CoreParts): { close(): void } {
  const main = new MainPort(send)
  const { report } = parts
  let console: Console | null = null
  let handlers: Handlers<WindowToCore> = emptyHandlers(null)
  let reviewerKey: PublicKey | null = null
  let isScreenLocked = false
  const situation = { reviewerKey: () => reviewerKey, isScreenLocked: () => isScreenLocked }

  const begin = (beginning: Beginning): void => {
    if (console !== null) return report('core', new Error('main said begin twice; the second was ignored'))
    try {
      console = openConsole(beginning)
      handlers = consoleHandlers(console)
      console.begin()
    } catch (fault) {
      if (!(fault instanceof IdentityFault)) throw fault
      handlers = emptyHandlers(fault.message)
    }
  }

  const openConsole = (beginning: Beginning): Console => {
    const { newId, surroundings } = parts
    const identity = parts.openIdentity(beginning.folder, { consoleName: beginning.consoleName, newId })
    const log = new LogBook(parts.openLedger({ folder: join(beginning.folder, ledgerFolderOf(identity)), origin: identity.logOrigin, key: identity.key, now: surroundings.now, mayCreate: identity.mayCreateLog }), identity.notices)
    if (log.isWritable) identity.markLogBegun()
    main.tellIdentity({ consoleId: identity.consoleId, consoleName: identity.name, consoleKey: identity.key.publicKey.x, logOrigin: identity.logOrigin })
    return new Console({ core: parts, main, beginning, identity, log, situation })
  }

  const hear = async (message: MainToCore): Promise<void> => {
    switch (message.kind) {
      case 'begin':
        return begin(message)
      case 'reviewerKey':
        reviewerKey = readKey(message.key?.x)
        return console?.reviewerChanged()
      case 'screen':
        isScreenLocked = message.isLocked
        return console?.situationChanged()
      case 'signed':
        return main.signed(message.id, message.result)
      case 'request': {
        const result = await answer(windowToCore, handlers, message.channel, message.body, report)
        send({ kind: 'answer', id: message.id, result: result.ok ? { ok: true, value: result.value } : { ok: false, failure: result.failure } })
      }
    }
  }

  receive((message) => {
    const parsed = mainToCore.safeParse(message)
    if (!parsed.success) return report('core', new Error('main sent a message of unknown form; it was ignored'))
    hear(parsed.data).catch((fault: unknown) => report('core', fault))
  })
  send({ kind: 'hello', version: MAIN_CORE_VERSION, pid, node })
  return { close: () => console?.close() }
}

/** The reviewer's key as main names it, or null where there is none or it is no key. */
function readKey(x: string | undefined): PublicKey | null {
  const imported = x === undefined ? null : importPublicKey(x)
  return imported?.status === 'accepted' ? imported.key : null
}
