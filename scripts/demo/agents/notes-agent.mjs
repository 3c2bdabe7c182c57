// Reads, and writes files of its own. Its policy lets it, so nobody is asked.

import { workInRounds } from './agent.mjs'

const STEPS = 12

await workInRounds({
  era: 'newer',
  restSeconds: 5,
  round: async ({ call, rest }, number) => {
    await call('list_directory', { path: 'notes' })
    for (let step = 1; step <= STEPS; step++) {
      const path = `notes/round-${number}-${Date.now()}.md`
      await call('write_file', { path, content: `# Round ${number}, step ${step}\n` })
      await call('read_text_file', { path })
      await rest(10)
    }
  },
})
