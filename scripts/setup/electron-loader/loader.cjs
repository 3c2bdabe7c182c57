// Stands where Electron's own default app would: `electron [-r MODULE]... [switches] APP_FOLDER` runs that app.
// `-r` must be honoured before the app loads, because Playwright attaches by it.
'use strict'

const { app } = require('electron')
const { join, resolve } = require('node:path')

const preloads = []
let folder

for (let i = 1; i < process.argv.length; i++) {
  const argument = process.argv[i]
  if (argument === '-r' || argument === '--require') preloads.push(process.argv[++i])
  else if (!argument.startsWith('-')) {
    folder = resolve(argument)
    break
  }
}

for (const module of preloads) require(module)

if (folder === undefined) {
  process.stderr.write('Usage: electron APP_FOLDER\n')
  app.exit(2)
} else {
  const manifest = require(join(folder, 'package.json'))
  app.setAppPath(folder)
  if (manifest.productName ?? manifest.name) app.setName(manifest.productName ?? manifest.name)
  if (manifest.version) app.setVersion(manifest.version)
  require(join(folder, manifest.main))
}
