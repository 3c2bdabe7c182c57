// The names alone, without the schemas: all that the preload script needs, and so all that it carries.

/** What the window may ask of main. */
export const WINDOW_TO_MAIN = ['main.readHost', 'main.chooseTheme', 'main.chooseConfirmation', 'main.unlockKey', 'main.minimiseWindow', 'main.toggleMaximised', 'main.closeWindow'] as const

/** What the window may ask of the core; main checks and relays it. */
export const WINDOW_TO_CORE = [
  'core.readFeed', 'core.openChallenge', 'core.closeChallenge', 'core.reportShown', 'core.decide', 'core.previewStop', 'core.stop',
  'core.openRelease', 'core.release', 'core.readLog', 'core.readLogEntry', 'core.beginPairing', 'core.answerPairing', 'core.cancelPairing',
  'core.readPairing', 'core.retryLinks', 'core.beginNewLog',
] as const

/** What the window is told without asking. */
export const TO_WINDOW = ['window.hostChanged', 'window.feedPatched', 'window.cardChanged', 'window.pairingChanged'] as const
