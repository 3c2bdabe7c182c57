import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appFolder } from './surroundings.ts'

/** The built program with another core in its place. */
export function programWithCore(where: string, source: string): string {
  const folder = join(where, 'program')
  mkdirSync(folder)
  cpSync(join(appFolder, 'package.json'), join(folder, 'package.json'))
  cpSync(join(appFolder, 'out'), join(folder, 'out'), { recursive: true })
  symlinkSync(join(appFolder, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'out', 'core', 'core.cjs'), source)
  return folder
}
