import type { Socket } from 'node:net'
import { writeConsoleFrame } from '../../../shared/protocol/index.ts'
import { NOW } from '../../builders/protocol.ts'
import { freshId } from '../console/ScriptedConsole.ts'
import type { Forgery, Scene } from './Scene.ts'

// Honest approvals that do not arrive whole. Nobody can be answered then; the point can only note it.

/** The link breaks somewhere within the frame. The point can only note that the console is gone. */
export const cutFrame: Forgery = async (scene) => {
  const { at, forger: { wire, console } } = scene
  const bytes = frameOf(scene)
  // As one WebSocket frame (RFC 6455) under a mask of zeros, so that it can be cut anywhere.
  const frame = Buffer.concat([Buffer.from([0x81, 0xfe, bytes.length >> 8, bytes.length & 0xff, 0, 0, 0, 0]), bytes])
  const { _socket: raw } = wire.socket as unknown as { _socket: Socket }
  await new Promise<void>((resolve) => void raw.write(frame.subarray(0, 1 + scene.random(frame.length - 1)), () => resolve()))
  wire.socket.terminate()
  await at.until(() => at.facts.some(({ what, console_id }) => what === 'detached' && console_id === console.consoleId))
  return 'no answer'
}

/** A whole frame with half a text. The link holds, and the point notes that it heard what is none. */
export const cutText: Forgery = async (scene) => {
  const { at, forger: { wire } } = scene
  const before = at.facts.length
  const bytes = frameOf(scene)
  wire.socket.send(bytes.subarray(0, 1 + scene.random(bytes.length - 1)), { binary: false })
  await at.until(() => at.facts.slice(before).some(({ what }) => what === 'bad_frame'))
  if (wire.frames.some(({ type }) => type === 'receipt')) return 'accepted'
  return at.facts.slice(before).find(({ what }) => what === 'bad_frame')?.code ?? 'no code'
}

const frameOf = ({ forger: { console }, held }: Scene) => Buffer.from(writeConsoleFrame({ type: 'challenge.decide', id: freshId('message'), ts: NOW, body: console.decide(held.challenge, 'approve') }))
