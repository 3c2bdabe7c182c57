import { describe, expect, it } from 'vitest'
import { countdownOf } from '../../../renderer/components/countdown.ts'
import { NO_ANSWER_MS, progressOf } from '../../../renderer/components/progress.ts'
import { markPassed } from '../../../renderer/features/inbox/card/markPassed.ts'
import { inboxWords } from '../../../renderer/features/inbox/inboxWords.ts'
import { arrivalWords, heldBackWords, rowName, verdictOf } from '../../../renderer/features/inbox/list/rowWords.ts'
import type { Delivery } from '../../../shared/domain/index.ts'
import { rowOf } from './rows.ts'

describe('a countdown', () => {
  it('is in minutes from ten on, then in minutes and seconds, and is never alarmed', () => {
    expect(countdownOf(22 * 60_000, 0)).toMatchObject({ text: '22 min', weight: 'plenty' })
    expect(countdownOf(200_000, 0)).toMatchObject({ text: '3:20', weight: 'near' })
    expect(countdownOf(102_000, 0)).toMatchObject({ text: '1:42', words: '1 minute 42 left', weight: 'soon' })
    expect(countdownOf(300_600, 0)).toMatchObject({ text: '5:00' })
    expect(countdownOf(900, 0)).toMatchObject({ text: '0:00', words: '0 seconds left', weight: 'last' })
    expect(countdownOf(24_000, 0)).toMatchObject({ text: '0:24', weight: 'last' })
    expect(countdownOf(0, 5)).toMatchObject({ text: '0:00', weight: 'over' })
  })

  it('is announced at its marks once, and not in between', () => {
    expect(markPassed(200_000, 79_000, 80_000)).toBe('2 minutes')
    expect(markPassed(200_000, 80_000, 81_000)).toBeNull()
    expect(markPassed(200_000, 0, 195_000)).toBe('10 seconds')
  })
})

describe('the progress of a decision', () => {
  const dots = (delivery: Delivery) => progressOf('approve', delivery, 0, 0).dots.map(({ state }) => state)

  it('fills a dot only when that was said', () => {
    expect(dots({ status: 'recorded' })).toEqual(['said', 'waited', 'open', 'open'])
    expect(dots({ status: 'sent' })).toEqual(['said', 'said', 'waited', 'open'])
    expect(dots({ status: 'accepted' })).toEqual(['said', 'said', 'said', 'waited'])
    expect(dots({ status: 'executed' })).toEqual(['said', 'said', 'said', 'said'])
  })

  it.each(['recorded', 'sent', 'accepted', 'forwarded', 'refused', 'unconfirmed', 'undelivered', 'unknown', 'blocked', 'aborted'] as const)('never reads as executed while it is %s', (status) => {
    const { dots: drawn, end } = progressOf('approve', { status, code: '', reason: '' } as Delivery, 0, 0)
    expect(drawn.at(-1)?.state).not.toBe('said')
    expect(end).not.toBe('Executed')
  })

  it('is unconfirmed when nobody answered for ten seconds', () => {
    expect(progressOf('approve', { status: 'sent' }, 0, NO_ANSWER_MS - 1).end).toBeNull()
    expect(progressOf('approve', { status: 'sent' }, 0, NO_ANSWER_MS).end).toBe('Unconfirmed')
  })

  it('of a denial ends with the point having accepted it: there is nothing to execute', () => {
    expect(progressOf('deny', { status: 'accepted' }, 0, 0)).toMatchObject({ end: 'Denied', dots: [{}, {}, { state: 'said' }] })
  })
})

describe('the words of a row', () => {
  it('name it by risk, agent, action, place and time', () => {
    expect(rowName(rowOf('a', { riskLevel: 4, deadlineMs: 102_000 }), 0)).toBe('Critical, billing-agent, Run DELETE, production, 1 minute 42 left')
  })

  it('never carry a character that does not show itself', () => {
    expect(rowName(rowOf('a', { agentName: 'pay\u202egnol' }), 0)).not.toContain('\u202e')
    expect(rowName(rowOf('a', { agentName: 'pay\u202egnol' }), 0)).toContain('[U+202E]')
  })

  it('never say more of an approval than the point did', () => {
    const end = { state: 'approved', reason: null, by: null, atMs: null, sentence: '' } as const
    expect(verdictOf({ end, delivery: { status: 'accepted' } })).toBe('approved')
    expect(verdictOf({ end, delivery: { status: 'blocked', reason: '' } })).toBe('blocked')
    expect(verdictOf({ end, delivery: { status: 'executed' } })).toBe('executed')
    expect(verdictOf({ end: null, delivery: { status: 'sent' } })).toBeNull()
  })

  it('count arrivals with the worst among them', () => {
    expect(heldBackWords([rowOf('a'), rowOf('b', { riskLevel: 4 }), rowOf('c')])).toBe('3 new, 1 Critical')
    expect(arrivalWords([rowOf('a'), rowOf('b', { riskLevel: 3 })])).toBe('2 new, highest is High.')
  })
})

describe('the words of an inbox', () => {
  const known = { isCoreReady: true, failure: null, rows: {}, points: {}, nowMs: 0 }

  it('call it empty only while the core stands by that', () => {
    expect(inboxWords(known).title).toBe('Nothing is waiting for you')
    expect(inboxWords({ ...known, isCoreReady: false }).title).toBe('The inbox is not live')
    expect(inboxWords({ ...known, rows: null }).title).toBe('Reading the inbox')
    expect(inboxWords({ ...known, failure: 'No answer.' }).title).toBe('The inbox could not be read')
  })
})
