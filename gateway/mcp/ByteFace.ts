/** One side of a session: bytes come, bytes go, and one day it ends. Bytes that come before `onBytes` must be kept. */
export interface ByteFace {
  /** Hands bytes over, in order. After the end it does nothing. */
  write(bytes: Uint8Array): void
  /** What was written and has not been taken yet. */
  readonly waitingBytes: number
  onBytes(listener: (bytes: Uint8Array) => void): void
  /** Called once, when nothing more will come; `how` completes the sentence "the other side ...". */
  onEnd(listener: (how: string) => void): void
  /** Called when what was waiting has been taken. */
  onDrain(listener: () => void): void
  /** Stops and starts the bytes that come. */
  pause(): void
  resume(): void
  /** Says that nothing more will be written. */
  end(): void
  /** Ends both directions at once; what waits to be written is lost. For a side that does not do its part. */
  cut(): void
}
