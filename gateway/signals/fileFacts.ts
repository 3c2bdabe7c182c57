import type { Call } from '../enforce/ports.ts'
import { isSameStamp, stampOf, type FileStamp } from './fileStamp.ts'
import { namedFiles, type FileTargets, type NamedFile } from './fileTargets.ts'

/** What is known of a file that a call names, at the moment when it was looked at. */
export interface SeenFile extends NamedFile {
  readonly exists: boolean
  readonly changedAtMs: number | null
  /** `own`: this session wrote what is there. `changed`: it did, and somebody else has changed it since. */
  readonly origin: 'own' | 'changed' | 'foreign'
}

/** What a policy may ask about the files that a call names. */
export interface FileFact {
  readonly target_exists: boolean
  /** Of everything that is there and is named: a call that touches one foreign file touches a foreign file. */
  readonly written_by_session: boolean
}

interface Written {
  readonly startedAtMs: number
  readonly files: Map<string, FileStamp>
}

/** Knows which files each session has written, and whether what it wrote is still what is there. */
export class FileFacts {
  readonly #targets: FileTargets
  readonly #written = new Map<string, Written>()
  readonly #before = new Map<string, { readonly stamps: readonly (FileStamp | null)[]; readonly fact: FileFact | Record<string, never> }>()

  constructor(targets: FileTargets) {
    this.#targets = targets
  }

  sessionStarted(sessionId: string, startedAtMs: number): void {
    this.#written.set(sessionId, { startedAtMs, files: new Map() })
  }

  /** Looks at the files that a call names. Asked last right before the call may run, and remembered for `ran`. */
  look(call: Call): readonly SeenFile[] {
    const { files, stamps } = this.#lookAt(call)
    if (files.length > 0) this.#before.set(call.callId, { stamps, fact: factOf(files) })
    return files
  }

  /** Whether a call that was looked at would be judged by the same facts now. A file that has come into being is another fact. */
  isAsSeen(call: Call): boolean {
    const before = this.#before.get(call.callId)
    const now = factOf(this.#lookAt(call).files)
    return before === undefined ? Object.keys(now).length === 0 : before.fact.target_exists === now.target_exists && before.fact.written_by_session === now.written_by_session
  }

  /** How many files a session has written so far, and since when it could. */
  writtenBy(sessionId: string): { readonly count: number; readonly sinceMs: number | null } {
    const written = this.#written.get(sessionId)
    return { count: written?.files.size ?? 0, sinceMs: written?.startedAtMs ?? null }
  }

  /** A call has run well: what it really wrote is this session's own from now on, and what it took away no longer. */
  ran(call: Call): void {
    const written = this.#written.get(call.sessionId)
    const before = this.#before.get(call.callId)?.stamps
    this.forget(call)
    if (written === undefined || before === undefined) return
    const files = namedFiles(this.#targets, call)
    const taken = files.findIndex(({ role }) => role === 'taken')
    const wasOwn = taken === -1 || this.#isOwn(written, files[taken]?.path ?? null, before[taken] ?? null)
    for (const [index, { path, role }] of files.entries()) {
      if (path === null) continue
      const after = stampOf(path)
      // A call that left its file as it was has written nothing: a preview makes nobody the author.
      if (role !== 'taken' && isSameStamp(after, before[index] ?? null)) continue
      written.files.delete(path)
      if (role !== 'taken' && wasOwn && after !== null) written.files.set(path, after)
    }
  }

  /** The call will not run, or has run and failed. */
  forget(call: Pick<Call, 'callId'>): void {
    this.#before.delete(call.callId)
  }

  sessionEnded(sessionId: string): void {
    this.#written.delete(sessionId)
    for (const callId of this.#before.keys()) if (callId.startsWith(`${sessionId}/`)) this.#before.delete(callId)
  }

  #lookAt(call: Call): { readonly files: readonly SeenFile[]; readonly stamps: readonly (FileStamp | null)[] } {
    const named = namedFiles(this.#targets, call)
    const stamps = named.map(({ path }) => (path === null ? null : stampOf(path)))
    return { stamps, files: named.map((file, index) => this.#seen(call.sessionId, file, stamps[index] ?? null)) }
  }

  #seen(sessionId: string, file: NamedFile, stamp: FileStamp | null): SeenFile {
    if (file.path === null) return { ...file, exists: true, changedAtMs: null, origin: 'foreign' }
    const written = this.#written.get(sessionId)
    const mine = written?.files.get(file.path)
    const origin = mine === undefined ? 'foreign' : isSameStamp(mine, stamp) ? 'own' : 'changed'
    return { ...file, exists: stamp !== null, changedAtMs: stamp?.changedAtMs ?? null, origin }
  }

  #isOwn({ files }: Written, path: string | null, stamp: FileStamp | null): boolean {
    const mine = path === null ? undefined : files.get(path)
    return mine !== undefined && isSameStamp(mine, stamp)
  }
}

/** What a policy may ask about files that were looked at; nothing where there are none. */
export function factOf(files: readonly SeenFile[]): FileFact | Record<string, never> {
  if (files.length === 0) return {}
  const there = files.filter(({ exists }) => exists)
  return { target_exists: there.length > 0, written_by_session: there.length > 0 && there.every(({ origin }) => origin === 'own') }
}
