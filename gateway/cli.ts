// countersign-gateway: the enforcement point that stands in front of an agent's tools.

import { carryOut } from './commands/carryOut.ts'

carryOut(process.argv.slice(2)).then((code) => {
  process.exitCode = code
}, (fault: unknown) => {
  // Faults of the world name what to mend; our own mistakes keep their stack.
  const isOwn = !(fault instanceof Error) || ['TypeError', 'ReferenceError', 'RangeError', 'AssertionError'].includes(fault.name)
  process.stderr.write(`${isOwn ? (fault instanceof Error ? fault.stack : String(fault)) : fault.message}\n`)
  process.exitCode = 1
})
