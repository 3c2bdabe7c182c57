/** A running core as main sees it, whichever kind of process it is. */
export interface CoreProcess {
  readonly host: 'utility process' | 'node child'
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the process has ended or could not be started; `how` says it in words. */
  onEnd(listener: (how: string) => void): void
  kill(): void
}

export type SpawnCore = () => CoreProcess
