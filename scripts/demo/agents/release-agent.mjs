// Wants to overwrite a file that was there before it came. A person is asked each time.

import { workInRounds } from './agent.mjs'

await workInRounds({
  era: 'older',
  restSeconds: 45,
  round: async ({ call, say }, number) => {
    const path = 'config/limits.json'
    const before = await call('read_text_file', { path })
    const content = `{\n  "requests_per_minute": ${600 + 100 * number},\n  "refund_limit_eur": 250\n}\n`
    if (before.text === content) return
    say(`asks to raise the limit in ${path} to ${600 + 100 * number}.`)
    const { isError, text } = await call('write_file', { path, content })
    say(isError ? `was refused: ${text}` : `has written ${path}.`)
  },
})
