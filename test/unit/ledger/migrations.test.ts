import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { faultOfSchema, migrate, newestVersion, versionOf } from '../../../electron/core/ledger/migrate.ts'
import { MIGRATIONS } from '../../../electron/core/ledger/migrations.ts'
import { hashBytes } from '../../../shared/evidence/index.ts'
import { encodeUtf8 } from '../../../shared/json/index.ts'

const AT = '2026-01-01T00:00:00.000Z'
const SECOND = { version: 2, sql: 'CREATE TABLE more (x INTEGER) STRICT;' }

describe('migrations', () => {
  it('bring a database to the newest version and can be told from any others', () => {
    const db = new Database(':memory:')
    migrate(db, AT)
    expect([versionOf(db), newestVersion(), faultOfSchema(db)]).toEqual([1, 1, null])
    migrate(db, AT)
    expect(db.prepare('SELECT version, applied_at FROM migrations').all()).toEqual([{ version: 1, applied_at: AT }])
    db.close()
  })

  it('go on from the version that is there, and keep what is in it', () => {
    const db = new Database(':memory:')
    migrate(db, AT)
    db.exec("INSERT INTO checkpoints VALUES (0, 'note')")
    migrate(db, AT, [...MIGRATIONS, SECOND])
    expect([versionOf(db), faultOfSchema(db, [...MIGRATIONS, SECOND]), db.prepare('SELECT note FROM checkpoints').pluck().get()]).toEqual([2, null, 'note'])
    db.close()
  })

  it('leave everything as it was where one of them fails', () => {
    const db = new Database(':memory:')
    migrate(db, AT)
    expect(() => migrate(db, AT, [...MIGRATIONS, SECOND, { version: 3, sql: 'CREATE TABLE nonsense (' }])).toThrow(Database.SqliteError)
    expect([versionOf(db), faultOfSchema(db)]).toEqual([1, null])
    db.close()
  })

  it('never change once they are released', () => {
    // Whoever changes released SQL locks every ledger that there is: add a step instead.
    expect(MIGRATIONS.map(({ version, sql }) => [version, hashBytes(encodeUtf8(sql))])).toMatchInlineSnapshot(`
      [
        [
          1,
          "sha256:a8e17e77bc6468820723767f4a4d3e140a358d53d2a67b91ae1c6a210d7ceb3b",
        ],
      ]
    `)
  })
})
