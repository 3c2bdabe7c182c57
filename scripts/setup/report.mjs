// What set-up says to a person: one line for each step with its time, and faults that name a remedy.

/** A fault of set-up that a person can act on. The message says what happened, the remedy what to do about it. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} remedy
   */
  constructor(message, remedy) {
    super(message)
    this.name = 'SetupError'
    this.remedy = remedy
  }
}

const NAME_WIDTH = 18
const DETAIL_WIDTH = 64

/**
 * Runs one step and prints exactly one line for it; on a terminal a passing line counts the seconds meanwhile.
 * @param {string} name
 * @param {(tell: (detail: string) => void) => Promise<string> | string} work returns what it did, in a few words
 */
export async function step(name, work) {
  const started = performance.now()
  let detail = ''
  const line = () => `  ${name.padEnd(NAME_WIDTH)}${detail.padEnd(DETAIL_WIDTH)} ${seconds(started).padStart(8)}`
  const ticker = process.stdout.isTTY ? setInterval(() => process.stdout.write(`\r${line()}`), 250) : undefined
  try {
    detail = await work((now) => void (detail = now))
  } catch (fault) {
    detail = 'failed'
    throw fault
  } finally {
    clearInterval(ticker)
    process.stdout.write(`${ticker ? '\r' : ''}${line()}\n`)
  }
}

/** @param {number} started a reading of performance.now() */
export function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(2)} s`
}

/**
 * The fault in words for standard error: what happened, then what to do. Our own mistakes keep their stack.
 * @param {unknown} fault
 */
export function describeFault(fault) {
  if (fault instanceof SetupError) return `\n${fault.message}\n\nWhat to do: ${fault.remedy}\n`
  return `\nSet-up stopped on a mistake of its own:\n${fault instanceof Error ? fault.stack : String(fault)}\n`
}
