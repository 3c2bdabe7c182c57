import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DISPLAY_PROFILE } from '../../../shared/display/index.ts'

const folder = join(import.meta.dirname, '../../../shared/display')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))

// Each of these asks the runtime about characters, and two runtimes give two answers. `\s` and `\w` with the u flag,
// case mapping and trimming are among them.
const BANNED = [
  /\\[pP]\{/, /\bIntl\b/, /\.normalize\(/, /localeCompare/, /toLocale/, /\.to(?:Upper|Lower)Case\(\)(?!\.padStart)/, /\.trim(?:Start|End)?\(/, /\\[sSwW](?![a-z])/, /\bTextDecoder\b/, /\bTextEncoder\b/,
  /\/[dgimsy]*[uv][dgimsy]*(?=[.,;)\s])(?<=\/[a-z]*)(?!\*)\.(?:test|exec)/, /\bBuffer\b/, /Date\b/, /Math\.random/, /\bprocess\b/, /\bwindow\b/, /\bdocument\./, /\bJSON\./,
]

describe('the source of shared/display', () => {
  test.each(files)('asks no runtime about characters: %s', (name) => {
    const code = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    for (const pattern of BANNED) expect(code, String(pattern)).not.toMatch(pattern)
  })

  test.each(files)('imports only its own files, json and util: %s', (name) => {
    const code = readFileSync(join(folder, name), 'utf8')
    for (const [, path = ''] of code.matchAll(/from '([^']+)'/g)) {
      const target = join('/shared/display', name, '..', path)
      expect(target).toMatch(/^\/shared\/(?:display\/|json\/index\.ts$|util\/)/)
    }
  })

  test.each(files)('writes hostile characters only as escapes: %s', (name) => {
    expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/[^\n\x20-\x7e\u2248\u2026]/)
  })

  test('names the version of its tables in the profile', () => {
    expect(DISPLAY_PROFILE).toMatch(/^countersign-display-v1\+unicode-[0-9]+\.[0-9]+$/)
  })
})

describe('the generated tables', () => {
  test('are what the generator makes of this Node and the pinned package', async (ctx) => {
    const { RUNS, UNICODE_VERSION, LOOK_ALIKES } = await import('../../../shared/display/generated/unicodeTables.ts')
    if (process.versions['unicode'] !== UNICODE_VERSION) return ctx.skip(`this Node has Unicode ${process.versions['unicode']}, the tables ${UNICODE_VERSION}`)
    const { printRuns } = await import('../../../scripts/unicode/runs.mjs')
    expect(printRuns().runs.join(' ')).toBe(RUNS)

    const data = dataOrNull()
    if (data === null) return ctx.skip('the package unhomoglyph is absent')
    const { printLookAlikes } = await import('../../../scripts/unicode/look-alikes.mjs')
    expect(printLookAlikes(JSON.parse(readFileSync(data, 'utf8'))).lookAlikes.join(' ')).toBe(LOOK_ALIKES)
  })
})

function dataOrNull(): string | null {
  try {
    return createRequire(import.meta.url).resolve('unhomoglyph/data.json')
  } catch {
    return null
  }
}
