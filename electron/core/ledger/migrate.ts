import Database from 'better-sqlite3'
import { hashBytes, hashJson, type Digest } from '../../../shared/evidence/index.ts'
import { encodeUtf8 } from '../../../shared/json/index.ts'
import { MIGRATIONS, type Migration } from './migrations.ts'

const OWN_TABLE = `
CREATE TABLE migrations (
  version INTEGER PRIMARY KEY,
  checksum TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT;
`

/** The newest version of the tables that this program knows. */
export const newestVersion = (migrations: readonly Migration[] = MIGRATIONS): number => migrations.at(-1)?.version ?? 0

/**
 * Brings the tables of a database to the newest version, all steps in one transaction: it is there afterwards, or as
 * it was before.
 * @throws what SQLite throws; nothing was changed then
 */
export function migrate(db: Database.Database, at: string, migrations: readonly Migration[] = MIGRATIONS): void {
  // No transaction where there is nothing to do: somebody else's lock at this moment is no reason not to open.
  if (versionOf(db) === newestVersion(migrations)) return
  const apply = db.transaction(() => {
    const from = versionOf(db)
    if (from === 0) db.exec(OWN_TABLE)
    const note = db.prepare('INSERT INTO migrations (version, checksum, applied_at) VALUES (?, ?, ?)')
    for (const migration of migrations.filter(({ version }) => version > from)) {
      db.exec(migration.sql)
      note.run(migration.version, checksumOf(migration), at)
      db.pragma(`user_version = ${migration.version}`)
    }
  })
  apply.immediate()
}

/** The version of the tables, as the header of the file has it. */
export function versionOf(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/**
 * Says what is strange about the tables of a database of a version that we know, or null: steps that are not the ones
 * we know, or a table, index, trigger or view that they did not make.
 */
export function faultOfSchema(db: Database.Database, migrations: readonly Migration[] = MIGRATIONS): string | null {
  const known = migrations.filter(({ version }) => version <= versionOf(db))
  if (schemaOf(db) !== schemaOfMigrations(known)) return 'its tables, indexes and triggers are not the ones that its version has'
  const stored = db.prepare<[], { version: number; checksum: string }>('SELECT version, checksum FROM migrations ORDER BY version').all()
  const isSame = stored.length === known.length && known.every((migration, i) => stored[i]?.version === migration.version && stored[i].checksum === checksumOf(migration))
  return isSame ? null : 'it was brought to its version by other steps'
}

function schemaOfMigrations(migrations: readonly Migration[]): Digest {
  const db = new Database(':memory:')
  try {
    migrate(db, '', migrations)
    return schemaOf(db)
  } finally {
    db.close()
  }
}

function schemaOf(db: Database.Database): Digest {
  const rows = db.prepare<[], (string | null)[]>('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').raw().all()
  return hashJson(rows)
}

const checksumOf = ({ sql }: Migration): Digest => hashBytes(encodeUtf8(sql))
