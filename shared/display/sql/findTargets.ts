import type { SqlIssueCode, SqlToken } from './SqlToken.ts'

const NONE = new Set([
  'SET', 'SHOW', 'USE', 'BEGIN', 'START', 'COMMIT', 'ROLLBACK', 'SAVEPOINT', 'RELEASE', 'VALUES', 'EXPLAIN',
  'DESCRIBE', 'DESC', 'VACUUM', 'ANALYZE', 'LOCK', 'COMMENT', 'REINDEX', 'RENAME',
])
const PASSED_OVER = new Set([
  'FROM', 'INTO', 'ONLY', 'TABLE', 'VIEW', 'DATABASE', 'SCHEMA', 'INDEX', 'USER', 'ROLE', 'FUNCTION', 'PROCEDURE',
  'TRIGGER', 'SEQUENCE', 'TYPE', 'EXTENSION', 'IF', 'NOT', 'EXISTS', 'OR', 'REPLACE', 'ROLLBACK', 'ABORT', 'FAIL',
  'IGNORE', 'LOW_PRIORITY', 'QUICK', 'DELAYED', 'TEMP', 'TEMPORARY', 'UNIQUE', 'MATERIALIZED', 'CONCURRENTLY',
  'UNLOGGED', 'OVERWRITE', 'ON', 'GLOBAL', 'LOCAL',
])

/** A word as a keyword: upper case, ASCII only, because no database folds another letter to one of a keyword. */
export function keyword(token: SqlToken | undefined): string {
  if (token?.kind !== 'word') return ''
  return token.text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x20))
}

/**
 * The tables (or other things) that a statement is about.
 * @param outer the tokens that stand in no parentheses
 * @param all every token of the statement
 * @param report takes what was not decoded
 */
export function findTargets(verb: string, outer: readonly SqlToken[], all: readonly SqlToken[], report: (code: SqlIssueCode) => void): string[] {
  if (NONE.has(verb)) return []
  if (verb === 'SELECT') return namesAfter(all, ['FROM', 'JOIN'])
  const start = startOf(verb, outer)
  const read = start === -1 ? null : nameAt(outer, start)
  if (read === null) {
    report('no_target')
    return []
  }
  if (namesMore(verb, outer, read.next)) report('several_targets')
  return [read.name]
}

/** Where the name of the target is to be looked for. */
function startOf(verb: string, outer: readonly SqlToken[]): number {
  const after = outer.findIndex((token) => keyword(token) === verb) + 1
  const isAboutOther = verb === 'GRANT' || verb === 'REVOKE' || (verb === 'CREATE' && outer.slice(after, after + 3).some((token) => keyword(token) === 'INDEX'))
  let at = isAboutOther ? outer.findIndex((token) => keyword(token) === 'ON') : after
  while (at !== -1 && at < outer.length && PASSED_OVER.has(keyword(outer[at]))) at++
  return at
}

function namesMore(verb: string, outer: readonly SqlToken[], next: number): boolean {
  if (outer[next]?.text === ',') return true
  if (verb !== 'DELETE' && verb !== 'UPDATE') return false
  const words = outer.slice(next).map(keyword)
  return words.includes('JOIN') || (verb === 'DELETE' && (words.includes('FROM') || words.includes('USING')))
}

function namesAfter(tokens: readonly SqlToken[], before: readonly string[]): string[] {
  const names = tokens.flatMap((token, i) => {
    if (!before.includes(keyword(token))) return []
    const list: string[] = []
    let read = nameAt(tokens, i + 1)
    while (read !== null) {
      list.push(read.name)
      read = tokens[read.next]?.text === ',' ? nameAt(tokens, read.next + 1) : null
    }
    return list
  })
  return [...new Set(names)]
}

/** A name with its qualifiers, `prod."Customers"`, as it is meant: without its quotes. */
function nameAt(tokens: readonly SqlToken[], at: number): { name: string; next: number } | null {
  const parts: string[] = []
  for (let i = at; ; i += 2) {
    const token = tokens[i]
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name')) return null
    parts.push(token.text)
    if (tokens[i + 1]?.kind !== 'symbol' || tokens[i + 1]?.text !== '.') return { name: parts.join('.'), next: i + 1 }
  }
}
