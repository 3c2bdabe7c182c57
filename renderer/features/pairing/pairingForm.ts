import type { PairingView } from '../../../shared/ipc/views.ts'

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * What is wrong with an address that a person typed, in one sentence; null where it can be dialled. Off this machine a
 * connection must be encrypted, so `ws://` is for loopback alone (protocol P5).
 */
export function addressProblem(typed: string): string | null {
  const text = typed.trim()
  if (text === '') return 'Type the address that the point listens on, as ws://127.0.0.1:7413.'
  const url = parse(text)
  if (url === null || !['ws:', 'wss:'].includes(url.protocol)) return 'An address begins with ws:// or wss://, as ws://127.0.0.1:7413.'
  if (url.username !== '' || url.password !== '') return 'An address holds no name and no password.'
  if (url.protocol === 'ws:' && !LOOPBACK.has(url.hostname)) return 'ws:// is for a point on this computer alone. Use wss:// for a point elsewhere.'
  if (url.protocol === 'ws:' && url.port === '') return 'Type the port as well, as ws://127.0.0.1:7413.'
  return null
}

/** What is wrong with a code that a person typed; null where it can be sent. The point alone knows the right one. */
export function codeProblem(typed: string): string | null {
  return /[A-Za-z0-9]/.test(typed) ? null : 'Type the code that the point printed.'
}

function parse(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** The three steps of the page and how far each has come. */
export type StepState = 'done' | 'now' | 'later'

/** How far each step is: address and code, the comparison, the answer of the point. */
export function stepsOf({ step }: PairingView): readonly [dial: StepState, compare: StepState, pinned: StepState] {
  switch (step) {
    case 'idle':
    case 'connecting':
    case 'failed':
      return ['now', 'later', 'later']
    case 'compare':
      return ['done', 'now', 'later']
    case 'waiting_for_point':
      return ['done', 'done', 'now']
    case 'paired':
      return ['done', 'done', 'done']
  }
}

/** What is typed on the point's host; the capitals stand for what a person fills in. */
export const PAIR_COMMAND = 'countersign-gateway pair --config FILE --person ISS SUB NAME --role approver,killer'
