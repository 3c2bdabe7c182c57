import { noteKey } from '../../shared/evidence/index.ts'
import type { ConsoleRoster, EnrolRefusal } from '../journal/ConsoleRoster.ts'
import type { Enrolment, EnrolmentResult } from './api.ts'

const SENTENCES: Readonly<Record<EnrolRefusal, string>> = {
  console_has_other_key: 'A console with that id is enrolled with another key. Nothing was changed.',
  key_is_taken: 'One of these keys belongs to another console already. Nothing was changed.',
  key_was_revoked: 'That reviewer key was revoked here. Nothing was changed; make a new one.',
}

/** What decides whether a console may be enrolled. */
interface Facts {
  readonly pointKid: string
  readonly nowMs: number
}

/** Whether a console could be enrolled so, or the sentence why not. Changes nothing. */
export function vetEnrolment(roster: ConsoleRoster, { console, reviewerKey, logOrigin }: Enrolment, { pointKid }: Facts): EnrolmentResult {
  if (new Set([console.key.kid, reviewerKey.kid, pointKid]).size < 3) return { status: 'refused', sentence: 'Point, console and reviewer need three different keys. Nothing was changed.' }
  if (!isOrigin(logOrigin, console.key)) return { status: 'refused', sentence: 'The console names no usable origin for its log. Nothing was changed.' }
  const refusal = roster.refusalOf(console.console_id, console.key.kid, reviewerKey.kid)
  return refusal === null ? { status: 'enrolled' } : { status: 'refused', sentence: SENTENCES[refusal] }
}

/** Enrols a console and its reviewer key, or says in a sentence why not. */
export function enrolInto(roster: ConsoleRoster, enrolment: Enrolment, facts: Facts): EnrolmentResult {
  const vetted = vetEnrolment(roster, enrolment, facts)
  if (vetted.status === 'refused') return vetted
  const { console, reviewerKey, logOrigin, person, roles, groups, lapsesAtMs } = enrolment
  roster.enrol(
    { consoleId: console.console_id, name: console.name, key: console.key, logOrigin },
    { key: reviewerKey, person, roles, groups, enrolledAtMs: facts.nowMs, lapsesAtMs: lapsesAtMs ?? null },
  )
  return vetted
}

/** Whether a text can be the origin of a log: the name of a key in signed notes. */
function isOrigin(origin: string, key: Enrolment['console']['key']): boolean {
  try {
    noteKey(origin, key)
    return true
  } catch {
    return false
  }
}
