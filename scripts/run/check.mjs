// `npm run check`: types, lint and architecture, in seconds.

import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkSources, conclude, runNodeTests, sum } from './checks.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const started = performance.now()

process.exitCode = conclude(sum(await checkSources(root), await runNodeTests(root, ['test/architecture'])), started)
