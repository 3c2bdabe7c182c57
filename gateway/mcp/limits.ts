/** How long one frame of a client may be. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024
/** Results may be larger than calls: nothing is decided upon them, and clients themselves stop at 10 MiB. */
export const MAX_SERVER_FRAME_BYTES = 10 * 1024 * 1024
/** How many values a message of a client may hold. */
export const MAX_VALUES = 100_000
/** And how many of them a call: the policy takes some microseconds for each, and stops wait for it. */
export const MAX_CALL_VALUES = 20_000
/** How long the name of a tool may be, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 256
/** How many parts of one message are told apart, where it is only skimmed: members of an object, tools, a batch. */
export const MAX_PARTS = 4_096
/** How long the id of a request may be, in UTF-16 code units: each is kept, and said again in the answer. */
export const MAX_ID_LENGTH = 1_024
/** How many requests one client may have open. */
export const MAX_OPEN_REQUESTS = 1_024
/** How many calls of one client may wait or run at a time (protocol, P10). */
export const MAX_OPEN_CALLS = 64
/** How many bytes the calls of one agent may have that wait or run at a time. */
export const MAX_OPEN_BYTES = 32 * 1024 * 1024
/** How long an answer to a call is waited for that nobody wants any more; most servers give none. */
export const GIVEN_UP_KEPT_MS = 300_000
/** How many frames of a client may be refused within a second before it is taken for no client at all. */
export const MAX_REFUSED_IN_A_SECOND = 100
/** How many answers to a refused batch are worth giving. */
export const MAX_BATCH_ANSWERS = 1_000
