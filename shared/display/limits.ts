/**
 * So many pieces of one command or text are read: words, operators, comments, arguments, and what was not decoded. Each is
 * drawn for itself, and nobody reads more of them than this. What follows is said to be not decoded; the byte view has it.
 */
export const MOST_PIECES = 4_000
