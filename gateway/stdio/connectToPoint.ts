import { connect } from 'node:net'
import { streamFace, type ByteFace } from '../mcp/index.ts'

/** Connects to the local socket of a point. Rejects with the system's error where nobody listens there. */
export function connectToPoint(socketPath: string): Promise<ByteFace> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath)
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(streamFace(socket, socket))
    })
  })
}
