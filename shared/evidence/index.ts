export { decodeBytes, encodeBytes, equalInConstantTime } from './bytes.ts'
export {
  parseCheckpoint,
  printCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
  type Checkpoint,
  type CheckpointClaim,
  type CheckpointRefusal,
  type CheckpointVerdict,
} from './Checkpoint.ts'
export { EMPTY_RANGE, appendLeaf, parseRange, printRange, rootOf, type CompactRange, type TreeNode } from './CompactRange.ts'
export { bytesOfDigest, hashBytes, hashJson, parseDigest, printDigest, type Digest } from './Digest.ts'
export type { Envelope, EnvelopeSignature } from './Envelope.ts'
export { hashBody, newSalt } from './hashBody.ts'
export { hmacSha256, isMacOf, macOf, type Mac, type MacInput, type MacPurpose } from './mac.ts'
export { makeConsistencyProof, makeInclusionProof } from './makeProofs.ts'
export { MissingNodeError, readRange, type NodeReader } from './NodeReader.ts'
export { noteKey, parseVerifierKey, printVerifierKey, type NoteKey } from './NoteKey.ts'
export { PAYLOAD_NAMES, payloadTypeOf, type PayloadName, type PayloadType } from './payloadTypes.ts'
export { newPairingCode, normaliseCode, pairingWords, type PairingFacts } from './pairing.ts'
export { generatePrivateKey, importPrivateKey, type PrivateKey } from './PrivateKey.ts'
export { bytesOfPublicKey, importPublicKey, importPublicKeyBytes, type KeyImport, type KeyRefusal, type Kid, type PublicKey } from './PublicKey.ts'
export { signEnvelope, type EnvelopeRequest } from './signEnvelope.ts'
export { parseNote, signNote, verifyNote, type NoteRefusal, type NoteSignature, type NoteVerdict, type SignedNote } from './SignedNote.ts'
export { EMPTY_ROOT, hashEntry, hashLeaf, hashNode } from './treeHash.ts'
export { verifyConsistency, verifySubtree, type ConsistencyClaim, type SubtreeClaim } from './verifyConsistency.ts'
export { verifyEnvelope, type EnvelopeClaim, type EnvelopeRefusal, type EnvelopeVerdict } from './verifyEnvelope.ts'
export { verifyInclusion, type InclusionClaim } from './verifyInclusion.ts'
export { verifySignature, type SignatureClaim } from './verifySignature.ts'
