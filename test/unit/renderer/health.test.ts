import { describe, expect, it } from 'vitest'
import type { ChallengeId, PointId } from '../../../shared/domain/index.ts'
import type { FeedRows, InboxRow, LogView, PointView } from '../../../shared/ipc/views.ts'
import { agoOf, leftOf, momentOf } from '../../../renderer/components/moments.ts'
import { bannersOf, type Health } from '../../../renderer/features/health/banners.ts'
import { counting, returnsBetween } from '../../../renderer/features/health/returns.ts'
import { connectedOf, slowestLag } from '../../../renderer/features/strip/points.ts'

const NOW = Date.UTC(2026, 10, 15, 3, 14, 22)
const plain = (text: string) => text
const log: LogView = { status: 'open', sentence: null, size: 1, root: null, inReserve: 0, fault: null }

function point(n: number, change: Partial<PointView> = {}): PointView {
  return {
    pointId: `pnt_${n}` as PointId, name: `gw-0${n}`, address: 'ws://127.0.0.1:1', link: 'attached', sinceMs: NOW - 41_000, reason: null, retryAtMs: null, lastHeardMs: NOW - 41_000,
    lagMs: 10 * n, roles: [], reviewer: null, epoch: 1, alarm: null, ...change,
  }
}

const health = (change: Partial<Health> = {}): Health => ({ core: { status: 'ready', pid: 1, node: '24', host: 'node child' }, points: [point(1)], log, returns: [], ...change })

describe('the banner', () => {
  it('is not there while all is well', () => {
    expect(bannersOf(health(), NOW, plain)).toEqual([])
  })

  it('names the points that are silent, since when, and the next try', () => {
    const [banner] = bannersOf(health({ points: [point(1), point(2, { link: 'silent', retryAtMs: NOW + 6_000 })] }), NOW, plain)
    expect(banner).toMatchObject({ kind: 'silent', title: '1 enforcement point went silent 41 s ago. Hatched rows show 03:13:41.', retryAtMs: NOW + 6_000 })
    expect(banner?.kind === 'silent' && banner.points.map(({ name }) => name)).toEqual(['gw-02'])
  })

  it('counts every link but an attached one as not live, a refused one too', () => {
    expect(bannersOf(health({ points: [point(1, { link: 'refused' }), point(2, { link: 'waiting' })] }), NOW, plain)[0]?.title).toContain('2 enforcement points')
  })

  it('does not call a first connection silent', () => {
    expect(bannersOf(health({ points: [point(1, { link: 'connecting', lastHeardMs: null })] }), NOW, plain)).toEqual([])
  })

  it('puts a broken log before an alarm, an alarm before silence, and silence before good news', () => {
    const returns = [{ pointId: 'pnt_9' as PointId, name: 'gw-09', awaySinceMs: NOW - 72_000, awayMs: 72_000, expired: 2 }]
    const banners = bannersOf(health({ points: [point(1, { alarm: 'It went back.' }), point(2, { link: 'silent' })], log: { ...log, status: 'read_only', sentence: 'Broken at 47,902.', inReserve: 2 }, returns }), NOW, plain)
    expect(banners.map(({ kind, title }) => [kind, title])).toEqual([
      ['alarm', 'The decision log can only be read'], ['alarm', 'gw-01 cannot be believed as it stands'], ['silent', '1 enforcement point went silent 41 s ago. Hatched rows show 03:13:41.'], ['back', 'gw-09 is back after 1:12'],
    ])
    expect(banners[0]?.sentence).toBe('Broken at 47,902. Approvals are off. Denials and stops go out. 2 denials and stops stand in the reserve.')
    expect(banners[3]?.sentence).toBe('2 challenges expired meanwhile. Both were denied.')
  })

  it('says for a screen reader nothing that runs on by the second', () => {
    const at = (nowMs: number) => bannersOf(health({ points: [point(1, { link: 'silent' })] }), nowMs, plain)[0]?.spoken
    expect(at(NOW)).toBe(at(NOW + 5_000))
  })

  it('leaves a core that is gone to its own banner', () => {
    expect(bannersOf(health({ core: { status: 'waiting', attempt: 1, reason: 'ended', retryAtMs: 0 }, points: [point(1, { link: 'silent' })] }), NOW, plain)).toEqual([])
  })
})

describe('a point that is back', () => {
  const rows = (points: Record<string, PointView>): FeedRows => ({ points, inbox: {}, sessions: {}, agents: {}, stops: {} })

  it('is told of once it was away for more than a moment', () => {
    expect(returnsBetween({ pnt_1: point(1, { link: 'silent' }) }, rows({ pnt_1: point(1) }), NOW)).toMatchObject([{ name: 'gw-01', awayMs: 41_000 }])
    expect(returnsBetween({ pnt_1: point(1, { link: 'waiting', lastHeardMs: NOW - 900 }) }, rows({ pnt_1: point(1) }), NOW)).toEqual([])
    expect(returnsBetween({ pnt_1: point(1, { link: 'connecting', lastHeardMs: null }) }, rows({ pnt_1: point(1) }), NOW)).toEqual([])
    expect(returnsBetween({ pnt_1: point(1) }, rows({ pnt_1: point(1) }), NOW)).toEqual([])
  })

  it('says how many challenges of its own expired while it was away, and no others', () => {
    const ended = (n: number, atMs: number, state: 'expired' | 'denied' = 'expired', pointId = 'pnt_1') => [`chl_${n}`, { challengeId: `chl_${n}` as ChallengeId, pointId, end: { state, reason: null, by: null, atMs, sentence: '' } } as InboxRow] as const
    const inbox = Object.fromEntries([ended(1, NOW - 20_000), ended(2, NOW - 60_000), ended(3, NOW - 10_000, 'denied'), ended(4, NOW - 10_000, 'expired', 'pnt_2')])
    expect(counting(returnsBetween({ pnt_1: point(1, { link: 'silent' }) }, rows({ pnt_1: point(1) }), NOW), inbox)[0]?.expired).toBe(1)
  })
})

describe('the strip', () => {
  it('counts points that are attached, and since when the others are not', () => {
    expect(connectedOf([point(1), point(2, { link: 'silent', sinceMs: 5 }), point(3, { link: 'waiting', sinceMs: 3 })])).toEqual({ connected: 1, total: 3, awaySinceMs: 3, away: 'gw-02 and gw-03' })
  })

  it('shows the slowest lag of those that are attached alone', () => {
    expect(slowestLag([point(1), point(2), point(9, { link: 'silent' })])).toBe(20)
    expect(slowestLag([point(1, { lagMs: null })])).toBeNull()
  })
})

describe('times in words', () => {
  it('have the day when it is not today', () => {
    expect([momentOf(NOW, NOW), momentOf(NOW - 86_400_000, NOW), momentOf(Date.UTC(2025, 0, 2), NOW)]).toEqual(['03:14:22', '14 Nov 03:14:22', '2 Jan 2025 00:00:00'])
  })

  it('are relative under an hour and never below nothing', () => {
    expect([agoOf(NOW - 41_500, NOW), agoOf(NOW - 16 * 60_000, NOW), agoOf(NOW - 3_600_000, NOW), agoOf(NOW + 5_000, NOW)]).toEqual(['41 s ago', '16 min ago', 'at 02:14:22', '0 s ago'])
    expect([leftOf(NOW + 200_000, NOW), leftOf(NOW + 22 * 60_000, NOW), leftOf(NOW + 3_840_000, NOW), leftOf(NOW - 1, NOW)]).toEqual(['3:20', '22 min', '1 h 04', '0:00'])
  })
})
