import { verifyEnvelope } from '../../../shared/evidence/index.ts'
import { PAYLOADS, type ChallengePayload, type DecisionPayload, type EnvelopeOnWire, type Frame } from '../../../shared/protocol/index.ts'
import { readReceipt, type ScriptedConsole, type TestWire } from '../console/ScriptedConsole.ts'
import type { AgentInHand } from '../gateway/AgentInHand.ts'
import type { PointInHand } from '../gateway/pointInHand.ts'

/** A call that waits for a person. */
export interface Held {
  readonly agent: AgentInHand
  readonly callId: string
  readonly challenge: ChallengePayload
}

/** Somebody with a console that the point has let in. */
export interface Party {
  readonly console: ScriptedConsole
  readonly wire: TestWire
}

/** Tries to get a decision past the point. Gives the code that the point refused it with, or `accepted`. */
export type Forgery = (scene: Scene) => Promise<string>

let calls = 0

/** A point, a call that is held at it, somebody who is about to forge, and somebody honest beside them. */
export class Scene {
  readonly at: PointInHand
  /** A whole number below another, from the seed of the test. */
  readonly random: (below: number) => number
  forger: Party
  honest: Party
  held: Held
  /** How many honest approvals the point has taken in here. */
  approvals = 0

  static async set(at: PointInHand, random: (below: number) => number): Promise<Scene> {
    const party = async (console = at.enrol()) => ({ console, wire: await at.attach(console) })
    const scene = new Scene(at, random, await party(), await party())
    scene.held = await scene.hold()
    return scene
  }

  private constructor(at: PointInHand, random: (below: number) => number, forger: Party, honest: Party) {
    this.at = at
    this.random = random
    this.forger = forger
    this.honest = honest
    // Filled in by whoever sets the scene, before anybody sees it.
    this.held = null as unknown as Held
  }

  readonly pick = <T>(things: readonly T[]): T => things[this.random(things.length)] as T

  /** Lets an agent call a tool, and waits for the challenge about that. */
  async hold(tool: 'change' | 'publish' = 'change', agent = this.at.connect()): Promise<Held> {
    const callId = `call-${++calls}-`
    agent.call(callId, tool, { of: callId, size: this.random(1_000_000), text: 'x'.repeat(this.random(200)) })
    const { wire } = this.honest
    const find = () => wire.frames.flatMap((frame) => (frame.type === 'challenge.raised' ? [readChallenge(frame, this.at)] : [])).find(({ invocation }) => invocation?.includes(callId) === true)
    await wire.until(() => find() !== undefined)
    return { agent, callId, challenge: find() as ChallengePayload }
  }

  /** An approval of what is held, as the forger would make it in good faith. */
  approval(over: Partial<DecisionPayload> = {}, { challenge } = this.held): DecisionPayload {
    return this.forger.console.decisionOn(challenge, 'approve', over)
  }

  sign(payload: object): EnvelopeOnWire {
    return this.forger.console.sign('decision', payload)
  }

  /** Logs an envelope, sends it with its proof, and reads the answer, which the point must have signed. */
  async present(envelope: EnvelopeOnWire, { console, wire } = this.forger): Promise<string> {
    const answer = await wire.answer(wire.send('challenge.decide', { envelope, proof: console.log.proof(console.log.append(envelope), console.since) }))
    if (answer.type === 'result') return answer.body.ok ? 'accepted' : answer.body.error.code
    const receipt = readReceipt(answer)
    const { publicKey } = this.at.key
    if (answer.type !== 'receipt' || verifyEnvelope({ envelope: answer.body.envelope, name: 'receipt', findKey: () => publicKey }).status === 'refused') throw new Error('The point did not sign its receipt')
    console.since = receipt.log?.size ?? 0
    return receipt.outcome === 'accepted' ? 'accepted' : receipt.error ?? 'no code'
  }

  /** Approves honestly; throws where the point does not take that. */
  async approve({ challenge }: Held, party: Party): Promise<DecisionPayload> {
    const payload = party.console.decisionOn(challenge, 'approve')
    const answer = await this.present(party.console.sign('decision', payload), party)
    if (answer !== 'accepted') throw new Error(`An honest approval was refused: ${answer}`)
    this.approvals++
    return payload
  }

  /** Approves honestly, and waits until the agent has the answer to its call. */
  async run(held: Held, party: Party): Promise<DecisionPayload> {
    const payload = await this.approve(held, party)
    await this.at.until(() => held.agent.isAnswered(held.callId))
    return payload
  }

  async reattach(): Promise<void> {
    this.forger = { ...this.forger, wire: await this.at.attach(this.forger.console) }
    this.honest = { ...this.honest, wire: await this.at.attach(this.honest.console) }
  }

  /** How the journal says that the held challenge stands. */
  get state(): string | undefined {
    return this.at.journal.readChallenge(this.held.challenge.challenge_id)?.state
  }
}

function readChallenge({ body }: Extract<Frame<'point'>, { type: 'challenge.raised' }>, { key }: PointInHand): ChallengePayload {
  const verdict = verifyEnvelope({ envelope: body.envelope, name: 'challenge', findKey: () => key.publicKey })
  if (verdict.status === 'refused') throw new Error(`The point's challenge is not good: ${verdict.reason}`)
  return PAYLOADS.challenge.parse(verdict.payload)
}
