import type { ChallengeRecord, EnforcementRecord, Evaluation, LockRecord } from '../../shared/protocol/index.ts'
import type { ConsoleEvents } from '../console/index.ts'
import type { Announcer } from '../enforce/ports.ts'
import { inWords } from './inWords.ts'
import type { Sessions } from './Sessions.ts'

export interface AnnouncementsParts {
  /** One line for whoever reads what the point says. */
  readonly log: (line: string) => void
  readonly sessions: () => Sessions
  /** Null until consoles can come; nothing happens before that which they would not find in their snapshot. */
  readonly consoles: () => ConsoleEvents | null
}

/** What the judge tells, to everybody who should hear of it: consoles, the session list, and a line in the log. */
export class Announcements implements Announcer {
  readonly #parts: AnnouncementsParts

  constructor(parts: AnnouncementsParts) {
    this.#parts = parts
  }

  evaluationRecorded(evaluation: Evaluation): void {
    this.#parts.sessions().evaluated(evaluation)
    this.#tell((consoles) => consoles.evaluationRecorded(evaluation))
    if (evaluation.verdict !== 'allow') this.#parts.log(inWords.evaluation(evaluation))
  }

  challengeRaised(record: ChallengeRecord): void {
    this.#tell((consoles) => consoles.challengeRaised(record))
    this.#parts.log(inWords.raised(record))
  }

  challengeUpdated(record: ChallengeRecord): void {
    this.#tell((consoles) => consoles.challengeUpdated(record))
    this.#parts.log(inWords.updated(record))
  }

  enforcementRecorded(record: EnforcementRecord): void {
    this.#tell((consoles) => consoles.enforcementRecorded(record))
    if (record.challenge_id !== null || record.result !== 'ok') this.#parts.log(inWords.enforcement(record))
  }

  lockEngaged(record: LockRecord): void {
    this.#parts.sessions().locksChanged()
    this.#tell((consoles) => consoles.lockEngaged(record))
    this.#parts.log(inWords.engaged(record))
  }

  lockReleased(record: LockRecord): void {
    this.#parts.sessions().locksChanged()
    this.#tell((consoles) => consoles.lockReleased(record))
    this.#parts.log(inWords.released(record))
  }

  epochChanged(epoch: number, atMs: number): void {
    this.#tell((consoles) => consoles.epochChanged(epoch, atMs))
  }

  problem(sentence: string): void {
    this.#parts.log(sentence)
  }

  /** What is decided is never undone, or ended half way, because it could not be told: a file that cannot be read, for one. */
  #tell(work: (consoles: ConsoleEvents) => void): void {
    const consoles = this.#parts.consoles()
    try {
      if (consoles !== null) work(consoles)
    } catch (fault) {
      this.#parts.log(`The consoles could not be told of something. ${String(fault).slice(0, 200)}`)
    }
  }
}
