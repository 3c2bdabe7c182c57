import type { SqlIssueCode } from './SqlToken.ts'

/** What is said about each thing that was not decoded. */
export const SQL_SENTENCES: Readonly<Record<SqlIssueCode, string>> = {
  executable_comment: 'Some databases run or obey what stands in this comment.',
  nested_comment: 'A comment begins inside a comment. Databases disagree where it ends.',
  dash_comment: 'Some databases read these two dashes as a comment, others as two minus signs.',
  hash_comment: 'Some databases read this sign as the begin of a comment, others as an operator.',
  backslash: 'A backslash stands before a quote. Databases disagree where this string ends.',
  dollar_quote: 'Some databases read this as the begin of a string, others do not.',
  bracket_name: 'Some databases read this bracket as the begin of a name, others as an index.',
  hidden_character: 'A character that does not show itself stands outside of quotes. Databases disagree what it does.',
  unfinished: 'A quote or comment is opened here and never closed. What follows was not decoded.',
  unknown_statement: 'This statement begins with a word that is not known here. What it does was not decoded.',
  runs_code: 'This runs code that does not stand here, or a program with steps of its own. It was not decoded.',
  explain: 'EXPLAIN can run the statement that it explains. That statement was not decoded.',
  nested_write: 'A statement that changes rows stands inside this one. It was not decoded.',
  select_into: 'This SELECT writes its rows somewhere. Where was not decoded.',
  no_target: 'The table that this statement is about was not found.',
  too_long: 'The text has more parts than are read here. From here on nothing was decoded.',
  several_targets: 'This statement names more than one table. Which of them it changes was not decoded.',
}
