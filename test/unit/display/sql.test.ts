import { describe, expect, test } from 'vitest'
import { renderFacts, type SqlDetail } from '../../../shared/display/index.ts'
import { codesOf, drawn, factsOf, headlineOf, invocation } from './invocation.ts'

const facts = (sql: string) => factsOf({ sql }, { kind: 'sql' })
const headline = (sql: string) => headlineOf(facts(sql).headline)

function detail(sql: string): SqlDetail {
  const found = facts(sql).detail
  if (found.kind !== 'sql') throw new Error('not SQL')
  return found
}

describe('SQL', () => {
  test.each([
    ['DELETE FROM prod.customers WHERE id = 1', 'DELETE on <prod.customers>'],
    ['delete from only "Prod"."Cust omers" where x', 'DELETE on <Prod.Cust omers>'],
    ['UPDATE a SET b = 1', 'UPDATE on <a>'],
    ['INSERT INTO logs (a, b) VALUES (1, 2)', 'INSERT on <logs>'],
    ['TRUNCATE TABLE a', 'TRUNCATE on <a>'],
    ['DROP TABLE IF EXISTS x.y', 'DROP on <x.y>'],
    ['SELECT a FROM t JOIN u ON 1=1', 'SELECT on <t>'],
    ['SELECT 1', 'SELECT'],
    ['WITH x AS (SELECT 1) DELETE FROM t WHERE 1=1', 'DELETE on <t>'],
    ['CREATE UNIQUE INDEX i ON t (a)', 'CREATE on <t>'],
    ['GRANT ALL ON TABLE t TO bob', 'GRANT on <t>'],
    ['SELECT 1; DROP TABLE t; DELETE FROM u', '3 SQL statements, among them DROP on <t>'],
  ])('%j has its verb and target in the headline', (sql, expected) => expect(headline(sql)).toBe(`<billing-agent> wants to run ${expected}`))

  test('whose WHERE is inside a comment says so first', () => {
    const document = facts("DELETE FROM prod.customers /*\u202e } \u2066WHERE last_login < '2024-01-01'\u2069 \u2066 */")
    expect(headlineOf(document.secondLine)).toBe('The WHERE clause is inside a comment. 1 statement without a condition.')
    expect(document.detail).toMatchObject({ statements: [{ verb: 'DELETE', where: 'only_in_comment' }] })
  })

  test.each(['a;', '/**/', '$', 'UPDATE;/*where*/', '#\n'])('says where it ends to decode a text of %j without end', (piece) => {
    const document = facts(piece.repeat(20_000))
    expect(headlineOf(document.headline)).toBe('<billing-agent> wants to run SQL that is too long to be decoded')
    expect(document.notInspectable.length).toBeLessThanOrEqual(3 * 4_000)
    expect(codesOf(document)).toContain('too_long')
  })

  test('has no WHERE in the comment of another statement', () => {
    const text = 'UPDATE a SET x = 1; DELETE FROM b /* where */; /* where */ UPDATE c SET x = 1; DELETE FROM d'
    expect(facts(text).detail).toMatchObject({ statements: [{ where: 'absent' }, { where: 'only_in_comment' }, { where: 'absent' }, { where: 'absent' }] })
  })

  test('has its comments marked at their very bytes', () => {
    const sql = 'DELETE "a\u0412" /* \u202e "x" */ -- y'
    const bytes = invocation({ sql })
    const document = renderFacts(bytes, { agent: { name: 'a' }, kind: 'sql' })
    if (document.detail.kind !== 'sql') throw new Error('not SQL')
    expect(document.detail.notRunning.map(({ start, end }) => Buffer.from(bytes.subarray(start, end)).toString())).toEqual(['/* \u202e \\"x\\" */', '-- y'])
  })

  test('without WHERE says so, and a WHERE in a subquery or string is none', () => {
    expect(headlineOf(facts('DELETE FROM t; SELECT 1').secondLine)).toBe('1 of 2 statements without a WHERE clause.')
    for (const sql of ["UPDATE t SET a = 'where'", 'UPDATE t SET a = (SELECT 1 FROM u WHERE 1=1)']) expect(detail(sql).statements[0]?.where).toBe('absent')
    expect(detail('UPDATE t SET a = 1 WHERE b').statements[0]?.where).toBe('present')
  })

  test('lists the functions that it calls', () => {
    expect(detail('SELECT drop_all(1), count(*) FROM t WHERE a IN (1)').statements[0]?.calls.map(drawn)).toEqual(['drop_all', 'count'])
  })

  test.each([
    ['DELETE FROM t /*! WHERE 1=1 */', 'executable_comment'],
    ['DELETE FROM t /*M! WHERE 1=1 */', 'executable_comment'],
    ['SELECT /* a /* b */ c */ 1', 'nested_comment'],
    ['SELECT 1 --2', 'dash_comment'],
    ['SELECT 1 -- a\rDROP TABLE t', 'dash_comment'],
    ['SELECT 1 # a', 'hash_comment'],
    ["SELECT 'a\\' OR 1=1 -- '", 'backslash'],
    ['SELECT $$a$$', 'dollar_quote'],
    ['SELECT * FROM [a b]', 'bracket_name'],
    ['SELECT\u00a01', 'hidden_character'],
    ['DELETE FROM cust\u200bomers WHERE 1=1', 'hidden_character'],
    ["SELECT q'[it's]' FROM t", 'dollar_quote'],
    ["SELECT 'open", 'unfinished'],
    ['SELECT 1 /* open', 'unfinished'],
  ])('that databases read differently is not decoded: %j', (sql, code) => {
    expect(codesOf(facts(sql))).toContain(code)
    expect(headline(sql)).toBe('<billing-agent> wants to run SQL that databases read in different ways')
  })

  test.each([
    ['FROB x', 'unknown_statement'],
    ['CALL wipe()', 'runs_code'],
    ['CREATE FUNCTION f() RETURNS int', 'runs_code'],
    ['BEGIN DELETE FROM t', 'runs_code'],
    ["COPY t TO PROGRAM 'sh'", 'runs_code'],
    ['EXPLAIN ANALYZE DELETE FROM t', 'explain'],
    ['WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x', 'nested_write'],
    ['SELECT 1 DELETE FROM t', 'nested_write'],
    ['SELECT * INTO u FROM t', 'select_into'],
    ['DELETE', 'no_target'],
    ['DROP TABLE a, b', 'several_targets'],
    ['UPDATE a JOIN b ON 1=1 SET a.x = 1', 'several_targets'],
  ])('does not guess at %j', (sql, code) => expect(codesOf(facts(sql))).toContain(code))

  test.each([
    'SELECT a FROM t FOR UPDATE',
    'INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2',
    'ALTER TABLE t DROP COLUMN a',
    'CREATE TABLE t (a int REFERENCES u (b) ON DELETE CASCADE)',
    'GRANT SELECT, DELETE ON t TO bob',
    'CREATE OR REPLACE VIEW v AS SELECT 1',
    'MERGE INTO t USING u ON (1=1) WHEN MATCHED THEN UPDATE SET a = 1',
  ])('has no second statement in %j', (sql) => expect(codesOf(facts(sql))).toEqual([]))

  test('that is only a comment holds no statement', () => {
    expect(headline('-- DROP TABLE x')).toBe('<billing-agent> wants to run SQL that holds no statement')
  })

  test('does not fold letters of other scripts into keywords', () => {
    // In some runtimes and languages a dotless i becomes an I when it is put in upper case.
    expect(codesOf(facts('\u0131nsert INTO t VALUES (1)'))).toEqual(['unknown_statement'])
  })
})
