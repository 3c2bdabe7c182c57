/** A key as people read it to one another: the first eight letters of its name, four and four. */
export const fingerprint = (kid: string): string => `${kid.slice(0, 4)}·${kid.slice(4, 8)}`
