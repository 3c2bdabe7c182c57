import { describe, expect, it, type TestContext } from 'vitest'
import { evidenceVerdicts, type EvidenceVerdicts, type VectorVerdict } from './evidenceVerdicts.ts'
import { fixtures } from './fixtures.ts'

const verdicts = evidenceVerdicts(fixtures)

/** The verdicts of a set; ends the test as skipped where its files are absent. */
function verdictsOf(ctx: TestContext, name: keyof EvidenceVerdicts): readonly VectorVerdict[] {
  return verdicts[name] ?? ctx.skip(`the fixtures are absent (${name})`)
}

/** How many vectors there are, how many were accepted, and those that came out wrong. */
function summary(found: readonly VectorVerdict[]) {
  return {
    vectors: found.length,
    accepted: found.filter((verdict) => verdict.found === 'accepted').length,
    wrong: found.filter((verdict) => verdict.found !== verdict.expected),
  }
}

describe('signatures', () => {
  it('signs as RFC 8032 does', () => {
    expect(summary(verdicts['rfc8032-signing'])).toMatchObject({ vectors: 3, wrong: [] })
  })

  it('accepts every valid signature of Wycheproof and refuses every invalid one', (ctx) => {
    expect(summary(verdictsOf(ctx, 'wycheproof'))).toMatchObject({ vectors: 151, wrong: [] })
  })

  it('refuses every CCTV signature with a point of low order or of a second spelling, and what needs the cofactor', (ctx) => {
    expect(summary(verdictsOf(ctx, 'cctv-ed25519'))).toEqual({ vectors: 914, accepted: 43, wrong: [] })
  })
})

describe('enrolment', () => {
  it('refuses every CCTV key of low order or of a second spelling, and takes the others', (ctx) => {
    const found = verdictsOf(ctx, 'cctv-ed25519-keys')
    const keys = new Map(found.map((verdict) => [verdict.id.split(' ')[1], verdict.found]))
    expect(summary(found)).toEqual({ vectors: 914, accepted: 388, wrong: [] })
    expect({ keys: keys.size, refused: [...keys.values()].filter((word) => word === 'refused').length }).toEqual({ keys: 22, refused: 14 })
  })
})

describe('tree', () => {
  it('obeys wantErr in every inclusion, consistency and subtree vector', (ctx) => {
    expect(summary(verdictsOf(ctx, 'rfc6962-merkle'))).toEqual({ vectors: 518, accepted: 36, wrong: [] })
  })
})

describe('notes', () => {
  it('verifies the example of the specification, and no longer once any byte is changed', (ctx) => {
    const found = verdictsOf(ctx, 'c2sp-signed-note')
    expect(summary(found)).toMatchObject({ accepted: 1, wrong: [] })
    expect(found.length).toBeGreaterThan(100)
  })
})
