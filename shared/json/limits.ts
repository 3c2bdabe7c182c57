/** How deep arrays and objects may nest: deeper input is refused before any stack could overflow. */
export const MAX_DEPTH = 64

/** How many members one object may have. */
export const MAX_KEYS = 1_000
