import type { Span } from '../facts/FactsDocument.ts'
import { lexSql } from './lexSql.ts'
import { findTargets, keyword } from './findTargets.ts'
import type { WhereClause } from './SqlDetail.ts'
import type { SqlIssue, SqlIssueCode, SqlToken } from './SqlToken.ts'

/** One statement; offsets count UTF-16 code units. */
export interface SqlStatement extends Span {
  /** Empty where the first word is not known. */
  readonly verb: string
  readonly targets: readonly string[]
  readonly calls: readonly string[]
  readonly where: WhereClause
}

/** A text in SQL as statements, its comments, and everything that was not decoded, in the order of the text. */
export interface SqlText {
  readonly statements: readonly SqlStatement[]
  readonly comments: readonly Span[]
  readonly issues: readonly SqlIssue[]
}

const VERBS = new Set([
  'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'REPLACE', 'TRUNCATE', 'DROP', 'ALTER', 'CREATE', 'GRANT',
  'REVOKE', 'COPY', 'EXPLAIN', 'SET', 'SHOW', 'USE', 'BEGIN', 'START', 'COMMIT', 'ROLLBACK', 'SAVEPOINT', 'RELEASE',
  'VALUES', 'VACUUM', 'ANALYZE', 'DESCRIBE', 'DESC', 'LOCK', 'COMMENT', 'REINDEX', 'RENAME',
])
const RUNS_CODE = new Set([
  'CALL', 'EXEC', 'EXECUTE', 'DO', 'DECLARE', 'PREPARE', 'LOAD', 'IF', 'WHILE', 'LOOP', 'HANDLER', 'ATTACH',
  'PRAGMA',
])
const NOT_CALLS = new Set([
  'IN', 'VALUES', 'AND', 'OR', 'NOT', 'EXISTS', 'ANY', 'ALL', 'SOME', 'AS', 'ON', 'USING', 'OVER', 'FROM', 'WHERE',
  'SELECT', 'INTO', 'TABLE', 'KEY', 'CHECK', 'BY', 'SET', 'WITH', 'CASE', 'WHEN', 'THEN', 'ELSE', 'FILTER', 'UNION',
  'EXCEPT', 'INTERSECT', 'JOIN', 'LATERAL', 'DISTINCT', 'RETURNING', 'LIKE', 'BETWEEN', 'UNIQUE', 'PRIMARY',
  'REFERENCES', 'CONFLICT', 'ARRAY', 'ROW',
])

/** Reads SQL by the grammar that the databases share. Total: what it cannot decode is an issue, never a guess. */
export function parseSql(text: string): SqlText {
  const { tokens, comments, issues } = lexSql(text)
  const found: SqlIssue[] = [...issues]
  const wheres = comments.filter(({ start, end }) => /where/i.test(text.slice(start, end)))
  const statements = splitStatements(tokens).map((statement) => readStatement(statement, text, wheres, found))
  return { statements, comments, issues: found.sort((a, b) => a.start - b.start || a.end - b.end) }
}

function splitStatements(tokens: readonly SqlToken[]): SqlToken[][] {
  const statements: SqlToken[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === ';') statements.push([])
    else statements.at(-1)?.push(token)
  }
  return statements.filter((statement) => statement.length > 0)
}

function readStatement(tokens: readonly SqlToken[], text: string, wheres: readonly Span[], issues: SqlIssue[]): SqlStatement {
  const place = { start: tokens[0]?.start ?? 0, end: tokens.at(-1)?.end ?? 0 }
  const report = (code: SqlIssueCode) => issues.push({ code, ...place })
  const outer = outermost(tokens)
  const first = keyword(outer[0])
  const verb = first === 'WITH' ? keyword(outer.find((token) => ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(keyword(token)))) : first
  const isKnown = VERBS.has(verb)
  if (RUNS_CODE.has(verb) || (isKnown && hidesSteps(verb, outer))) report('runs_code')
  else if (!isKnown) report('unknown_statement')
  if (verb === 'EXPLAIN') report('explain')
  if (verb === 'SELECT' && outer.some((token) => keyword(token) === 'INTO')) report('select_into')
  if (hasNestedWrite(tokens) || hasSecondWrite(verb, outer)) report('nested_write')
  const targets = isKnown ? findTargets(verb, outer, tokens, report) : []
  return { verb: isKnown ? verb : '', targets, calls: callsIn(tokens), where: whereOf(verb, outer, () => hasWhere(place, wheres, text)), ...place }
}

