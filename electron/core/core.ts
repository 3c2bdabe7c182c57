// The core: everything between the enforcement points and the window. This file alone knows all of its parts; each
// part knows only what it is handed.

import { answer } from '../../shared/ipc/answer.ts'
import type { Handlers } from '../../shared/ipc/Contract.ts'
import { MAIN_CORE_VERSION, mainToCore, type CoreToMain } from '../../shared/ipc/mainAndCore.ts'
import { windowToCore, type WindowToCore } from '../../shared/ipc/windowToCore.ts'

/** The two functions that connect the core to main, whichever kind of process it runs in. */
export interface Connection {
  readonly send: (message: CoreToMain) => void
  readonly receive: (listener: (message: unknown) => void) => void
}

export interface CoreFacts {
  readonly pid: number
  readonly node: string
}

/** Makes the parts, connects them, and says hello. */
export function startCore({ send, receive }: Connection, { pid, node }: CoreFacts): void {
  // Nothing can be paired in this version, so this stays empty; the links to points move in here.
  const links = new Map<string, never>()
  const handlers: Handlers<WindowToCore> = {
    'core.readOverview': () => ({ pairedPoints: links.size }),
  }

  receive(async (message) => {
    const parsed = mainToCore.safeParse(message)
    if (!parsed.success) return report('core', new Error('main sent a message of unknown form; it was ignored'))
    const { id, channel, body } = parsed.data
    const result = await answer(windowToCore, handlers, channel, body, report)
    send({ kind: 'answer', id, result: result.ok ? { ok: true, value: result.value } : { ok: false, failure: result.failure } })
  })
  send({ kind: 'hello', version: MAIN_CORE_VERSION, pid, node })
}

function report(channel: string, fault: unknown): void {
  process.stderr.write(`core: ${channel} failed: ${fault instanceof Error ? fault.stack : String(fault)}\n`)
}
