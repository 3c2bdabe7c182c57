import type { Readable, Writable } from 'node:stream'
import type { ByteFace } from './ByteFace.ts'
import { Ending } from './Ending.ts'

/**
 * Two Node streams as one face: a socket given twice, or the output and input of a process. A stream that fails counts
 * as ended; the error goes no further, because to a session a broken pipe is a caller that left.
 * @param ending when the face is over, where that is not when one of the streams is
 */
export function streamFace(readable: Readable, writable: Writable, ending: Ending = endOfStreams(readable, writable)): ByteFace {
  for (const stream of [readable, writable]) stream.on('error', (fault) => ending.end(`broke off (${fault.message})`))
  return {
    write: (bytes) => void (writable.writable && writable.write(bytes)),
    get waitingBytes() {
      return writable.writableLength
    },
    onBytes: (listener) => void readable.on('data', listener),
    onEnd: ending.onEnd,
    onDrain: (listener) => void writable.on('drain', listener),
    pause: () => void readable.pause(),
    resume: () => void readable.resume(),
    end: () => void writable.end(),
    cut: () => {
      for (const stream of [readable, writable]) stream.destroy()
    },
  }
}

function endOfStreams(readable: Readable, writable: Writable): Ending {
  const ending = new Ending()
  readable.once('end', () => ending.end('closed its side'))
  for (const stream of [readable, writable]) stream.once('close', () => ending.end('closed the connection'))
  return ending
}
