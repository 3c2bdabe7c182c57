import type { Calls } from './Contract.ts'
import type { Subscriptions } from './toWindow.ts'
import type { WindowToCore } from './windowToCore.ts'
import type { WindowToMain } from './windowToMain.ts'

/** All that the window can reach outside itself: `window.countersign`. The preload script provides exactly this. */
export type Bridge = Calls<WindowToMain> & Calls<WindowToCore> & Subscriptions
