import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { writeConsoleFrame, type ChallengePayload } from '../../../shared/protocol/index.ts'
import { NOW } from '../../builders/protocol.ts'
import { freshId, readReceipt, ScriptedConsole, TestWire } from '../../fakes/console/ScriptedConsole.ts'
import { BenchPoint } from '../BenchPoint.ts'
import type { Stage } from '../measure.ts'
import { nowMs, stampIn } from '../moments.ts'
import { startOneHop } from '../OneHop.ts'

/**
 * What the point commits between the frame and the call, one after the other: the head of the console's log
 * (`ConsoleLogs.remember`), the command (`ConsoleCommands.begin`), the decision, the evaluation, and the consumption. The
 * receipt and what consoles are told are committed once the call has gone.
 */
const COMMITS = 5

export const approvedCall: Stage = {
  name: 'approved call',
  subject: 'from a challenge.decide on the wire to its call at the tool server: verified, logged, judged anew, consumed',
  floor: `from a bare frame of the same size to a line at a child: one signature verified, ${COMMITS} FULL commits, a pipe`,
  // So few that the point's limit on commands is not what is measured.
  pairs: 80,
  open: async (atEnd) => {
    const point = await BenchPoint.open(atEnd)
    const console = await attachedTo(point)
    atEnd(() => console.wire.socket.close())
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const hop = await startOneHop(atEnd, COMMITS, String(publicKey.export({ format: 'jwk' }).x))
    const socket = new WebSocket(hop.address, { perMessageDeflate: false })
    atEnd(() => socket.close())
    await once(socket, 'open')
    let frameBytes = 4_096
    return {
      runSubject: async () => {
        const answer = point.call()
        const { frame, id } = await console.approval()
        frameBytes = frame.length
        const from = nowMs()
        console.wire.socket.send(frame, { binary: false })
        const to = stampIn(JSON.stringify(await answer))
        await console.accepted(id)
        return to - from
      },
      runFloor: async () => {
        const frame = signedFrame(frameBytes, privateKey)
        const stamp = hop.nextStamp()
        const from = nowMs()
        socket.send(frame, { binary: false })
        return (await stamp) - from
      },
    }
  },
}

/** A console by hand that is attached to the point, and approves with one press. */
async function attachedTo(point: BenchPoint) {
  const console = new ScriptedConsole()
  await point.enrol({
    console: { console_id: console.consoleId, name: 'bench', key: console.key.publicKey.x }, reviewer_key: console.reviewer.publicKey.x, log_origin: console.log.origin, person: console.person,
  })
  const wire = new TestWire((await point.facts()).address)
  wire.send('attach', console.attachBody((await wire.next('hello')).body))
  console.since = (await wire.next('attached')).body.log?.size ?? 0
  return {
    wire,
    /** The approval of the next challenge, signed, logged and printed: what is left is to send it. */
    approval: async () => {
      const { envelope } = (await wire.next('challenge.raised')).body
      const challenge = JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as ChallengePayload
      const id = freshId('message')
      const body = console.decide(challenge, 'approve', { presence: { method: 'click', at: NOW } })
      return { id, frame: writeConsoleFrame({ type: 'challenge.decide', id, ts: NOW, body }) }
    },
    accepted: async (id: string) => {
      const receipt = readReceipt(await wire.answer(id))
      if (receipt.outcome !== 'accepted') throw new Error(`The point refused the approval: ${receipt.error}`)
      console.since = receipt.log?.size ?? 0
    },
  }
}

/** A signed frame that is about as long as an approval. */
function signedFrame(bytes: number, key: KeyObject): string {
  const payload = Buffer.alloc(Math.floor((bytes * 3) / 4), 'x')
  return JSON.stringify({ payload: payload.toString('base64'), signature: sign(null, payload, key).toString('base64') })
}
