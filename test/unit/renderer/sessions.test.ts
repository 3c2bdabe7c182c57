import { describe, expect, it } from 'vitest'
import type { PointId, SessionId, AgentId } from '../../../shared/domain/index.ts'
import type { PointView, SessionRow } from '../../../shared/ipc/views.ts'
import { rowAfterKey, visibleRange } from '../../../renderer/components/gridRows.ts'
import { describeEmpty } from '../../../renderer/features/sessions/describeList.ts'
import { find, inOrder, spokenRow, wordOf } from '../../../renderer/features/sessions/listSessions.ts'

const NOW = Date.UTC(2026, 10, 15, 3, 14, 22)

function session(n: number, change: Partial<SessionRow> = {}): SessionRow {
  return {
    sessionId: `ses_${n}` as SessionId, pointId: 'pnt_1' as PointId, agentId: 'agt_1' as AgentId, agentName: 'billing-agent', ownerName: 'Mara Lindqvist', purpose: null,
    environment: 'production', state: 'active', chain: [], client: { name: 'client', version: '1' }, route: 'stdio', servers: ['files'], startedAtMs: NOW + n, lastEventAtMs: NOW,
    endedAtMs: null, identityExpiresAtMs: null, counts: { allow: 1, challenge: 2, deny: 3 }, isLive: true, lockedBy: null, lockOrdered: null, ...change,
  }
}

function point(change: Partial<PointView> = {}): PointView {
  return {
    pointId: 'pnt_1' as PointId, name: 'pay-gw-01', address: 'ws://127.0.0.1:1', link: 'attached', sinceMs: NOW, reason: null, retryAtMs: null, lastHeardMs: NOW - 2_000,
    lagMs: 1, roles: ['approver'], reviewer: null, epoch: 1, alarm: null, ...change,
  }
}

describe('the words for a session', () => {
  it('says that one is killed whatever else holds for it', () => {
    expect(wordOf(session(1, { lockedBy: 'halt', state: 'ended', isLive: false }), 3)).toBe('Killed')
  })

  it('calls one behind a silent point silent and never running', () => {
    expect(wordOf(session(1, { isLive: false }), 0)).toBe('Silent')
    expect(wordOf(session(1, { isLive: false, lockedBy: 'pause' }), 1)).toBe('Silent')
  })

  it('does not say killed before the point has confirmed it, nor while nothing proves it', () => {
    expect(wordOf(session(1, { lockOrdered: 'halt' }), 2)).toBe('Stop sent')
    expect(wordOf(session(1, { lockedBy: 'halt', isLive: false }), 0)).toBe('Silent')
  })

  it('tells waiting, paused, running and ended apart', () => {
    expect([wordOf(session(1), 1), wordOf(session(1, { lockedBy: 'pause' }), 1), wordOf(session(1), 0), wordOf(session(1, { state: 'ended' }), 0)]).toEqual(['Waiting', 'Paused', 'Running', 'Ended'])
  })

  it('says aloud that a row is not live', () => {
    expect(spokenRow(session(1, { isLive: false }), 'Silent', (text) => text)).toBe('Silent, not live, billing-agent, owner Mara Lindqvist, production, 1 allowed, 2 challenged, 3 denied')
  })
})

describe('the order of the table', () => {
  it('lists what goes on before what ended, newest first in both', () => {
    const rows = [session(1), session(2, { state: 'ended' }), session(3), session(4, { state: 'ended' })]
    expect(inOrder(rows).map(({ sessionId }) => sessionId)).toEqual(['ses_3', 'ses_1', 'ses_4', 'ses_2'])
  })

  it('does not move a row because something happened in it', () => {
    const rows = [session(1), session(2)]
    expect(inOrder([session(1, { lastEventAtMs: NOW + 99_999, counts: { allow: 9, challenge: 9, deny: 9 } }), session(2)]).map(({ sessionId }) => sessionId)).toEqual(inOrder(rows).map(({ sessionId }) => sessionId))
  })
})

describe('the filter', () => {
  const rows = [session(1, { agentName: 'billing-agent' }), session(2, { agentName: 'infra-agent', ownerName: 'Tomas Berg' }), session(3, { agentName: 'b\u0456lling-agent' })]
  const words = () => 'Running' as const

  it('asks for every typed word, in any order and any case', () => {
    expect(find(rows, 'BERG infra', words).map(({ sessionId }) => sessionId)).toEqual(['ses_2'])
    expect(find(rows, 'berg billing', words)).toEqual([])
  })

  it('does not take a look-alike for the name that was typed', () => {
    expect(find(rows, 'billing', words).map(({ sessionId }) => sessionId)).toEqual(['ses_1'])
  })

  it('finds by state, and shows all while nothing is typed', () => {
    expect(find(rows, 'running', words)).toHaveLength(3)
    expect(find(rows, '  ', words)).toBe(rows)
  })
})

describe('a list without rows', () => {
  const source = { isCoreReady: true, failure: null, isLoaded: true, points: [point()] }
  const plain = (text: string) => text

  it('is called empty only while every point is connected, and says when each last reported', () => {
    const { kind, sentences } = describeEmpty('session', source, NOW, plain)
    expect(kind).toBe('empty')
    expect(sentences).toEqual(['The 1 enforcement point has reported, so this list is empty, not stuck.', 'pay-gw-01 last reported 2 s ago, 03:14:20 UTC.'])
  })

  it('claims nothing while one of the points is away', () => {
    const { kind, sentences } = describeEmpty('session', { ...source, points: [point(), point({ name: 'crm-gw-01', link: 'silent', lastHeardMs: null })] }, NOW, plain)
    expect(kind).toBe('stale')
    expect(sentences.join(' ')).toContain('crm-gw-01 is not connected, so nothing proves that this list is empty.')
    expect(sentences.join(' ')).not.toContain('not stuck')
  })

  it('tells failed, loading, a core that is gone and nothing paired apart', () => {
    const kindOf = (change: Partial<typeof source> & { failure?: string | null }) => describeEmpty('session', { ...source, ...change }, NOW, plain).kind
    expect([kindOf({ failure: 'It did not answer.' as never }), kindOf({ isLoaded: false }), kindOf({ isCoreReady: false }), kindOf({ points: [] })]).toEqual(['failed', 'loading', 'stale', 'unpaired'])
  })
})

describe('the rows of a grid', () => {
  it('are all in the page up to a hundred, and only those near the screen beyond', () => {
    expect(visibleRange(100, 0, 360)).toEqual({ first: 0, last: 100 })
    expect(visibleRange(10_000, 36 * 5_000, 360)).toEqual({ first: 4_988, last: 5_022 })
  })

  it('never range beyond the last one, also when the list has become shorter under the screen', () => {
    const { first, last } = visibleRange(120, 36 * 9_000, 360)
    expect(last).toBe(120)
    expect(first).toBeLessThan(120)
  })

  it('are walked by arrows, Home, End and pages, and end at the ends', () => {
    expect([rowAfterKey('ArrowDown', -1, 5, 3), rowAfterKey('ArrowUp', 0, 5, 3), rowAfterKey('End', 0, 5, 3), rowAfterKey('Home', 4, 5, 3), rowAfterKey('PageDown', 1, 5, 3), rowAfterKey('PageUp', 2, 5, 3)]).toEqual([0, 0, 4, 0, 4, 0])
    expect(rowAfterKey('d', 1, 5, 3)).toBeNull()
    expect(rowAfterKey('ArrowDown', 0, 0, 3)).toBeNull()
    expect(rowAfterKey('constructor', 0, 5, 3)).toBeNull()
  })
})
