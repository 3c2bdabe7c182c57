import { z } from 'zod'
import type { PointId } from '../../../shared/domain/index.ts'
import { importPublicKey, type PublicKey } from '../../../shared/evidence/index.ts'
import { encodeUtf8, printCanonicalJson } from '../../../shared/json/index.ts'
import { id } from '../../../shared/protocol/index.ts'
import { parsedJson } from './aboutFile.ts'
import { putAside, readIfThere, writeDurably } from './files.ts'

/** A point that this console was paired with. The pin of `links`, member for member. */
export interface KnownPoint {
  readonly address: string
  readonly pointId: PointId
  /** As the point called itself at pairing: hostile text. */
  readonly name: string
  readonly key: PublicKey
  /** Digest of the TLS key (SHA-256 of its SPKI), or null on loopback. */
  readonly certificateKey: string | null
}

const key = z.string().transform((x, context) => {
  const imported = importPublicKey(x)
  if (imported.status === 'accepted') return imported.key
  context.addIssue({ code: 'custom', message: 'not a public key' })
  return z.NEVER
})

const pointsFile = z.strictObject({
  v: z.literal(1),
  points: z
    .array(z.strictObject({ address: z.string().max(512), point_id: id('point'), name: z.string().max(128), key, certificate_key: z.string().regex(/^sha256:[0-9a-f]{64}$/).nullable() }))
    .max(1_000)
    .refine((points) => new Set(points.map(({ point_id }) => point_id)).size === points.length, 'each point once'),
})

/** The pins that are kept, and a sentence where the file was none of ours and was put aside. */
export function readPoints(file: string): { readonly points: readonly KnownPoint[]; readonly notice: string | null } {
  const bytes = readIfThere(file)
  if (bytes === null) return { points: [], notice: null }
  const parsed = pointsFile.safeParse(parsedJson(bytes))
  if (!parsed.success) {
    return { points: [], notice: `${file} does not hold this console's pairings and was put aside as ${putAside(file)}. No point is connected. Put the file back from a copy, or pair with the points again.` }
  }
  return { points: parsed.data.points.map(({ address, point_id, name, key: pinned, certificate_key }) => ({ address, pointId: point_id, name, key: pinned, certificateKey: certificate_key })), notice: null }
}

/** Keeps the pins, onto the disk. Throws an IdentityFault where the disk does not take them; the old ones then stay. */
export function writePoints(file: string, points: readonly KnownPoint[]): void {
  const listed = points.map(({ address, pointId, name, key: { x }, certificateKey }) => ({ address, point_id: pointId, name, key: x, certificate_key: certificateKey }))
  writeDurably(file, encodeUtf8(`${printCanonicalJson({ v: 1, points: listed })}\n`))
}
