import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HAPPENINGS, ModelledPoint, WRITES, type Happening } from '../../fakes/enforce/ModelledPoint.ts'
import { settled } from '../../fakes/enforce/neighbours.ts'

const RUNS = Number(process.env['FC_NUM_RUNS'] ?? 3_000)

const happening = fc.constantFrom(...HAPPENINGS)
const called = fc.constantFrom<Happening[]>('call', 'callOther', 'callOtherSession', 'callImpatient', 'callAgain')
/** Any one thing, with or without time for what follows from it. */
const single = fc.record({ kind: fc.constant('single' as const), what: happening, isSettled: fc.boolean() })
/** What makes a call run, and what gets in its way while something is being written. */
const journey = fc.record({
  kind: fc.constant('journey' as const),
  calls: fc.array(called, { minLength: 1, maxLength: 3 }),
  meanwhile: fc.array(fc.record({ what: happening, write: fc.constantFrom(...WRITES) }), { maxLength: 2 }),
  after: fc.array(happening, { maxLength: 2 }),
})

describe('the enforcer, in any order of happenings', () => {
  it.each([1, 2])('runs no call that was denied, ended, stopped, fenced, left alone or not approved by %i, and one call at most for each approval', async (approvalsRequired) => {
    let ran = 0
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(single, journey), { maxLength: 12, size: 'max' }), async (steps) => {
      const point = new ModelledPoint(approvalsRequired)
      for (const step of steps) {
        if (step.kind === 'single') {
          void point.happen(step.what)
          if (step.isSettled) await settled()
          continue
        }
        for (const { what, write } of step.meanwhile) point.queue(what, write)
        for (const call of step.calls) void point.happen(call)
        await settled()
        for (const what of step.after) void point.happen(what)
        void point.happen('approve')
        void point.happen('approveOther')
        await settled()
      }
      await settled()
      await point.end()
      ran += point.ranOnApproval
    }), { numRuns: RUNS, seed: 20_261_122 })
    expect(ran, 'calls that ran on an approval, over all runs: without any, this proves nothing').toBeGreaterThan(RUNS / 2)
  }, 120_000)
})
