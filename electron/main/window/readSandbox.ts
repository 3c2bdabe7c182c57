import { readFileSync } from 'node:fs'
import type { HostFacts } from '../../../shared/ipc/windowToMain.ts'

/** Linux reports 2 for a process whose system calls pass a filter. */
const FILTERED = '2'

/**
 * Whether the window's process is confined, asked of the kernel: a preference says what was wished, this says what is.
 * @param pid of the window's process; 0 while there is none yet
 */
export function readSandbox(pid: number): HostFacts['sandbox'] {
  if (process.platform !== 'linux' || pid === 0) return 'not known here'
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return /^Seccomp:\s*(\d)/m.exec(status)?.[1] === FILTERED ? 'confined' : 'not confined'
  } catch {
    return 'not known here'
  }
}
