import { z } from 'zod'
import { id } from '../../shared/protocol/index.ts'

export const text = z.string().min(1).max(512)
const person = z.strictObject({ iss: text, sub: text, name: z.string().min(1).max(256) })

export const agentConfig = z.strictObject({
  agent_id: id('agent'),
  name: z.string().min(1).max(128),
  /** Whoever answers for the agent. There is no agent without. */
  owner: person,
  purpose: z.string().max(512),
  environment: z.enum(['production', 'pilot', 'sandbox']),
  server: text,
  /** SHA-256 of the launch credential; the credential itself stands in a file of its own. */
  credential_hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  /** How long its client waits for the answer to a call, where that is known. */
  caller_deadline_ms: z.int().min(1_000).max(86_400_000).exactOptional(),
})
export type AgentConfig = z.infer<typeof agentConfig>
