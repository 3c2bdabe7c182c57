// Times in words. Records are absolute and in UTC, deadlines and ages are relative. All take milliseconds since 1970.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A time of day in UTC as `03:12:04`. */
export const timeOf = (ms: number): string => new Date(ms).toISOString().slice(11, 19)

/** A day in UTC as `14 Nov`, with the year when it is another one than that of `nowMs`. */
export function dayOf(ms: number, nowMs: number): string {
  const day = new Date(ms)
  const year = day.getUTCFullYear() === new Date(nowMs).getUTCFullYear() ? '' : ` ${day.getUTCFullYear()}`
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()] ?? ''}${year}`
}

/** A record: `03:12:04` today, `14 Nov 03:12:04` on any other day. Both days are those of UTC. */
export function momentOf(ms: number, nowMs: number): string {
  const isToday = new Date(ms).toISOString().slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10)
  return isToday ? timeOf(ms) : `${dayOf(ms, nowMs)} ${timeOf(ms)}`
}

/** How long ago, under an hour as `41 s ago` or `16 min ago`; from an hour on the record itself. Never below 0. */
export function agoOf(ms: number, nowMs: number): string {
  const age = Math.max(0, nowMs - ms)
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s ago`
  return age < HOUR ? `${Math.floor(age / MINUTE)} min ago` : `at ${momentOf(ms, nowMs)}`
}

/** What is left, as `22 min`, under ten minutes as `3:20`, from an hour on as `1 h 04`. Never below 0. */
export function leftOf(untilMs: number, nowMs: number): string {
  const left = Math.max(0, untilMs - nowMs)
  if (left < 10 * MINUTE) return spanOf(left)
  if (left < HOUR) return `${Math.floor(left / MINUTE)} min`
  return `${Math.floor(left / HOUR)} h ${String(Math.floor((left % HOUR) / MINUTE)).padStart(2, '0')}`
}

/** A span as minutes and seconds, `0:41`. */
export function spanOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
