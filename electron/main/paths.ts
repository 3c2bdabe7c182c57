import { join } from 'node:path'
import { app } from 'electron'

const out = join(app.getAppPath(), 'out')
/** From a source tree, the Node that set-up chose; else the one that came along. */
const named = app.isPackaged ? '' : app.commandLine.getSwitchValue('core-node')
const node = named || join(app.getAppPath(), 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')

/** Where the parts of the program lie, from where the program itself lies. */
export const paths = {
  preload: join(out, 'preload', 'preload.cjs'),
  core: join(out, 'core', 'core.cjs'),
  renderer: join(out, 'renderer'),
  node,
} as const
