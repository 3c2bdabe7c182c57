// `npm run check`: types, lint and architecture, in seconds.

import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkSources, runNodeTests, sum } from './checks.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const { passed, failed, skipped } = sum(await checkSources(root), await runNodeTests(root, ['test/architecture']))
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped\n`)
process.exitCode = failed > 0 ? 1 : 0
