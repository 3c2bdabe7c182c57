/**
 * Ends a switch over a union: a case that was forgotten does not compile, and one that arrives all the same throws.
 * @param value what is left of the union; `never` once every case is handled
 */
export function assertNever(value: never): never {
  throw new Error(`A case that cannot be was reached: ${String(value)}`)
}
