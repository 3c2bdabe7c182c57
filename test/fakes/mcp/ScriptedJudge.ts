import type { DefinitionChange, Judge, Leaving, Outcome, Refusal, ToolCall, Verdict } from '../../../gateway/mcp/index.ts'

export const DENIED: Refusal = { kind: 'refuse', reason: 'denied', challengeId: 'chl_1', nextAction: 'none', text: 'Maria denied this call: not on a Friday. The call was not run.' }

/** A judge that holds every call until the test says what it decided, and writes down all that it is told. */
export class ScriptedJudge implements Judge {
  readonly calls: ToolCall[] = []
  readonly told: string[] = []
  readonly outcomes: Outcome[] = []
  readonly changes: DefinitionChange[] = []
  /** Set to answer at once instead of holding. */
  policy: ((call: ToolCall) => Verdict | null) | null = null
  readonly #settle = new Map<ToolCall, { readonly resolve: (verdict: Verdict) => void; readonly reject: (fault: Error) => void }>()
  #onCall: (() => void)[] = []

  judge(call: ToolCall): Promise<Verdict> {
    this.calls.push(call)
    const verdict = this.policy?.(call) ?? null
    const answer = verdict === null ? new Promise<Verdict>((resolve, reject) => this.#settle.set(call, { resolve, reject })) : Promise.resolve(verdict)
    for (const notify of this.#onCall.splice(0)) notify()
    return answer
  }

  /** What the last look before a call runs says of it. */
  seen: ((call: ToolCall) => Refusal | null) = () => null

  lastLook(call: ToolCall): Refusal | null {
    return this.seen(call)
  }

  callerCancelled({ id }: ToolCall, why: Leaving): void {
    this.told.push(`${id} left: ${why}`)
    for (const notify of this.#onCall.splice(0)) notify()
  }

  blocked({ id }: ToolCall, reason: string): void {
    this.told.push(`${id} blocked: ${reason}`)
  }

  forwarded({ id }: ToolCall): void {
    this.told.push(`${id} forwarded`)
  }

  outcome({ id }: ToolCall, outcome: Outcome): void {
    this.outcomes.push(outcome)
    this.told.push(`${id} outcome: ${outcome.result}`)
    for (const notify of this.#onCall.splice(0)) notify()
  }

  definitionsChanged(_serverId: string, changes: readonly DefinitionChange[]): void {
    this.changes.push(...changes)
  }

  release(call: ToolCall): void {
    this.#settle.get(call)?.resolve({ kind: 'forward' })
  }

  refuse(call: ToolCall, refusal: Refusal = DENIED): void {
    this.#settle.get(call)?.resolve(refusal)
  }

  fail(call: ToolCall): void {
    this.#settle.get(call)?.reject(new Error('the judge broke'))
  }

  /** Waits until what was told so far satisfies the test. */
  async until(isDone: () => boolean): Promise<void> {
    while (!isDone()) await new Promise<void>((resolve) => this.#onCall.push(resolve))
  }

  get last(): ToolCall {
    const call = this.calls.at(-1)
    if (call === undefined) throw new Error('No call has come yet')
    return call
  }
}
