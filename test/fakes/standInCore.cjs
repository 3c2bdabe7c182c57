// A core for the tests of who signs: it knows no point and no log. It pins what the page opens, and asks main to sign
// an approval or a release each time the page asks for one, with nothing in between that could refuse. What main then
// says is what the page is told. `GIVEN` is put before this text: the payloads to sign and the terms to pin.

const { challenges, stop, approval, denial, engage, release, feed, version } = GIVEN
const port = process.parentPort
const send = (message) => (port ? port.postMessage(message) : process.send(message))
const open = new Map()
let last = 0

const sign = (request) => new Promise((resolve) => {
  open.set(++last, resolve)
  send({ kind: 'sign', id: last, request })
})
const outcomeOf = (result) => (result.ok ? { status: 'done', id: result.payload.presence?.method ?? 'no presence' } : { status: 'refused', code: result.refusal, sentence: result.sentence })
const refused = { status: 'refused', code: 'unknown', sentence: 'The stand-in does not do this.' }
const moment = (inSteps) => ({ inSteps, isLive: true, shownForMs: 3_600_000 })

const handlers = {
  'core.readFeed': () => feed,
  'core.readPairing': () => ({ step: 'idle' }),
  'core.readLog': () => ({ rows: [], size: 0 }),
  'core.readLogEntry': () => null,
  'core.previewStop': () => ({ points: 0, sessions: 0, liveSessions: 0, challenges: 0, otherSessions: 0, targetName: '', silentPoints: [] }),
  'core.beginPairing': () => refused,
  'core.answerPairing': () => refused,
  'core.openChallenge': ({ challengeId }) => {
    send({ kind: 'pinned', subject: challenges.find(({ id }) => id === challengeId) ?? null })
    return null
  },
  'core.closeChallenge': () => void send({ kind: 'pinned', subject: null }),
  'core.openRelease': ({ stopId }) => void send({ kind: 'pinned', subject: stopId === stop.id ? stop : null }),
  'core.decide': async ({ challengeId, verdict, inSteps }) => outcomeOf(await sign({ what: 'decision', payload: { ...(verdict === 'deny' ? denial : approval), challenge_id: challengeId }, ...moment(inSteps) })),
  'core.stop': async () => outcomeOf(await sign({ what: 'lock', payload: engage })),
  'core.release': async ({ inSteps }) => outcomeOf(await sign({ what: 'release', payload: release, pinnedId: stop.id, ...moment(inSteps) })),
}

async function hear(message) {
  if (message.kind === 'signed') return open.get(message.id)(message.result)
  if (message.kind !== 'request') return
  const value = await handlers[message.channel]?.(message.body)
  send({ kind: 'answer', id: message.id, result: { ok: true, value } })
}

if (port) port.on('message', ({ data }) => hear(data))
else process.on('message', hear)
if (!port) process.on('disconnect', () => process.exit(0))
send({ kind: 'hello', version, pid: process.pid, node: process.versions.node })
