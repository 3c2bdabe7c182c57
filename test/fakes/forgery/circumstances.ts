import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import type { LockTarget } from '../../../shared/domain/index.ts'
import { freshId, readLockReceipt, ScriptedConsole } from '../console/ScriptedConsole.ts'
import { OWNER, pointInHand } from '../gateway/pointInHand.ts'
import { Scene, type Forgery } from './Scene.ts'

// Approvals that are well made and come at the wrong time, from the wrong person, or for something else.

/** The console goes on with a new key, and signs with the old one. */
export const withRevokedKey: Forgery = async (scene) => {
  const { at, forger: { console, wire } } = scene
  const old = console.reviewer
  await at.server.revokeReviewerKey(old.publicKey.kid)
  await wire.closed
  console.reviewer = generatePrivateKey()
  at.enrol(console.person, console)
  await scene.reattach()
  return scene.present(console.sign('decision', scene.approval(), old))
}

/** Says all of another challenge, but for the id of the one that is held. */
export const ofOtherChallenge = (shared: 'only the id' | 'whatever names it'): Forgery => async (scene) => {
  const { challenge_id, challenge_hash, txn, nonce } = scene.approval()
  const other = await scene.hold()
  return scene.present(scene.sign(scene.approval(shared === 'only the id' ? { challenge_id } : { challenge_id, challenge_hash, txn, nonce }, other)))
}

/** Approves honestly at another point, and sends the very same envelope here. */
export const madeForOtherPoint: Forgery = async (scene) => {
  const there = await pointInHand()
  try {
    const { console } = scene.forger
    const elsewhere = await Scene.set(there, scene.random)
    const log = new ScriptedConsole(console.person)
    log.reviewer = console.reviewer
    there.enrol(console.person, log)
    const envelope = scene.sign(scene.approval({ console_id: log.consoleId }, elsewhere.held))
    if ((await elsewhere.present(envelope, { console: log, wire: await there.attach(log) })) !== 'accepted') throw new Error('It is not even good at the other point')
    return await scene.present(envelope)
  } finally {
    await there.close()
  }
}

/** Another console's reviewer has signed it, and this console sends it. */
export const signedAtOtherConsole: Forgery = (scene) => {
  const { console } = scene.honest
  return scene.present(console.sign('decision', console.decisionOn(scene.held.challenge, 'approve')))
}

/** Something that covers the call was stopped and freed again, and the approval is stamped with a time before that. */
export const ofOlderEpoch: Forgery = async (scene) => {
  const { agent } = scene.held
  const epoch = await stop(scene, scene.pick<LockTarget>([{ kind: 'all' }, { kind: 'agent', value: agent.agentId }, { kind: 'point', value: scene.at.pointId }]))
  scene.held = await scene.hold('change', agent)
  return scene.present(scene.sign(scene.approval({ epoch: scene.random(epoch) })))
}

/** The server redefines its tool while the call is held. */
export const acrossRedefinition = (of: 'the call before' | 'the call after'): Forgery => async (scene) => {
  const before = scene.held
  before.agent.redefine(`not what it was: ${scene.random(1_000_000)}`)
  scene.held = await scene.hold('change', before.agent)
  const { invocation_hash, action_hash } = before.challenge
  return scene.present(scene.sign(of === 'the call before' ? scene.approval({}, before) : scene.approval({ invocation_hash, action_hash })))
}

/** By the wall clock it is over, and no timer has looked. */
export const afterDeadline: Forgery = (scene) => {
  scene.at.hand.wallShiftMs += 300_000 + scene.random(10_000)
  return scene.present(scene.sign(scene.approval()))
}

export const afterSweep: Forgery = async (scene) => {
  scene.at.time.pass(300_000 + scene.random(10_000))
  await scene.reattach()
  return scene.present(scene.sign(scene.approval()))
}

/** Something was approved with it before. */
export const reusing = (what: 'nonce' | 'decision_id'): Forgery => async (scene) => {
  const used = await scene.run(await scene.hold(), scene.forger)
  return scene.present(scene.sign(scene.approval({ [what]: used[what] })))
}

/** Two people are asked for, and one of them comes twice. */
export const twice = (how: 'with one key' | 'with two keys'): Forgery => async (scene) => {
  scene.held = await scene.hold('publish')
  await scene.approve(scene.held, scene.forger)
  if (how === 'with one key') return scene.present(scene.sign(scene.approval()))
  const console = scene.at.enrol(scene.forger.console.person)
  return scene.present(console.sign('decision', console.decisionOn(scene.held.challenge, 'approve')), { console, wire: await scene.at.attach(console) })
}

/** Somebody in the chain approves: the person for whom the agent acts, or the agent itself. */
export const byRequester = (who: 'the owner' | 'the agent'): Forgery => async (scene) => {
  const { agent } = scene.held
  const console = scene.at.enrol(who === 'the owner' ? OWNER : { iss: scene.at.pointId, sub: agent.agentId, name: 'the agent' })
  return scene.present(console.sign('decision', console.decisionOn(scene.held.challenge, 'approve')), { console, wire: await scene.at.attach(console) })
}

/** Somebody has guessed the id of the next challenge, and approves it before it is there; once, or again when it is. */
export const tooEarly = (how: 'once' | 'and again'): Forgery => async (scene) => {
  const challenge_id = freshId('challenge')
  const envelope = scene.sign(scene.approval({ challenge_id }))
  const first = await scene.present(envelope)
  scene.at.hand.nextChallengeId = challenge_id
  scene.held = await scene.hold()
  if (scene.held.challenge.challenge_id !== challenge_id) throw new Error('The id was not guessed')
  return how === 'once' ? first : scene.present(envelope)
}

export const afterCancel = (why: 'its caller left' | 'its session ended'): Forgery => async (scene) => {
  const { agent, callId } = scene.held
  if (why === 'its caller left') agent.cancel(callId)
  else await agent.leave()
  await isOver(scene)
  return scene.present(scene.sign(scene.approval()))
}

export const afterHalt: Forgery = async (scene) => {
  const { agent } = scene.held
  const targets: readonly LockTarget[] = [{ kind: 'all' }, { kind: 'point', value: scene.at.pointId }, { kind: 'agent', value: agent.agentId }, { kind: 'session', value: agent.sessionId }, { kind: 'principal', value: { iss: OWNER.iss, sub: OWNER.sub } }]
  let answer = 'nothing'
  await stop(scene, scene.pick(targets), async () => {
    answer = await scene.present(scene.sign(scene.approval()))
  })
  return answer
}

/** Stops something, sees the held challenge end, does what is to be done under the stop, and frees it as the host can. */
async function stop(scene: Scene, target: LockTarget, under = async () => {}): Promise<number> {
  const { at, honest: { console, wire } } = scene
  const lock_id = freshId('lock')
  const receipt = readLockReceipt(await wire.answer(wire.send('lock.engage', console.lock({ aud: at.pointId, target, lock_id }))))
  if (receipt.outcome !== 'accepted') throw new Error(`The stop was refused: ${receipt.error}`)
  await isOver(scene)
  await under()
  await at.enforcer.release(lock_id, console.person, null)
  return receipt.epoch
}

async function isOver({ at, held, honest: { wire } }: Scene): Promise<void> {
  const { challenge_id } = held.challenge
  await wire.until(() => at.journal.readChallenge(challenge_id)?.state === 'cancelled')
}
