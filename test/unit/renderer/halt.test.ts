import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgentId, LockId, PointId, SessionId } from '../../../shared/domain/index.ts'
import type { AgentRow, Segment, SessionRow, StopView } from '../../../shared/ipc/views.ts'
import { boardOf, canBeReleased, chipOf, newestFirst } from '../../../renderer/features/halt/boardOf.ts'
import { releaseNeeds } from '../../../renderer/features/halt/releaseNeeds.ts'
import { holdWords, isSameTarget, narrow, optionsOf, previewLines, silentWords } from '../../../renderer/features/halt/targets.ts'

function segment(n: number, change: Partial<Segment> = {}): Segment {
  return {
    pointId: `pnt_${n}` as PointId, pointName: `gw-0${n}`, lockId: `lck_${n}` as LockId, delivery: 'confirmed', sentence: null, sentAtMs: 1_000, confirmedAtMs: 1_064, epoch: 2,
    sessionsStopped: 1, challengesCancelled: 0, inflightUnabortable: 0, releasedAtMs: null, ...change,
  }
}

function stop(segments: readonly Segment[], change: Partial<StopView> = {}): StopView {
  return {
    stopId: 'stop-1', target: { kind: 'all' }, targetName: 'everything', effect: 'halt', mode: 'abort_inflight', reason: '', isDrill: false, by: 'Ines Okafor', origin: 'here', atMs: 1_000,
    segments, release: null, state: 'stopping', releaseObstacle: null, releaseTyped: 'everything', ...change,
  }
}

const away = { delivery: 'not_confirmed', confirmedAtMs: null, sessionsStopped: 0 } as const

describe('the board of a stop', () => {
  it('counts both parts: confirmed, and of how many', () => {
    expect(boardOf(stop([segment(1), segment(2, away)])).headline).toBe('1 of 2 points confirmed')
  })

  it('never sounds finished while one point is missing, whatever the others said', () => {
    const deliveries = fc.array(fc.constantFrom('sending', 'confirmed', 'not_confirmed', 'refused'), { minLength: 1, maxLength: 12 })
    fc.assert(fc.property(deliveries, (all) => {
      const { missing, calls, confirmed, total } = boardOf(stop(all.map((delivery, n) => segment(n, delivery === 'confirmed' ? {} : { ...away, delivery }))))
      const isWhole = all.every((delivery) => delivery === 'confirmed')
      expect(missing === null).toBe(isWhole)
      expect(confirmed === total).toBe(isWhole)
      if (!isWhole) expect(calls).toContain('calls may still run')
      expect(`${missing} ${calls}`).not.toMatch(/\bdone\b|finished|complete/i)
    }))
  })

  it('claims nothing of an order that no point has', () => {
    expect(boardOf(stop([])).calls).toBe('No point has this order, so nothing is stopped by it.')
  })

  it('names the calls that cannot be called back', () => {
    expect(boardOf(stop([segment(1, { inflightUnabortable: 1 }), segment(2)])).calls).toBe('No further calls. 1 call may still finish.')
    expect(boardOf(stop([segment(1)])).calls).toBe('No further calls. No call is left that could still finish.')
  })

  it('puts what is missing first, and measures only what was confirmed', () => {
    const board = boardOf(stop([segment(1), segment(2, { confirmedAtMs: 1_240 }), segment(3, away), segment(4, { ...away, delivery: 'refused' })]))
    expect(board.segments.map(({ pointName }) => pointName)).toEqual(['gw-04', 'gw-03', 'gw-01', 'gw-02'])
    expect([board.medianMs, board.slowestMs, board.sessionsStopped]).toEqual([64, 240, 2])
    expect(boardOf(stop([segment(1, away)])).medianMs).toBeNull()
  })

  it('shows the points of the release once there is one, and says that the rest stays stopped', () => {
    const board = boardOf(stop([segment(1), segment(2)], { state: 'releasing', release: { reason: 'mended', atMs: 9, by: 'Ines Okafor', segments: [segment(1), segment(2, away)] } }))
    expect(board.headline).toBe('1 of 2 points confirmed')
    expect(board.calls).toBe('Calls stay stopped at every point that has not confirmed the release.')
  })

  it('shows the stop itself after a refused release, why it was refused, and that it can be asked for again', () => {
    const refused = segment(1, { ...away, delivery: 'refused', sentence: 'The point refused the release (forbidden).' })
    const view = stop([segment(1)], { state: 'stopped', release: { reason: 'mended', atMs: 9, by: 'Ines Okafor', segments: [refused] } })
    expect(boardOf(view)).toMatchObject({ headline: '1 of 1 point confirmed', refusedRelease: refused.sentence, calls: 'No further calls. No call is left that could still finish.' })
    expect([canBeReleased(view), chipOf(view).word]).toEqual([true, 'Stopped'])
  })

  it('does not claim that calls are stopped where a point has released its lock, or where every point refused', () => {
    expect(boardOf(stop([segment(1, { releasedAtMs: 5 }), segment(2)], { state: 'stopped' })).calls).toContain('Calls run again where a point has released it.')
    const refused = stop([segment(1, { ...away, delivery: 'refused' })], { state: 'refused' })
    expect([boardOf(refused).calls, canBeReleased(refused), chipOf(refused)]).toEqual(['Every point refused this order, so nothing is stopped by it.', false, { word: 'Stop refused', isStopped: false }])
  })
})

