import type { Call } from '../enforce/ports.ts'
import { factOf, FileFacts } from './fileFacts.ts'
import { namedFiles, type FileTargets } from './fileTargets.ts'
import { FirstAccess } from './FirstAccess.ts'
import { firstTimeAccess, foreignFile } from './signalSentences.ts'
import type { Signal } from '../../shared/protocol/index.ts'

/**
 * What this point itself observes about a call: signals with their baselines for the person who decides, and facts for
 * the policy. Everything in it can be checked by looking.
 */
export class CallSignals {
  readonly #targets: FileTargets
  readonly #files: FileFacts
  readonly #first: FirstAccess
  readonly #now: () => number

  /** @param now milliseconds since 1970 */
  constructor(targets: FileTargets, now: () => number) {
    this.#targets = targets
    this.#files = new FileFacts(targets)
    this.#first = new FirstAccess(now())
    this.#now = now
  }

  /** Throws where a file cannot be looked at: the call is then denied, because a policy must not decide on less. */
  of(call: Call): { readonly signals: readonly Signal[]; readonly known: Readonly<Record<string, boolean>> } {
    const files = this.#files.look(call)
    const foreign = files.filter(({ exists, origin }) => exists && origin !== 'own')
    const first = files.filter((file) => file.path !== null && this.#first.countOf(call, file).count === 0 && this.#first.countOf(call, file).of > 0)
    const signals = [
      ...foreign.map((file) => foreignFile(file, this.#files.writtenBy(call.sessionId), this.#now())),
      ...first.map((file) => firstTimeAccess(call, file, this.#first.countOf(call, file), this.#first.sinceMs)),
    ]
    return { signals, known: { ...factOf(files) } }
  }

  /** Whether what a policy was told of a call's files still holds. Asked right before the call runs. Throws as `of` does. */
  isAsJudged(call: Call): boolean {
    return this.#files.isAsSeen(call)
  }

  sessionStarted(sessionId: string, startedAtMs: number): void {
    this.#files.sessionStarted(sessionId, startedAtMs)
  }

  /** A call was let go and has come back, well or not. */
  finished(call: Call, isOk: boolean): void {
    if (!isOk) return this.#files.forget(call)
    this.#files.ran(call)
    this.#first.ran(call, namedFiles(this.#targets, call))
  }

  sessionEnded(sessionId: string): void {
    this.#files.sessionEnded(sessionId)
  }
}