/** Steps of their own: a body of code, or `BEGIN` where it does not only begin a transaction. */
function hidesSteps(verb: string, outer: readonly SqlToken[]): boolean {
  const words = outer.map(keyword)
  if (verb === 'CREATE') return words.some((word) => ['FUNCTION', 'PROCEDURE', 'TRIGGER', 'EVENT', 'RULE', 'PACKAGE'].includes(word))
  if (verb === 'BEGIN') return words.length > 1 && !['TRANSACTION', 'WORK', 'TRAN', 'DEFERRED', 'IMMEDIATE', 'EXCLUSIVE', 'ISOLATION', 'READ'].includes(words[1] ?? '')
  return verb === 'COPY' && words.includes('PROGRAM')
}

/** The tokens that stand in no parentheses. */
function outermost(tokens: readonly SqlToken[]): SqlToken[] {
  let depth = 0
  return tokens.filter((token) => {
    if (token.kind !== 'symbol') return depth === 0
    if (token.text === ')') depth--
    if (token.text === '(') depth++
    return depth === 0 && token.text !== ')'
  })
}

const hasNestedWrite = (tokens: readonly SqlToken[]) =>
  tokens.some((token, i) => ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(keyword(token)) && tokens[i - 1]?.text === '(' && tokens[i + 1]?.text !== '(')

/**
 * Whether a second statement follows without a semicolon, which SQL Server allows. Words that belong to the first one
 * are known by the word before them: FOR UPDATE, ON DELETE, DO UPDATE, KEY UPDATE, THEN INSERT, OR REPLACE.
 */
function hasSecondWrite(verb: string, outer: readonly SqlToken[]): boolean {
  if (['GRANT', 'REVOKE', 'EXPLAIN'].includes(verb)) return false
  const words = outer.map(keyword)
  const verbs = verb === 'ALTER' || verb === 'CREATE' ? WRITES : [...WRITES, 'DROP', 'ALTER', 'CREATE', 'GRANT', 'REVOKE']
  const first = words.indexOf(verb)
  return words.some((word, i) => i > first && verbs.includes(word) && !['FOR', 'ON', 'DO', 'KEY', 'THEN', 'OR'].includes(words[i - 1] ?? ''))
}

const WRITES = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE', 'EXEC', 'EXECUTE']

function whereOf(verb: string, outer: readonly SqlToken[], isInComment: () => boolean): WhereClause {
  if (verb !== 'DELETE' && verb !== 'UPDATE') return 'not_applicable'
  if (outer.some((token) => keyword(token) === 'WHERE')) return 'present'
  return isInComment() ? 'only_in_comment' : 'absent'
}

/**
 * Whether a comment in the statement, or between it and the next, says "where".
 * @param wheres the comments that say it, in the order of the text
 */
function hasWhere(statement: Span, wheres: readonly Span[], text: string): boolean {
  const next = text.indexOf(';', statement.end)
  const first = wheres.find(({ start }) => start >= statement.start)
  return first !== undefined && (next === -1 || first.end <= next)
}

function callsIn(tokens: readonly SqlToken[]): string[] {
  const calls = tokens.filter((token, i) => token.kind === 'word' && tokens[i + 1]?.text === '(' && isCall(keyword(token), keyword(tokens[i - 1])))
  return [...new Set(calls.map((token) => token.text))]
}

// `INSERT INTO orders (id)` is a table with its columns.
const isCall = (word: string, before: string) => !NOT_CALLS.has(word) && !['INTO', 'TABLE', 'UPDATE', 'JOIN', 'EXISTS'].includes(before)
