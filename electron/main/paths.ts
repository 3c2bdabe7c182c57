import { join } from 'node:path'
import { app } from 'electron'

const out = join(app.getAppPath(), 'out')
const node = join(app.getAppPath(), 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')

/** Where the parts of the program lie, from where the program itself lies. */
export const paths = {
  preload: join(out, 'preload', 'preload.cjs'),
  core: join(out, 'core', 'core.cjs'),
  renderer: join(out, 'renderer'),
  node,
} as const
