// countersign-gateway: the enforcement point that stands in front of an agent's tools.

import { parseArgs } from 'node:util'

const USAGE = `countersign-gateway ${__APP_VERSION__}

This version has no enforcement point yet: it answers --help and --version only.
`

const { values } = parseArgs({ options: { version: { type: 'boolean' }, help: { type: 'boolean' } }, allowPositionals: true, strict: false })

if (values.version) process.stdout.write(`${__APP_VERSION__}\n`)
else if (values.help) process.stdout.write(USAGE)
else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}
