import { joinBytes, type ByteFace, type Clock } from '../mcp/index.ts'

/** How long a caller may take to say who it is, and how long that line may be. */
export const CREDENTIAL_LIMIT_MS = 5_000
export const MAX_CREDENTIAL_BYTES = 4_096

export interface CredentialRead {
  readonly credential: Uint8Array
  /** The same face from behind the credential on; nothing that came after it is lost. */
  readonly face: ByteFace
}

/**
 * Takes the first line off a connection that the shim has made; the point's listener calls this before anything else.
 * @returns null where none comes in time, where it is too long, or where the caller leaves; the face is then cut
 */
export function readCredential(face: ByteFace, clock: Clock): Promise<CredentialRead | null> {
  return new Promise((resolve) => {
    let kept: Uint8Array[] = []
    let listener: ((bytes: Uint8Array) => void) | null = null
    let isSettled = false
    let isRefused = false
    const settle = (read: CredentialRead | null) => {
      isSettled = true
      isRefused = read === null
      if (isRefused) kept = []
      cancelLimit()
      if (read === null) face.cut()
      resolve(read)
    }
    const cancelLimit = clock.after(CREDENTIAL_LIMIT_MS, () => isSettled || settle(null))
    const rest: ByteFace = {
      write: (bytes) => face.write(bytes),
      get waitingBytes() {
        return face.waitingBytes
      },
      onBytes: (next) => {
        listener = next
        for (const bytes of kept) next(bytes)
        kept = []
      },
      onEnd: (next) => face.onEnd(next),
      onDrain: (next) => face.onDrain(next),
      pause: () => face.pause(),
      resume: () => face.resume(),
      end: () => face.end(),
      cut: () => {
        isRefused = true
        kept = []
        face.cut()
      },
    }
    const hear = (bytes: Uint8Array) => {
      if (listener !== null) return listener(bytes)
      if (isRefused) return
      kept.push(bytes)
      if (isSettled) return
      const whole = joinBytes(kept)
      const end = whole.indexOf(0x0a)
      if (end === -1 ? whole.length > MAX_CREDENTIAL_BYTES : end > MAX_CREDENTIAL_BYTES) return settle(null)
      if (end === -1) return
      kept = end + 1 < whole.length ? [whole.subarray(end + 1)] : []
      settle({ credential: whole.subarray(0, end), face: rest })
    }
    face.onEnd(() => isSettled || settle(null))
    face.onBytes(hear)
  })
}
