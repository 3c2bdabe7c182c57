import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { JsonError, parseJson, printCanonicalJson, toJsonValue } from '../../shared/json/index.ts'

/** What became of one file: its canonical form, or the code and place of the refusal. */
export type Verdict = { readonly canonical: string } | { readonly refused: string; readonly offset: number }

/** The verdict on every file of a folder, by name. */
export function readVerdicts(folder: string): Record<string, Verdict> {
  return Object.fromEntries(readdirSync(folder).sort().map((name) => [name, verdictOn(readFileSync(join(folder, name)))]))
}

export function verdictOn(bytes: Uint8Array): Verdict {
  try {
    return { canonical: printCanonicalJson(toJsonValue(parseJson(bytes))) }
  } catch (fault) {
    if (!(fault instanceof JsonError)) throw fault
    return { refused: fault.code, offset: fault.offset }
  }
}
