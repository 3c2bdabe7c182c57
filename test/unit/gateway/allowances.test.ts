import { describe, expect, it } from 'vitest'
import { Allowances, MOST_SERVERS_OF_AN_AGENT } from '../../../gateway/point/Allowances.ts'
import { idOf } from '../../builders/protocol.ts'

describe('what an agent may have in use', () => {
  it('is so many tool servers, counted until their processes have ended, whatever others have', () => {
    const all = new Allowances()
    const ends = Array.from({ length: MOST_SERVERS_OF_AN_AGENT }, () => all.of(idOf('agent')).takeServer())
    expect(ends.every((end) => end !== null)).toBe(true)
    expect(all.of(idOf('agent')).takeServer()).toBeNull()
    expect(all.of(idOf('agent', 2)).takeServer()).not.toBeNull()
    ends[0]?.()
    expect(all.of(idOf('agent')).takeServer()).not.toBeNull()
  })

  it('is room for bytes that all its connections share', () => {
    const all = new Allowances()
    expect(all.of(idOf('agent')).openBytes).toBe(all.of(idOf('agent')).openBytes)
    expect(all.of(idOf('agent')).openBytes).not.toBe(all.of(idOf('agent', 2)).openBytes)
  })
})
