// Writes shared/display/generated/unicodeTables.ts. The product itself must never ask its runtime what a character is,
// because two runtimes give two answers; this program asks one Node, once, and writes the answers down.
//
//   node scripts/unicode/generate.mjs [--confusables FILE]
//
// The look-alikes come from the npm package unhomoglyph (MIT, Unicode's confusables.txt), or from FILE of the same form.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { printLookAlikes } from './look-alikes.mjs'
import { printRuns } from './runs.mjs'

const { values } = parseArgs({ options: { confusables: { type: 'string' } } })
const path = values.confusables ?? createRequire(import.meta.url).resolve('unhomoglyph/data.json')
/** @type {Record<string, string>} */
const skeletons = JSON.parse(readFileSync(path, 'utf8'))

const { names, runs } = printRuns()
const { lookAlikes, words } = printLookAlikes(skeletons)
const text = `// Made by scripts/unicode/generate.mjs with Node ${process.versions.node}. Do not edit by hand.

/** The Unicode version of the Node that made these tables; part of the name of the display profile. */
export const UNICODE_VERSION = '${process.versions['unicode']}'

/** What a run of code points can be: a class that is boxed, or for a letter its script. */
export const RUN_NAMES = [
${wrap(names.map((name) => `'${name}',`))}
] as const

/** All code points from U+0080 on, in order, as runs \`LENGTH.NAME\` (base 36; the name by its place above). */
export const RUNS =
${quote(runs)}

/** The characters (hexadecimal) that look like an ASCII character; a group for each, in the order of \`LOOK_ALIKE_ASCII\`. */
export const LOOK_ALIKES =
${quote(lookAlikes)}

/** The ASCII characters that \`LOOK_ALIKES\` speaks of, sorted. */
export const LOOK_ALIKE_ASCII = '${words.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'
`
writeFileSync(join(import.meta.dirname, '../../shared/display/generated/unicodeTables.ts'), text)
process.stdout.write(`Unicode ${process.versions['unicode']}: ${runs.length} runs, ${words.length} ASCII characters with look-alikes, ${text.length} bytes\n`)

/** @param {string[]} items */
function wrap(items) {
  return fill(items, 116).map((line) => `  ${line.trimEnd()}`).join('\n')
}

/**
 * One long string in pieces of equal length: it is cut anywhere, because the pieces are joined again.
 * @param {string[]} items
 */
function quote(items) {
  const pieces = items.join(' ').match(/.{1,112}/g) ?? []
  return pieces.map((piece) => `  '${piece}'`).join(' +\n')
}

/**
 * Items joined by spaces, in lines of at most `width`.
 * @param {string[]} items
 * @param {number} width
 */
function fill(items, width) {
  const lines = ['']
  for (const item of items) {
    if ((lines.at(-1) ?? '').length + item.length + 1 > width) lines.push('')
    lines[lines.length - 1] += `${item} `
  }
  return lines
}
