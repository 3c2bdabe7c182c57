import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import {
  importPrivateKey,
  importPublicKeyBytes,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
  verifySignature,
  verifySubtree,
} from '../../shared/evidence/index.ts'

/** What was found for one vector, and what the vector (or our own stricter rule, where it has none) asks for. */
export interface VectorVerdict {
  readonly id: string
  readonly expected: string
  readonly found: string
}

/** The verdicts of every set by its name; null where its files are absent. Plain JSON, so that two runtimes compare. */
export interface EvidenceVerdicts {
  readonly 'rfc8032-signing': readonly VectorVerdict[]
  readonly wycheproof: readonly VectorVerdict[] | null
  readonly 'cctv-ed25519': readonly VectorVerdict[] | null
  readonly 'cctv-ed25519-keys': readonly VectorVerdict[] | null
  readonly 'rfc6962-merkle': readonly VectorVerdict[] | null
  readonly 'c2sp-signed-note': readonly VectorVerdict[] | null
}

/**
 * The verdicts of `shared/evidence` on every public vector. A pure function of the files: run in Node and in Electron's
 * main process it must give the same.
 * @param fixtures the folder that holds the sets
 */
export function evidenceVerdicts(fixtures: string): EvidenceVerdicts {
  const cctv = join(fixtures, 'cctv-ed25519', 'ed25519', 'ed25519vectors.json')
  return {
    'rfc8032-signing': signingVerdicts(),
    wycheproof: ifThere(join(fixtures, 'wycheproof', 'ed25519_test.json'), wycheproofVerdicts),
    'cctv-ed25519': ifThere(cctv, cctvSignatureVerdicts),
    'cctv-ed25519-keys': ifThere(cctv, cctvKeyVerdicts),
    'rfc6962-merkle': ifThere(join(fixtures, 'rfc6962-merkle', 'inclusion'), () => merkleVerdicts(join(fixtures, 'rfc6962-merkle'))),
    'c2sp-signed-note': ifThere(join(fixtures, 'c2sp-signed-note', 'spec-examples.json'), noteVerdicts),
  }
}

/** Seed, message and signature of tests 1 to 3 in RFC 8032 section 7.1: both runtimes must sign alike. */
const SIGNING = [
  ['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', '', 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
  ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '72', '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
  ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'af82', '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
] as const

function signingVerdicts(): VectorVerdict[] {
  return SIGNING.map(([seed, message, signature], i) => {
    const found = importPrivateKey(hex(seed)).sign(hex(message))
    return { id: `test ${i + 1}`, expected: signature, found: Buffer.from(found).toString('hex') }
  })
}

interface WycheproofFile {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk: string }
    readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string; readonly result: string }[]
  }[]
}

function wycheproofVerdicts(file: string): VectorVerdict[] {
  return readJson<WycheproofFile>(file).testGroups.flatMap(({ publicKey, tests }) =>
    tests.map(({ tcId, msg, sig, result }) => {
      const found = judge({ key: hex(publicKey.pk), message: hex(msg), signature: hex(sig) })
      return { id: String(tcId), expected: result === 'valid' ? 'accepted' : 'refused', found }
    }),
  )
}

interface CctvVector {
  readonly number: number
  readonly key: string
  readonly sig: string
  readonly msg: string
  readonly flags: readonly string[] | null
}

/** Flags under which a signature must be refused. The last is refused by every verifier without the cofactor. */
const REFUSED_FLAGS = ['low_order_A', 'non_canonical_A', 'low_order_R', 'non_canonical_R', 'low_order_residue']

function cctvSignatureVerdicts(file: string): VectorVerdict[] {
  return readJson<CctvVector[]>(file).map(({ number, key, sig, msg, flags }) => {
    const found = judge({ key: hex(key), message: new Uint8Array(Buffer.from(msg)), signature: hex(sig) })
    return { id: String(number), expected: hasFlag(flags, REFUSED_FLAGS) ? 'refused' : 'accepted', found }
  })
}

/** One verdict for each vector, on its key alone. */
function cctvKeyVerdicts(file: string): VectorVerdict[] {
  return readJson<CctvVector[]>(file).map(({ number, key, flags }) => {
    const isRefused = hasFlag(flags, ['low_order_A', 'non_canonical_A'])
    return { id: `${number} ${key}`, expected: isRefused ? 'refused' : 'accepted', found: importPublicKeyBytes(hex(key)).status }
  })
}

