import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printDigest, verifyCheckpoint } from '../../../shared/evidence/index.ts'
import { draft, fill, isProven, key, newFolder, openedForWriting, ORIGIN } from './ledgers.ts'

describe('the proof that travels beside a decision', () => {
  it('holds for any entry against any tree that a point may remember', async () => {
    const ledger = openedForWriting(newFolder())
    const trees: { size: number; root: Uint8Array }[] = []
    for (let i = 0; i < 150; i++) {
      await ledger.append(Array.from({ length: 1 + ((i * 7) % 5) }, (_, j) => draft(i + j)))
      const verdict = verifyCheckpoint({ note: ledger.checkpoint()?.note ?? '', origin: ORIGIN, key: key.publicKey })
      if (verdict.status === 'verified') trees.push(verdict.checkpoint)
    }
    expect(trees).toHaveLength(150)
    fc.assert(fc.property(fc.nat(ledger.count() - 1), fc.nat(trees.length), (n, which) => isProven(ledger, n, trees[which] ?? null)), { numRuns: 400 })
    const last = trees.at(-1)
    expect(isProven(ledger, 0, last ?? null)).toBe(true)
    // Another root of the same size is not continued.
    expect(isProven(ledger, 0, { size: trees[40]?.size ?? 0, root: trees[41]?.root ?? new Uint8Array() })).toBe(false)
  })

  it('is as P6 has it, under the newest checkpoint', async () => {
    const ledger = openedForWriting(newFolder())
    await fill(ledger, 3)
    const verdict = ledger.proofOf(1, { sinceSize: 2 })
    const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/)
    expect(verdict).toEqual({
      status: 'proven',
      proof: {
        entry: { n: 1, at: '2023-11-14T22:13:20.000Z', kind: 'decision.recorded', body_hash: digest },
        salt: expect.stringMatching(/^[\w-]{22}$/),
        inclusion_proof: [digest, digest],
        checkpoint: ledger.checkpoint()?.note,
        consistency_proof: [digest],
      },
    })
  })

  it('is refused for an entry that is not there, for a point that remembers more, and for one that remembers another log', async () => {
    const ledger = openedForWriting(newFolder())
    await fill(ledger, 5)
    expect(ledger.proofOf(5, { sinceSize: 0 })).toEqual({ status: 'refused', reason: 'no_such_entry' })
    expect(ledger.proofOf(-1, { sinceSize: 0 })).toEqual({ status: 'refused', reason: 'no_such_entry' })
    expect(ledger.proofOf(4, { sinceSize: 6 })).toEqual({ status: 'refused', reason: 'point_is_ahead' })
    expect(ledger.proofOf(4, { sinceSize: 5, sinceRoot: printDigest(new Uint8Array(32)) })).toEqual({ status: 'refused', reason: 'forked' })
    const verdict = verifyCheckpoint({ note: ledger.checkpoint()?.note ?? '', origin: ORIGIN, key: key.publicKey })
    if (verdict.status === 'verified') expect(ledger.proofOf(4, { sinceSize: 5, sinceRoot: printDigest(verdict.checkpoint.root) }).status).toBe('proven')
  })

  it('reads as many nodes as the tree is deep, not as it is long', async () => {
    const ledger = openedForWriting(newFolder())
    await fill(ledger, 3_000, 500)
    const verdict = ledger.proofOf(1_234, { sinceSize: 777 })
    expect(verdict.status === 'proven' && [verdict.proof.inclusion_proof.length, verdict.proof.consistency_proof.length].every((length) => length <= 13)).toBe(true)
  })
})
