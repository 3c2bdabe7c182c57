import type { z } from 'zod'
import type { IpcResult } from './IpcResult.ts'

/** One call: the schema of what it takes, and the schema of what it gives when it succeeds. */
export interface Signature {
  readonly takes: z.ZodType
  readonly gives: z.ZodType
}

/** All calls of one boundary. Channels are named recipient, dot, verb. */
export type Contract = Readonly<Record<string, Signature>>

export type Takes<C extends Contract, K extends keyof C> = z.infer<C[K]['takes']>
export type Gives<C extends Contract, K extends keyof C> = z.infer<C[K]['gives']>

/** What answers the calls of a contract on the receiving side; arguments have been checked when it is called. */
export type Handlers<C extends Contract> = { readonly [K in keyof C]: (takes: Takes<C, K>) => Gives<C, K> | Promise<Gives<C, K>> }

/** `'main.readHost'` is called `readHost` by the window. */
export type VerbOf<Channel> = Channel extends `${string}.${infer Verb}` ? Verb : never

/** The calling side of a contract, as functions. A call that takes nothing has no parameter. */
export type Calls<C extends Contract> = {
  readonly [K in keyof C as VerbOf<K>]: undefined extends Takes<C, K>
    ? () => Promise<IpcResult<Gives<C, K>>>
    : (takes: Takes<C, K>) => Promise<IpcResult<Gives<C, K>>>
}
