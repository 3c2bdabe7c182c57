/**
 * The tables of the console room, in the journal's own file. Each is made where it is missing, so that a journal of an
 * earlier build gets them at its next start. Nothing that a person signed, and no answer to it, is ever deleted here.
 */
export const CONSOLE_SCHEMA = `
CREATE TABLE IF NOT EXISTS console_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS console_roster (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kid TEXT NOT NULL UNIQUE, x TEXT NOT NULL, log_origin TEXT NOT NULL, enrolled_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS console_reviewer_key (
  kid TEXT PRIMARY KEY, console_id TEXT NOT NULL REFERENCES console_roster (id), x TEXT NOT NULL,
  iss TEXT NOT NULL, sub TEXT NOT NULL, name TEXT NOT NULL, roles TEXT NOT NULL, group_names TEXT NOT NULL,
  enrolled_at_ms INTEGER NOT NULL, lapses_at_ms INTEGER, revoked_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS console_log_head (
  console_id TEXT NOT NULL, origin TEXT NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL, PRIMARY KEY (console_id, origin)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS console_log_reset (
  n INTEGER PRIMARY KEY AUTOINCREMENT, console_id TEXT NOT NULL, new_origin TEXT NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL, nonce TEXT NOT NULL,
  envelope TEXT NOT NULL, at_ms INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('pending', 'replaced', 'accepted')),
  UNIQUE (console_id, nonce)
) STRICT;
CREATE TABLE IF NOT EXISTS console_command (
  envelope_hash TEXT PRIMARY KEY,
  verb TEXT NOT NULL CHECK (verb IN ('decide', 'engage', 'release')),
  subject_id TEXT NOT NULL,
  holds_id INTEGER NOT NULL CHECK (holds_id IN (0, 1)),
  kid TEXT, nonce TEXT,
  receipt TEXT,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS console_command_subject ON console_command (verb, subject_id) WHERE holds_id = 1;
CREATE UNIQUE INDEX IF NOT EXISTS console_command_nonce ON console_command (kid, nonce) WHERE nonce IS NOT NULL;
CREATE TABLE IF NOT EXISTS console_pending_release (
  lock_id TEXT NOT NULL, iss TEXT NOT NULL, sub TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (lock_id, iss, sub)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS console_stream (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, control_seq INTEGER NOT NULL, telemetry_seq INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS console_control (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, at_ms INTEGER NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL, scope TEXT NOT NULL, epoch INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS console_control_at ON console_control (at_ms);
`
