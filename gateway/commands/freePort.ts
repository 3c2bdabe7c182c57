import { createServer } from 'node:net'

/** A port of this machine that nobody listens on now. It is written down, so that consoles find the point again. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error(`No free port on ${host}`))))
    })
  })
}