interface MerkleVector {
  readonly leafIdx: number
  readonly treeSize: number
  readonly start: number
  readonly end: number
  readonly size: number
  readonly size1: number
  readonly size2: number
  readonly root: string | null
  readonly leafHash: string | null
  readonly root1: string | null
  readonly root2: string | null
  readonly proof: readonly string[] | null
  readonly wantErr: boolean
}

/** By folder. `JSON.parse` rounds indexes near 2^64; rounded or not they are beyond 2^53-1 and must be refused. */
const MERKLE: Readonly<Record<string, (vector: MerkleVector) => boolean>> = {
  inclusion: (vector) => verifyInclusion({ ...hashes(vector), index: vector.leafIdx, size: vector.treeSize }),
  consistency: (vector) => verifyConsistency({ ...roots(vector), first: vector.size1, second: vector.size2 }),
  // A subtree that begins where it may is a tree of its own.
  subtreeinclusion: (vector) =>
    isSubtree(vector) && verifyInclusion({ ...hashes(vector), index: vector.leafIdx - vector.start, size: vector.end - vector.start }),
  subtreeconsistency: (vector) => {
    const { firstRoot: subtreeRoot, secondRoot: root, proof } = roots(vector)
    return verifySubtree({ start: vector.start, end: vector.end, size: vector.size, subtreeRoot, root, proof })
  },
}

function merkleVerdicts(folder: string): VectorVerdict[] {
  return Object.entries(MERKLE).flatMap(([kind, verify]) =>
    filesUnder(join(folder, kind)).map((path) => {
      const vector = readJson<MerkleVector>(path)
      return { id: relative(folder, path), expected: vector.wantErr ? 'refused' : 'accepted', found: word(verify(vector)) }
    }),
  )
}

/** By hand, because the `recursive` of `readdirSync` is younger than the Node in the oldest Electron. */
function filesUnder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  const paths = entries.flatMap((entry) => (entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]))
  return paths.filter((path) => path.endsWith('.json')).sort()
}

interface NoteVector {
  readonly name: string
  readonly note: string
  readonly vkey?: string
}

/** Each example as it is, and then with every one of its bytes changed. */
function noteVerdicts(file: string): VectorVerdict[] {
  return readJson<{ vectors: readonly NoteVector[] }>(file).vectors.flatMap((vector) => {
    const { name, note, vkey } = vector
    if (vkey === undefined) return [{ id: name, expected: 'checkpoint', found: parseCheckpoint(parseNote(note)?.text ?? '') === null ? 'none' : 'checkpoint' }]
    const whole = { id: name, expected: 'accepted', found: judgeNote(Buffer.from(note), vkey) }
    return [whole].concat(changedNotes(note).map((bytes, at) => ({ id: `${name}, byte ${at} changed`, expected: 'refused', found: judgeNote(bytes, vkey) })))
  })
}

/** The note as often as it has bytes, each time with another one of them changed. */
function changedNotes(note: string): Uint8Array[] {
  return Array.from(Buffer.from(note), (byte, at) => {
    const copy = Buffer.from(note)
    copy[at] = byte ^ 1
    return copy
  })
}

function judgeNote(bytes: Uint8Array, vkey: string): string {
  const key = parseVerifierKey(vkey)
  const text = decodeUtf8(bytes)
  return word(key !== null && text !== null && verifyNote(text, [key]).status === 'verified')
}

/** The verdict of the very functions that enrol a key and verify a decision. */
function judge({ key, message, signature }: { key: Uint8Array; message: Uint8Array; signature: Uint8Array }): string {
  const imported = importPublicKeyBytes(key)
  return word(imported.status === 'accepted' && verifySignature({ key: imported.key, message, signature }))
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

const isSubtree = ({ start, end }: MerkleVector) => start < end && start % 2 ** Math.ceil(Math.log2(end - start)) === 0
const hashes = ({ leafHash, root, proof }: MerkleVector) => ({ leafHash: base64(leafHash), root: base64(root), proof: (proof ?? []).map(base64) })
const roots = ({ root1, root2, proof }: MerkleVector) => ({ firstRoot: base64(root1), secondRoot: base64(root2), proof: (proof ?? []).map(base64) })
const hasFlag = (flags: readonly string[] | null, wanted: readonly string[]) => (flags ?? []).some((flag) => wanted.includes(flag))
const word = (isGood: boolean) => (isGood ? 'accepted' : 'refused')
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const base64 = (text: string | null) => new Uint8Array(Buffer.from(text ?? '', 'base64'))
const ifThere = <Result>(path: string, read: (path: string) => Result) => (existsSync(path) ? read(path) : null)
// The files are fixtures whose shape their SOURCE.md describes; a wrong shape shows as a failed test.
const readJson = <Shape>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as Shape
