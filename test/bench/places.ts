import { join, resolve } from 'node:path'

/** The tree that this file lies in: the checkout, or what was laid out of it for the account that runs the window. */
export const root = resolve(import.meta.dirname, '..', '..')
export const GATEWAY = join(root, 'out', 'gateway', 'gateway.cjs')
/** A tool server that says when it read a call. */
export const STAMPING_SERVER = join(import.meta.dirname, 'floors', 'stampingServer.ts')
export const ONE_HOP = join(import.meta.dirname, 'floors', 'oneHop.ts')
export const EMPTY_WINDOW = join(import.meta.dirname, 'floors', 'emptyWindow')
export const PAINT_PROBE = join(import.meta.dirname, 'window', 'paintProbe.cjs')
