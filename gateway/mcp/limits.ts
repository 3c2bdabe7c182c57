/** How long one frame of a client may be. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024
/** Results may be larger than calls: nothing is decided upon them, and clients themselves stop at 10 MiB. */
export const MAX_SERVER_FRAME_BYTES = 10 * 1024 * 1024
/** How long the id of a request may be, in UTF-16 code units: each is kept, and said again in the answer. */
export const MAX_ID_LENGTH = 1_024
/** How many requests one client may have open. */
export const MAX_OPEN_REQUESTS = 1_024
/** How many calls of one client may wait or run at a time (protocol, P10). */
export const MAX_OPEN_CALLS = 64
