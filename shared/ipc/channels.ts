// The names alone, without the schemas: all that the preload script needs, and so all that it carries.

/** What the window may ask of main. */
export const WINDOW_TO_MAIN = ['main.readHost', 'main.chooseTheme', 'main.minimiseWindow', 'main.toggleMaximised', 'main.closeWindow'] as const

/** What the window may ask of the core; main checks and relays it. */
export const WINDOW_TO_CORE = ['core.readOverview'] as const

/** What the window is told without asking. */
export const TO_WINDOW = ['window.hostChanged', 'window.overviewChanged'] as const
