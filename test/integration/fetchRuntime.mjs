// A set-up in a process of its own, for the tests that need two of them or a disk of their own.

import { fallbackElectron } from '../../scripts/setup/electron-fallback.mjs'

const { cache, pin } = JSON.parse(String(process.argv[2]))
try {
  const { folder } = await fallbackElectron({ cache, pin })
  process.stdout.write(`${folder}\n`)
} catch (fault) {
  process.stdout.write(`${String(fault)}\n`)
}
