import type { JsonNode } from '../../json/index.ts'
import type { NotInspectable, Part } from '../facts/FactsDocument.ts'
import type { Rendering } from '../facts/Rendering.ts'
import { sourceOfString } from '../facts/Source.ts'
import { count, term, text, theirs } from '../facts/words.ts'
import { showText } from '../showText.ts'
import { parseSql, type SqlStatement, type SqlText } from './parseSql.ts'
import { SQL_SENTENCES } from './sqlSentences.ts'
import { AMBIGUOUS } from './SqlToken.ts'

/** Of several statements the one that the headline names: what destroys most stands first. */
const WORST_FIRST = ['DROP', 'TRUNCATE', 'DELETE', 'UPDATE', 'MERGE', 'REPLACE', 'ALTER', 'GRANT', 'REVOKE', 'INSERT', 'COPY', 'CREATE']

/**
 * The rendering of a text in SQL.
 * @param bytes the invocation
 * @param node the string in it
 */
export function renderSql(bytes: Uint8Array, node: JsonNode & { readonly kind: 'string' }): Rendering {
  const source = sourceOfString(bytes, node)
  const sql = parseSql(source.text)
  const statements = sql.statements.map(({ verb, targets, calls, where, start, end }) => ({
    verb,
    targets: targets.map((name) => showText(name).tokens),
    calls: calls.map((name) => showText(name).tokens),
    where,
    ...source.spanOf(start, end),
  }))
  const notInspectable = sql.issues.map(({ code, start, end }): NotInspectable => {
    return { code, sentence: SQL_SENTENCES[code], text: showText(source.text.slice(start, end)).tokens, ...source.spanOf(start, end) }
  })
  return {
    detail: { kind: 'sql', statements, notRunning: sql.comments.map(({ start, end }) => source.spanOf(start, end)) },
    action: action(sql),
    secondLine: secondLine(sql),
    notInspectable,
  }
}

/** `run DELETE on prod.customers`; of several statements the number and the worst. */
function action({ statements, issues }: SqlText): Part[] {
  if (issues.some(({ code }) => code === 'too_long')) return [text(' wants to run SQL that is too long to be decoded')]
  if (statements.length === 0) return [text(' wants to run SQL that holds no statement')]
  if (issues.some(({ code }) => AMBIGUOUS.has(code))) return [text(' wants to run SQL that databases read in different ways')]
  const worst = worstOf(statements)
  if (worst === undefined || worst.verb === '') return [text(' wants to run SQL that could not be read')]
  const onTarget = worst.targets[0] === undefined ? [] : [text(' on '), theirs(worst.targets[0])]
  const several = statements.length > 1 ? [text(`${count(statements.length, 'SQL statement')}, among them `)] : []
  return [text(' wants to run '), ...several, term(worst.verb), ...onTarget]
}

function worstOf(statements: readonly SqlStatement[]): SqlStatement | undefined {
  const unknown = statements.find(({ verb }) => verb === '')
  if (unknown !== undefined) return unknown
  return statements.toSorted((a, b) => rankOf(a) - rankOf(b))[0]
}

const rankOf = ({ verb }: SqlStatement) => (WORST_FIRST.includes(verb) ? WORST_FIRST.indexOf(verb) : WORST_FIRST.length)

function secondLine({ statements, comments, issues }: SqlText): Part[] {
  const ambiguous = issues.filter(({ code }) => AMBIGUOUS.has(code)).length
  if (ambiguous > 0) return [text(`${count(ambiguous, 'part')} not decoded: what runs depends on the database.`)]
  const inComment = statements.filter(({ where }) => where === 'only_in_comment').length
  if (inComment > 0) return [text('The '), term('WHERE'), text(` clause is inside a comment. ${count(inComment, 'statement')} without a condition.`)]
  const absent = statements.filter(({ where }) => where === 'absent').length
  if (absent > 0) return [text(`${absent} of ${count(statements.length, 'statement')} without a `), term('WHERE'), text(' clause.')]
  const parts = [count(statements.length, 'statement')]
  if (comments.length > 0) parts.push(`${count(comments.length, 'comment')} that ${comments.length === 1 ? 'does' : 'do'} not run`)
  if (issues.length > 0) parts.push(`${count(issues.length, 'part')} not decoded`)
  return [text(`${parts.join(', ')}.`)]
}
