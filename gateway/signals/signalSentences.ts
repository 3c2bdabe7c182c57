import { basename } from 'node:path'
import { plainText } from '../../shared/display/index.ts'
import { printTime, type Signal } from '../../shared/protocol/index.ts'
import type { Call } from '../enforce/ports.ts'
import type { SeenFile } from './fileFacts.ts'
import type { AccessCount } from './FirstAccess.ts'

/** The name of a file for a sentence of ours: what does not show itself is written out, and the middle of a long one left out. */
const shown = (name: string) => (name === '' ? 'the file' : plainText(basename(name) || name, 80))

/** A file that this session did not write, or not as it is now. Anybody can check it with a look at the file's date. */
export function foreignFile(file: SeenFile, written: { readonly count: number; readonly sinceMs: number | null }, nowMs: number): Signal {
  return {
    code: 'foreign_file',
    level_id: 2,
    sentence: foreignSentence(file),
    baseline: { count: 0, of: written.count, since: printTime(written.sinceMs ?? nowMs) },
  }
}

function foreignSentence({ name, path, origin, changedAtMs }: SeenFile): string {
  if (path === null) return `Which file ${shown(name)} is cannot be told here, so it counts as one that this session did not write.`
  const when = changedAtMs === null ? '' : ` on ${printTime(changedAtMs).slice(0, 10)} at ${printTime(changedAtMs).slice(11, 19)} UTC`
  if (origin === 'changed') return `This session wrote ${shown(name)}, and after that it was changed from elsewhere${when}.`
  return `This session did not write ${shown(name)}, which exists and was last changed${when}.`
}

/** A tool on a file that this agent has not used it on since the point started. */
export function firstTimeAccess({ tool }: Call, { name }: SeenFile, { count, of }: AccessCount, sinceMs: number): Signal {
  return {
    code: 'first_time_access',
    level_id: 1,
    sentence: `This agent has not run ${plainText(tool, 60)} on ${shown(name)} before: none of its ${of} calls since this point started did.`,
    baseline: { count, of, since: printTime(sinceMs) },
  }
}
