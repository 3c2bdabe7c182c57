import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/** Tools of the reference file server by which files of this host are named. Others are added by hand. */
export const FILE_TARGETS = { write_file: '/path', edit_file: '/path', create_directory: '/path', move_file: { from: '/source', to: '/destination' } }

/** How calls of the reference file server are shown. An edit has several texts, so it is listed and not claimed to be one write. */
export const FILE_DISPLAY = {
  write_file: { kind: 'file_write', fields: { path: '/path', content: '/content' }, critical_pointers: ['/arguments/path'] },
  edit_file: { kind: 'json', critical_pointers: ['/arguments/path'] },
  move_file: { kind: 'json', critical_pointers: ['/arguments/source', '/arguments/destination'] },
}

/** The folder that the reference file server counts relative paths from: the first that it may work in. */
export function firstFolder(args: readonly string[], cwd: string): string | null {
  return args.map((argument) => resolve(cwd, argument)).find((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) ?? null
}
