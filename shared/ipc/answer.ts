import type { Contract, Handlers } from './Contract.ts'
import { failed, succeeded, type IpcResult } from './IpcResult.ts'
import { isWithinWeight } from './weigh.ts'

/**
 * Checks one call at the receiving edge of a boundary: that it exists, its size, and its form.
 * @param contract every call of the boundary
 * @param channel the call, as the caller named it
 * @param takes its arguments, unchecked
 * @returns the arguments, now known to have the agreed form, or why they were refused
 */
export function check<C extends Contract>(contract: C, channel: string, takes: unknown): IpcResult<unknown> {
  if (!Object.hasOwn(contract, channel)) return failed('bad_request', `There is no call named ${channel.slice(0, 64)}.`)
  if (!isWithinWeight(takes)) return failed('too_large', `${channel} was given more than a call may carry, or something that is not plain data.`)
  const parsed = (contract[channel] as C[string]).takes.safeParse(takes)
  if (parsed.success) return succeeded(parsed.data)
  return failed('bad_request', `${channel} was given arguments of the wrong form (${whereOf(parsed.error.issues)}).`)
}

/**
 * Checks one call, hands it to its handler, and gives back data whatever happens. Behind this edge handlers may trust
 * their types.
 * @param handlers what answers the calls of the contract
 * @param report is told of a handler that threw, which is a mistake of ours
 */
export async function answer<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  channel: string,
  takes: unknown,
  report: (channel: string, fault: unknown) => void,
): Promise<IpcResult<unknown>> {
  const checked = check(contract, channel, takes)
  if (!checked.ok) return checked
  try {
    // `check` has just proven the form, which the compiler cannot see through a name that is only known at run time.
    return succeeded(await handlers[channel as keyof C](checked.value as never))
  } catch (fault) {
    report(channel, fault)
    return failed('internal', `${channel} failed on a mistake of its own.`)
  }
}

/** Places and rules only, never the values: what was wrong may have been a secret in the wrong field. */
function whereOf(issues: readonly { path: readonly PropertyKey[]; code: string }[]): string {
  return issues.slice(0, 3).map(({ path, code }) => `${path.map(String).join('.').slice(0, 64) || 'as a whole'}: ${code}`).join('; ')
}
