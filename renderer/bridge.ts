import type { Bridge } from '../shared/ipc/Bridge.ts'

declare global {
  interface Window {
    readonly countersign: Bridge
  }
}

/** All that the window can reach outside itself. */
export const bridge: Bridge = window.countersign
