/** One step from a version of the tables to the next. Once released it never changes; its checksum is stored. */
export interface Migration {
  readonly version: number
  readonly sql: string
}

// Rows are only ever added. The triggers stop our own mistakes and not an attacker, who can drop them; whoever does is
// found out by the comparison of the schema when the file is opened. Only retention may change a row, and all that it
// may do is to take body and salt away, both together: a salt that stayed would let likely bodies be tried.
const FIRST = `
CREATE TABLE about (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  origin TEXT NOT NULL,
  verifier_key TEXT NOT NULL,
  began_at TEXT NOT NULL
) STRICT;

CREATE TABLE entries (
  n INTEGER PRIMARY KEY CHECK (n >= 0),
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  body_hash BLOB NOT NULL CHECK (length(body_hash) = 32),
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  point_id TEXT,
  challenge_id TEXT,
  session_id TEXT,
  agent_id TEXT,
  salt TEXT,
  body BLOB,
  CHECK ((salt IS NULL) = (body IS NULL))
) STRICT;
CREATE INDEX entries_by_kind ON entries (kind, n);
CREATE INDEX entries_by_point ON entries (point_id, n) WHERE point_id IS NOT NULL;
CREATE INDEX entries_by_challenge ON entries (challenge_id, n) WHERE challenge_id IS NOT NULL;
CREATE INDEX entries_by_session ON entries (session_id, n) WHERE session_id IS NOT NULL;
CREATE INDEX entries_by_agent ON entries (agent_id, n) WHERE agent_id IS NOT NULL;

CREATE TABLE nodes (
  level INTEGER NOT NULL CHECK (level >= 1),
  idx INTEGER NOT NULL CHECK (idx >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  size INTEGER PRIMARY KEY CHECK (size >= 0),
  note TEXT NOT NULL
) STRICT;

CREATE TABLE reserve_merges (
  generation TEXT NOT NULL,
  upto INTEGER NOT NULL,
  PRIMARY KEY (generation, upto)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries stay'); END;
CREATE TRIGGER entries_lose_bodies_only BEFORE UPDATE ON entries
WHEN NEW.body IS NOT NULL OR NEW.n IS NOT OLD.n OR NEW.at IS NOT OLD.at OR NEW.kind IS NOT OLD.kind
  OR NEW.body_hash IS NOT OLD.body_hash OR NEW.leaf IS NOT OLD.leaf
BEGIN SELECT RAISE(ABORT, 'entries never change'); END;
CREATE TRIGGER nodes_stay BEFORE DELETE ON nodes BEGIN SELECT RAISE(ABORT, 'nodes stay'); END;
CREATE TRIGGER nodes_never_change BEFORE UPDATE ON nodes BEGIN SELECT RAISE(ABORT, 'nodes never change'); END;
CREATE TRIGGER checkpoints_stay BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints stay'); END;
CREATE TRIGGER checkpoints_never_change BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints never change'); END;
`

/** All steps, in order, numbered from 1. */
export const MIGRATIONS: readonly Migration[] = [{ version: 1, sql: FIRST }]

/** "CSLG": by this number in its header a file says that it is a ledger. */
export const APPLICATION_ID = 0x43_53_4c_47
