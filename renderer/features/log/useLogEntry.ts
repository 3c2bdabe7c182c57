import { useCallback, useEffect, useState } from 'react'
import type { LogEntryView } from '../../../shared/ipc/views.ts'
import { bridge } from '../../bridge.ts'

interface Read {
  /** Null until it was read. */
  readonly entry: LogEntryView | null
  readonly failure: string | null
  readonly checkedAtMs: number
}

interface LogEntry extends Read {
  /** Reads and checks it once more. */
  readonly verify: () => void
}

/** One entry of the log, checked by the core when it is read. What cannot be read again is no longer shown as checked. */
export function useLogEntry(n: number): LogEntry {
  const [read, setRead] = useState<Read>({ entry: null, failure: null, checkedAtMs: 0 })
  const take = useCallback((result: Awaited<ReturnType<typeof bridge.readLogEntry>>) => {
    const failure = result.ok ? (result.value === null ? `The log has no entry ${n}.` : null) : result.failure.message
    setRead({ entry: result.ok ? result.value : null, failure, checkedAtMs: Date.now() })
  }, [n])
  useEffect(() => void bridge.readLogEntry({ n }).then(take), [n, take])
  return { ...read, verify: () => void bridge.readLogEntry({ n }).then(take) }
}
