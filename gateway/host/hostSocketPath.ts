import { dirname, join } from 'node:path'

/** Where the point listens for whoever owns its account: beside the socket of the agents. */
export const hostSocketPath = (agentSocket: string): string => join(dirname(agentSocket), 'host.sock')
