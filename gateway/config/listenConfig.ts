import { z } from 'zod'
import { text } from './agentConfig.ts'

/** Where consoles connect. Certificate and key are files; without them only this machine can reach the point. */
export const listenConfig = z.strictObject({
  host: text,
  port: z.int().min(0).max(65_535),
  cert: text.exactOptional(),
  key: text.exactOptional(),
})
export type ListenConfig = z.infer<typeof listenConfig>

const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

/** Whether only programs of this machine can reach an address. */
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host)

export interface SelfApproval {
  readonly self_approval: 'deny' | 'marked'
  readonly self_approval_reason?: string
}

/** What is wrong with where a point listens and with whom it lets approve, each as a sentence. */
export function faultsOfListening({ host, cert, key }: ListenConfig, { self_approval, self_approval_reason }: SelfApproval): readonly string[] {
  const hasTls = cert !== undefined && key !== undefined
  return [
    ...((cert === undefined) === (key === undefined) ? [] : ['listen: cert and key belong together, and one of them is missing']),
    ...(isLoopback(host) || hasTls ? [] : [`listen: ${host} can be reached from other machines, so it needs TLS: name a cert and a key, or listen on 127.0.0.1`]),
    ...(self_approval === 'marked' && !isLoopback(host) ? ['self_approval: "marked" lets people approve what acts for themselves, and only a point that listens on loopback alone may offer that'] : []),
    ...(self_approval === 'marked' && self_approval_reason === undefined ? ['self_approval_reason: "marked" needs a reason that others can read'] : []),
  ]
}
