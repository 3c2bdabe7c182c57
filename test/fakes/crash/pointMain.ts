// A point as a process of its own, as it is shipped, that kills itself at a step on the path of a decision or of a stop.
// Its only argument is the configuration file.

import { readPointConfig } from '../../../gateway/config/index.ts'
import { DecisionDesk } from '../../../gateway/console/DecisionDesk.ts'
import { LockDesk } from '../../../gateway/console/LockDesk.ts'
import { Enforcer } from '../../../gateway/enforce/Enforcer.ts'
import { ConsoleCommands } from '../../../gateway/journal/ConsoleCommands.ts'
import { SqliteJournal } from '../../../gateway/journal/SqliteJournal.ts'
import { AgentSession } from '../../../gateway/point/AgentSession.ts'
import { Point } from '../../../gateway/point/Point.ts'
import { arm, isOrder, reach } from './dying.ts'

/** The evaluation that counts is the one after an approval. */
let isApproved = false

around(DecisionDesk.prototype, 'decide', 'arrival', null)
around(LockDesk.prototype, 'engage', 'arrival', null)
around(Enforcer.prototype, 'decide', 'verified', null)
around(Enforcer.prototype, 'engage', 'verified', null)
around(SqliteJournal.prototype, 'recordDecision', 'before the decision is recorded', 'after the decision is recorded', () => void (isApproved = true))
around(SqliteJournal.prototype, 'recordLock', 'before the stop is recorded', 'after the stop is recorded')
around(ConsoleCommands.prototype, 'answer', 'before the receipt is kept', 'after the receipt is kept')
around(SqliteJournal.prototype, 'recordEvaluation', 'before the evaluation is recorded', 'after the evaluation is recorded')
around(SqliteJournal.prototype, 'consume', 'before it is consumed', 'after it is consumed')
around(AgentSession.prototype, 'forwarded', 'after it is forwarded', null)
around(SqliteJournal.prototype, 'recordEnforcement', 'before the outcome is recorded', 'after the outcome is recorded')

// The journal is this process's alone, so whoever wants to look into it asks here.
let journal: SqliteJournal | null = null
const openJournal = SqliteJournal.open.bind(SqliteJournal)
SqliteJournal.open = (...args) => (journal = openJournal(...args))

process.on('disconnect', () => process.exit(0))
process.on('message', (order) => {
  if (!isOrder(order)) return
  if (order.kind === 'query') process.send?.({ kind: 'rows', id: order.id, rows: journal?.database.prepare(order.sql).all() })
  if (order.kind !== 'arm') return
  isApproved = false
  arm(order.step)
  process.send?.({ kind: 'armed' })
})

Point.open(readPointConfig(process.argv[2] ?? ''), (line) => void process.stderr.write(`point: ${line}\n`)).then(() => process.send?.({ kind: 'listens' }), (fault: unknown) => {
  process.stderr.write(`${String(fault)}\n`)
  process.exit(1)
})

/** What these methods do, they have done when they return, promise or not. */
function around<T extends object>(prototype: T, name: keyof T, before: string, after: string | null, then = () => {}): void {
  const work = prototype[name] as (...args: unknown[]) => unknown
  const step = (word: string) => {
    if (name !== 'recordEvaluation' || isApproved) reach(word)
  }
  prototype[name] = function (this: T, ...args: unknown[]): unknown {
    step(before)
    const result = work.apply(this, args)
    if (after !== null) step(after)
    then()
    return result
  } as T[keyof T]
}