describe('the chip of a stop', () => {
  it('is inverse while something is stopped, and never after the release', () => {
    const states = [stop([]), stop([], { state: 'stopped' }), stop([], { state: 'releasing' }), stop([], { state: 'released' })]
    expect(states.map(chipOf)).toEqual([{ word: 'Stop in progress', isStopped: true }, { word: 'Stopped', isStopped: true }, { word: 'Reinstating', isStopped: true }, { word: 'Reinstated', isStopped: false }])
  })

  it('stands in a history with the newest order first', () => {
    expect(newestFirst([stop([], { stopId: 'a', atMs: 1 }), stop([], { stopId: 'b', atMs: 2 })]).map(({ stopId }) => stopId)).toEqual(['b', 'a'])
  })
})

describe('what can be stopped', () => {
  const agentId = (n: number) => `agt_${n}` as AgentId
  const agents: readonly AgentRow[] = [1, 2].map((n) => ({ agentId: agentId(n), pointId: 'pnt_1' as PointId, name: n === 1 ? 'billing-agent' : 'infra-agent', ownerName: null, purpose: '', environment: 'production', lifecycle: 'registered', liveSessions: 0 }))
  const session = (n: number, agent: number, state: SessionRow['state'] = 'active') => ({ sessionId: `ses_${n}` as SessionId, agentId: agentId(agent), agentName: `agent ${agent}`, ownerName: 'Mara', state }) as SessionRow

  it('is listed with what runs first, and counts only sessions that go on', () => {
    const options = optionsOf('agent', agents, [session(1, 2), session(2, 2, 'ended')])
    expect(options.map(({ name, sessions }) => [name, sessions])).toEqual([['infra-agent', 1], ['billing-agent', 0]])
  })

  it('has an agent of which only a session is known', () => {
    expect(optionsOf('agent', [], [session(1, 7)]).map(({ target }) => target)).toEqual([{ kind: 'agent', value: 'agt_7' }])
  })

  it('has no session that ended', () => {
    expect(optionsOf('session', agents, [session(1, 1), session(2, 1, 'ended')]).map(({ target }) => target)).toEqual([{ kind: 'session', value: 'ses_1' }])
  })

  it('is found by every typed word of name, owner or mark', () => {
    const options = optionsOf('session', [], [session(1, 1), session(2, 2)])
    expect(narrow(options, 'MARA es_2').map(({ name }) => name)).toEqual(['agent 2'])
    expect(narrow(options, 'agent 2').map(({ name }) => name)).toEqual(['agent 2'])
  })

  it('is the same target only with the same kind and value', () => {
    expect(isSameTarget({ kind: 'all' }, { kind: 'all' })).toBe(true)
    expect(isSameTarget({ kind: 'agent', value: agentId(1) }, { kind: 'agent', value: agentId(2) })).toBe(false)
    expect(isSameTarget({ kind: 'all' }, { kind: 'agent', value: agentId(1) })).toBe(false)
    expect(isSameTarget(null, null)).toBe(false)
  })
})

describe('the words of the form', () => {
  const preview = { points: 2, sessions: 9, liveSessions: 214, challenges: 1, otherSessions: 0, targetName: 'billing-agent', silentPoints: [] }
  const manner = { effect: 'halt', mode: 'abort_inflight' } as const

  it('put a verb and a number on the button, and no number that is not known', () => {
    expect(holdWords(manner, preview, 'agent')).toBe('Hold to stop 9 sessions')
    expect(holdWords({ ...manner, effect: 'pause' }, { ...preview, sessions: 1 }, 'agent')).toBe('Hold to pause 1 session')
    expect(holdWords(manner, null, 'all')).toBe('Hold to stop everything')
  })

  it('say zero as well', () => {
    expect(previewLines(preview)).toEqual([['9', 'sessions, of 214 live'], ['1', 'challenge is cancelled'], ['2', 'enforcement points get the order'], ['0', 'sessions of other agents']])
  })

  it('say of a silent point that the stop is recorded and sent first on its return', () => {
    expect(silentWords(preview, (text) => text)).toBeNull()
    expect(silentWords({ ...preview, silentPoints: ['crm-gw-01'] }, (text) => text)).toBe('crm-gw-01 is silent, so its sessions may have changed. The stop is recorded at once and sent first when it is back.')
  })
})

describe('what releasing waits for', () => {
  it('is a reason, then the name exactly', () => {
    expect(releaseNeeds({ reason: ' ', typed: 'web-fetch', wanted: 'web-fetch' })).toBe('Reinstating needs a reason.')
    expect(releaseNeeds({ reason: 'mended', typed: 'web-', wanted: 'web-fetch' })).toBe('5 more to type.')
    expect(releaseNeeds({ reason: 'mended', typed: 'Web-fetch', wanted: 'web-fetch' })).toContain('not the name')
    expect(releaseNeeds({ reason: 'mended', typed: 'web-fetch', wanted: 'web-fetch' })).toBeNull()
  })

  it('is never over before the name is exactly there', () => {
    fc.assert(fc.property(fc.string(), fc.string({ minLength: 1 }), (typed, wanted) => {
      expect(releaseNeeds({ reason: 'r', typed, wanted }) === null).toBe(typed === wanted)
    }))
  })
})
