import type Database from 'better-sqlite3'

/** Every statement of the journal, prepared once. What must hold at the moment of writing stands in the writing itself. */
export function prepare(db: Database.Database) {
  return {
    evaluation: db.prepare('INSERT INTO evaluation (id, session_id, verdict, at, record) VALUES (?, ?, ?, ?, ?)'),
    challenge: db.prepare("INSERT INTO challenge (id, envelope, challenge_hash, approvals_required, expires_wall_ms, state) VALUES (?, ?, ?, ?, ?, 'pending')"),
    // Pending and in time, in the very statement that accepts.
    decision: db.prepare(`INSERT INTO decision (id, challenge_id, verdict, iss, sub, kid, self_approved, at_wall_ms, envelope)
      SELECT @decisionId, id, @verdict, @iss, @sub, @kid, @selfApproved, @wallMs, @envelope FROM challenge
      WHERE id = @challengeId AND state = 'pending' AND expires_wall_ms > @wallMs`),
    deny: db.prepare("UPDATE challenge SET state = 'denied', ended_wall_ms = @wallMs, ended_by = @by WHERE id = @challengeId AND state = 'pending'"),
    approvers: db.prepare("SELECT count(*) AS count FROM (SELECT DISTINCT iss, sub FROM decision WHERE challenge_id = ? AND verdict = 'approve' AND void = 0)"),
    approve: db.prepare("UPDATE challenge SET state = 'approved', ended_wall_ms = @wallMs, ended_by = @by WHERE id = @challengeId AND state = 'pending' AND approvals_required <= @count"),
    end: db.prepare("UPDATE challenge SET state = @state, reason = @reason, ended_wall_ms = @atMs WHERE id = @challengeId AND state = 'pending'"),
    consume: db.prepare("UPDATE challenge SET consumed = 1 WHERE id = ? AND state = 'approved' AND consumed = 0"),
    // A pending one among them was approved in memory alone; it can no more be approved.
    voidOne: db.prepare("UPDATE challenge SET consumed = 1 WHERE id = ? AND state IN ('pending', 'approved')"),
    enforcement: db.prepare('INSERT INTO enforcement (evaluation_id, challenge_id, outcome, record) VALUES (?, ?, ?, ?)'),
    setMeta: db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'),
    getMeta: db.prepare('SELECT value FROM meta WHERE name = ?'),
    epoch: db.prepare("INSERT INTO meta (name, value) VALUES ('epoch', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE CAST(excluded.value AS INTEGER) > CAST(value AS INTEGER)"),
    lock: db.prepare('INSERT INTO lock (id, epoch, record, envelope) VALUES (?, ?, ?, ?)'),
    release: db.prepare('UPDATE lock SET record = ?, released_wall_ms = ?, release_envelope = ? WHERE id = ? AND released_wall_ms IS NULL'),
    locks: db.prepare('SELECT record FROM lock WHERE released_wall_ms IS NULL OR released_wall_ms > ? ORDER BY epoch'),
    revocation: db.prepare('INSERT INTO revocation (epoch, target, kid) VALUES (?, ?, ?)'),
    revocations: db.prepare('SELECT epoch, target, kid FROM revocation ORDER BY epoch'),
    voidDecisions: db.prepare("UPDATE decision SET void = 1 WHERE kid = ? AND verdict = 'approve' AND challenge_id IN (SELECT id FROM challenge WHERE state = 'pending')"),
    voidApproved: db.prepare("UPDATE challenge SET consumed = 1 WHERE state = 'approved' AND consumed = 0 AND id IN (SELECT challenge_id FROM decision WHERE kid = ? AND verdict = 'approve' AND void = 0)"),
    // Whatever waits for a caller is over, and an approval that was not consumed is lost.
    voidAll: db.prepare(`UPDATE challenge SET state = CASE state WHEN 'pending' THEN 'cancelled' ELSE state END, reason = CASE state WHEN 'pending' THEN @reason ELSE reason END, ended_wall_ms = coalesce(ended_wall_ms, @atMs), consumed = 1
      WHERE state IN ('pending', 'approved') AND consumed = 0`),
    unresolved: db.prepare("SELECT * FROM challenge WHERE state = 'approved' AND NOT EXISTS (SELECT 1 FROM enforcement WHERE enforcement.challenge_id = challenge.id)"),
    read: db.prepare('SELECT state, reason, consumed FROM challenge WHERE id = ?'),
    find: db.prepare('SELECT * FROM challenge WHERE id = ?'),
    recent: db.prepare('SELECT * FROM (SELECT * FROM challenge WHERE ended_wall_ms > ? ORDER BY ended_wall_ms DESC LIMIT ?) ORDER BY ended_wall_ms'),
    lastEnforcement: db.prepare('SELECT record FROM enforcement WHERE challenge_id = ? ORDER BY n DESC LIMIT 1'),
    countDecisions: db.prepare('SELECT count(*) AS count FROM decision WHERE challenge_id = ? AND void = 0'),
    decisionsOf: db.prepare('SELECT id FROM decision WHERE challenge_id = ? AND iss = ? AND sub = ? ORDER BY at_wall_ms'),
    fact: db.prepare('INSERT INTO fact (at_ms, what, sentence, fact) VALUES (?, ?, ?, ?)'),
    record: db.prepare('INSERT INTO record (n, kind, id, body_hash) VALUES (?, ?, ?, ?)'),
    records: db.prepare('SELECT n, kind, id, body_hash FROM record ORDER BY n'),
  }
}

export type Statements = ReturnType<typeof prepare>
