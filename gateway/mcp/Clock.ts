/** Time, handed in so that tests hold it in their hands. */
export interface Clock {
  readonly now: () => number
  /** Calls back once after the time has passed; what it returns cancels that. */
  readonly after: (ms: number, callback: () => void) => () => void
}

/** The clock of the machine; it never goes backwards, and no timer of it keeps the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
