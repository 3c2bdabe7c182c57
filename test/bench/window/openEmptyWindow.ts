import { join } from 'node:path'
import { openConsole, type OpenConsole } from '../../e2e/console.ts'
import { EMPTY_WINDOW } from '../places.ts'

/** Opens the empty window as the console is opened, with a bare client of this address behind it. */
export function openEmptyWindow(base: string, address: string): Promise<OpenConsole> {
  return openConsole({ userFolder: join(base, 'empty'), folder: EMPTY_WINDOW, args: [`--bench-address=${address}`] })
}
