/** Tables that came after the version that a file says; made where they are missing. */
export const LATER_TABLES = `
CREATE TABLE IF NOT EXISTS fact (n INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, what TEXT NOT NULL, sentence TEXT NOT NULL, fact TEXT NOT NULL) STRICT;
`

/** The version of the tables; stored in `user_version`, so that a file of another version is never written to. */
export const SCHEMA_VERSION = 2

export const SCHEMA = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE record (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, body_hash TEXT NOT NULL) STRICT;
CREATE TABLE evaluation (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, verdict TEXT NOT NULL, at TEXT NOT NULL, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE challenge (
  id TEXT PRIMARY KEY,
  envelope TEXT NOT NULL,
  challenge_hash TEXT NOT NULL,
  approvals_required INTEGER NOT NULL,
  expires_wall_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'expired', 'cancelled', 'failed')),
  reason TEXT,
  ended_wall_ms INTEGER,
  ended_by TEXT,
  consumed INTEGER NOT NULL DEFAULT 0 CHECK (consumed IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_by_state ON challenge (state, consumed);
CREATE INDEX challenge_by_end ON challenge (ended_wall_ms);
CREATE TABLE decision (
  id TEXT PRIMARY KEY,
  challenge_id TEXT NOT NULL REFERENCES challenge (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('approve', 'deny')),
  iss TEXT NOT NULL, sub TEXT NOT NULL, kid TEXT NOT NULL,
  self_approved INTEGER NOT NULL CHECK (self_approved IN (0, 1)),
  at_wall_ms INTEGER NOT NULL,
  envelope TEXT NOT NULL,
  void INTEGER NOT NULL DEFAULT 0 CHECK (void IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_by_challenge ON decision (challenge_id);
CREATE INDEX decision_by_key ON decision (kid);
CREATE TABLE enforcement (n INTEGER PRIMARY KEY AUTOINCREMENT, evaluation_id TEXT NOT NULL, challenge_id TEXT, outcome TEXT NOT NULL, record TEXT NOT NULL) STRICT;
CREATE INDEX enforcement_by_challenge ON enforcement (challenge_id) WHERE challenge_id IS NOT NULL;
CREATE TABLE lock (id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, record TEXT NOT NULL, envelope TEXT, released_wall_ms INTEGER, release_envelope TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE revocation (epoch INTEGER PRIMARY KEY, target TEXT, kid TEXT, CHECK ((target IS NULL) <> (kid IS NULL))) STRICT;
`
