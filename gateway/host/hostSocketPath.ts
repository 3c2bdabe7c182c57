/** Where the point listens for whoever owns its account: beside the socket of the agents, and named after it. */
export const hostSocketPath = (agentSocket: string): string => `${agentSocket.replace(/\.sock$/, '')}.host.sock`
