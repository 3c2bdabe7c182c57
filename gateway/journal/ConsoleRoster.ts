import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { ConsoleId } from '../../shared/domain/index.ts'
import { importPublicKey, type PublicKey } from '../../shared/evidence/index.ts'
import type { NamedActor, Role } from '../../shared/protocol/index.ts'

/** A console that was paired with this point. */
export interface RosterConsole {
  readonly consoleId: ConsoleId
  readonly name: string
  readonly key: PublicKey
  readonly logOrigin: string
}

/** A reviewer's key, whose it is and what it may do here. Never deleted, so that what it signed stays explained. */
export interface RosterKey {
  readonly key: PublicKey
  readonly consoleId: ConsoleId
  readonly person: NamedActor
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
  readonly enrolledAtMs: number
  readonly lapsesAtMs: number | null
  readonly revokedAtMs: number | null
}

/** The console's id or one of the keys is somebody else's, or the reviewer key was revoked. */
export type EnrolRefusal = 'console_has_other_key' | 'key_is_taken' | 'key_was_revoked'

/** How long the earlier keys of a console still hold after it was given a new one. */
const EARLIER_KEYS_LAPSE_MS = 24 * 60 * 60 * 1_000

const consoleRow = z.object({ id: z.string(), name: z.string(), x: z.string(), log_origin: z.string() })
const keyRow = z.object({
  x: z.string(), console_id: z.string(), iss: z.string(), sub: z.string(), name: z.string(), roles: z.string(), group_names: z.string(),
  enrolled_at_ms: z.number(), lapses_at_ms: z.number().nullable(), revoked_at_ms: z.number().nullable(),
})

/** Who may attach and who may sign. Methods return after the commit is on disk. */
export class ConsoleRoster {
  readonly #db: Database.Database
  readonly #statements: ReturnType<typeof prepare>

  constructor(db: Database.Database) {
    this.#db = db
    this.#statements = prepare(db)
  }

  find(consoleId: string): RosterConsole | null {
    const row = this.#statements.console.get(consoleId)
    return row === undefined ? null : toConsole(row)
  }

  all(): readonly RosterConsole[] {
    return this.#statements.consoles.all().map(toConsole)
  }

  /** A reviewer key by its name, revoked and lapsed ones as well: whoever asks looks at that next. */
  findKey(kid: string): RosterKey | null {
    const row = this.#statements.key.get(kid)
    return row === undefined ? null : toKey(row)
  }

  keysOf(consoleId: ConsoleId): readonly RosterKey[] {
    return this.#statements.keys.all(consoleId).map(toKey)
  }

  /** Why a console with this id and these keys cannot be enrolled, or null where it can. */
  refusalOf(consoleId: ConsoleId, consoleKid: string, reviewerKid: string): EnrolRefusal | null {
    const known = this.find(consoleId)
    if (known !== null && known.key.kid !== consoleKid) return 'console_has_other_key'
    if (known === null && this.all().some(({ key }) => key.kid === consoleKid)) return 'key_is_taken'
    const reviewer = this.findKey(reviewerKid)
    if (reviewer !== null && reviewer.consoleId !== consoleId) return 'key_is_taken'
    return reviewer === null || reviewer.revokedAtMs === null ? null : 'key_was_revoked'
  }

  /**
   * Puts a console and its reviewer key into the roster, or renews what stands there. The other reviewer keys of this
   * console lapse a day later, or sooner where they would anyway; at once where they are another person's or may do
   * something else. That it may is for the caller to have asked.
   */
  enrol(console: RosterConsole, reviewer: Omit<RosterKey, 'revokedAtMs' | 'consoleId'>): void {
    const { person, enrolledAtMs } = reviewer
    this.#db.transaction(() => {
      this.#statements.putConsole.run({ id: console.consoleId, name: console.name, kid: console.key.kid, x: console.key.x, origin: console.logOrigin, at: enrolledAtMs })
      const rights = { iss: person.iss, sub: person.sub, roles: JSON.stringify(reviewer.roles), groups: JSON.stringify(reviewer.groups) }
      this.#statements.lapseOthers.run({ consoleId: console.consoleId, kid: reviewer.key.kid, ...rights, now: enrolledAtMs, later: enrolledAtMs + EARLIER_KEYS_LAPSE_MS })
      this.#statements.putKey.run({
        kid: reviewer.key.kid, consoleId: console.consoleId, x: reviewer.key.x, name: person.name, ...rights, at: enrolledAtMs, lapses: reviewer.lapsesAtMs,
      })
    })()
  }

  /** @returns false where there is no such key or it was revoked before */
  revokeKey(kid: string, atMs: number): boolean {
    return this.#statements.revoke.run(atMs, kid).changes === 1
  }
}

function prepare(db: Database.Database) {
  return {
    console: db.prepare('SELECT id, name, x, log_origin FROM console_roster WHERE id = ?'),
    consoles: db.prepare('SELECT id, name, x, log_origin FROM console_roster ORDER BY enrolled_at_ms, id'),
    key: db.prepare('SELECT * FROM console_reviewer_key WHERE kid = ?'),
    keys: db.prepare('SELECT * FROM console_reviewer_key WHERE console_id = ? ORDER BY enrolled_at_ms, kid'),
    putConsole: db.prepare(`INSERT INTO console_roster (id, name, kid, x, log_origin, enrolled_at_ms) VALUES (@id, @name, @kid, @x, @origin, @at)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, log_origin = excluded.log_origin`),
    putKey: db.prepare(`INSERT INTO console_reviewer_key (kid, console_id, x, iss, sub, name, roles, group_names, enrolled_at_ms, lapses_at_ms)
      VALUES (@kid, @consoleId, @x, @iss, @sub, @name, @roles, @groups, @at, @lapses)
      ON CONFLICT (kid) DO UPDATE SET iss = excluded.iss, sub = excluded.sub, name = excluded.name, roles = excluded.roles,
        group_names = excluded.group_names, lapses_at_ms = excluded.lapses_at_ms`),
    lapseOthers: db.prepare(`UPDATE console_reviewer_key SET lapses_at_ms = min(
        coalesce(lapses_at_ms, @later), CASE WHEN iss = @iss AND sub = @sub AND roles = @roles AND group_names = @groups THEN @later ELSE @now END)
      WHERE console_id = @consoleId AND kid <> @kid`),
    revoke: db.prepare('UPDATE console_reviewer_key SET revoked_at_ms = ? WHERE kid = ? AND revoked_at_ms IS NULL'),
  }
}

function toConsole(row: unknown): RosterConsole {
  const { id, name, x, log_origin } = consoleRow.parse(row)
  return { consoleId: id as ConsoleId, name, key: keyOf(x), logOrigin: log_origin }
}

function toKey(row: unknown): RosterKey {
  const read = keyRow.parse(row)
  return {
    key: keyOf(read.x),
    consoleId: read.console_id as ConsoleId,
    person: { iss: read.iss, sub: read.sub, name: read.name },
    roles: JSON.parse(read.roles) as Role[],
    groups: JSON.parse(read.group_names) as string[],
    enrolledAtMs: read.enrolled_at_ms,
    lapsesAtMs: read.lapses_at_ms,
    revokedAtMs: read.revoked_at_ms,
  }
}

/** A key that lies in the file was checked when it came in, and is checked again: the file may be another's work. */
function keyOf(x: string): PublicKey {
  const imported = importPublicKey(x)
  if (imported.status === 'refused') throw new Error(`A key in the roster is damaged (${imported.reason})`)
  return imported.key
}
