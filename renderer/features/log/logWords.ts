import type { LogEntryView, LogRow, LogView } from '../../../shared/ipc/views.ts'
import { momentOf } from '../../components/moments.ts'
import { countOf, counted } from '../../components/numbers.ts'

/** How the log stands, in a word, and in a sentence where there is something to say. */
export interface Integrity {
  readonly tone: 'ok' | 'broken' | 'unknown'
  readonly word: string
  readonly more: string
}

/** Null is a log of which the core has said nothing. Only an open one is intact: it was checked when it was opened. */
export function integrityOf(log: LogView | null): Integrity {
  if (log === null) return { tone: 'unknown', word: 'Not known', more: 'the core has not said how the log stands' }
  const reserve = log.inReserve === 0 ? '' : `, ${countOf(log.inReserve)} in reserve`
  switch (log.status) {
    case 'opening':
      return { tone: 'unknown', word: 'Opening', more: 'the log is being checked' }
    case 'open':
      return log.fault === null
        ? { tone: 'ok', word: 'Intact', more: `${counted(log.size, 'entry', 'entries')}${reserve}` }
        : { tone: 'broken', word: 'Broken', more: `${log.sentence ?? log.fault}${reserve}` }
    case 'read_only':
      return { tone: 'broken', word: 'Read only', more: `${log.sentence ?? log.fault ?? 'no reason was given'}${reserve}` }
    case 'refused':
      return { tone: 'broken', word: 'Refused', more: `${log.sentence ?? log.fault ?? 'no reason was given'}${reserve}` }
  }
}

/** The row as one sentence for a screen reader. */
export function spokenEntry({ n, atMs, sentence, by, verdict, agentName }: LogRow, nowMs: number, nameOf: (text: string) => string): string {
  const parts = [`entry ${n}`, `${momentOf(atMs, nowMs)} UTC`, verdict, nameOf(sentence), agentName === null ? null : nameOf(agentName), by === null ? 'nobody' : `by ${nameOf(by)}`]
  return parts.filter((part) => part !== null).join(', ')
}

export const SIGNATURE_WORDS: Readonly<Record<LogEntryView['signature']['status'], string>> = { verified: 'Valid', not_verified: 'Does not verify', unknown_key: 'Key not known', none: 'Not a signed body' }
export const INCLUSION_WORDS: Readonly<Record<LogEntryView['inclusion']['status'], string>> = { matches: 'Matches', does_not_match: 'Does not match', not_available: 'Not available' }
export const BODY_WORDS: Readonly<Record<LogEntryView['bodyStatus'], string>> = { kept: 'kept', removed: 'removed by retention; its hash stays', damaged: 'damaged: it does not fit its hash' }

/** How many bytes there are, and what of them does not show itself. */
export function bytesWords({ bytes, suspicious }: { readonly bytes: number; readonly suspicious: number }): string {
  return `${countOf(bytes)} bytes, ${suspicious === 0 ? 'no suspicious characters' : counted(suspicious, 'suspicious character')}`
}

/** A hash as people compare it: the first sixteen digits and the last eight, four and four. */
export function shortHash(hash: string): string {
  const digits = hash.replace(/^sha256:/, '')
  if (digits.length <= 24) return fours(digits)
  return `${fours(digits.slice(0, 16))} … ${fours(digits.slice(-8))}`
}

const fours = (digits: string) => digits.replace(/(.{4})(?=.)/g, '$1 ')

/** The proof as it is copied: JSON that stands for itself, in ASCII, with nothing of the body but its hash. */
export function proofText({ row: { n, atMs, kind }, bodyHash, inclusion, checkpoint }: LogEntryView): string {
  const { leaf, path, root, size } = inclusion
  const proof = { entry: { n, at: new Date(atMs).toISOString(), kind, body_hash: bodyHash }, inclusion: { leaf, path, root, size }, checkpoint }
  return JSON.stringify(proof, null, 2).replace(/[^\x20-\x7e\n]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** One level of the path from an entry to the root, from the entry up. */
export type ProofLevel = { readonly kind: 'sibling'; readonly hash: string; readonly side: 'left' | 'right' } | { readonly kind: 'skipped'; readonly levels: number }

/** The path as it is drawn: of a long one the first three levels and the last, the rest counted. */
export function levelsOf(path: LogEntryView['inclusion']['path']): readonly ProofLevel[] {
  const all = path.map(({ hash, side }): ProofLevel => ({ kind: 'sibling', hash, side }))
  return all.length <= 5 ? all : [...all.slice(0, 3), { kind: 'skipped', levels: all.length - 4 }, ...all.slice(-1)]
}
