import type { Bridge } from '../shared/ipc/Bridge.ts'

/** All that the window can reach outside itself. */
export const bridge: Bridge = window.countersign
