import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

// The file is a row of blocks of 4 KiB, the unit in which disks write: a record begins at a block of its own, so that
// writing it cannot tear one that was acknowledged before. The first block is the header, written once and never
// again. The hash of a record covers the generation of the file, 128 random bits, so that no text inside of a record
// can pass for a record.

/** The unit in which the file is written. */
export const BLOCK_BYTES = 4_096
/** Where records begin. */
export const FIRST_BLOCK = 1

const FILE_MARK = 'CSRVHEAD'
const RECORD_MARK = 'CSRV'
const GENERATION_BYTES = 16
const HASH_BYTES = 32
/** Mark, sequence of 64 bits, length of 32 bits. */
const PREFIX_BYTES = 16

/** One record, wherever in the file it was found. */
export interface RawRecord {
  readonly sequence: number
  readonly payload: Uint8Array
  readonly block: number
  /** The block after it. */
  readonly endBlock: number
}

/** The header block of a new file. */
export function printHeader(generation: Uint8Array): Uint8Array {
  const block = Buffer.alloc(BLOCK_BYTES)
  block.write(FILE_MARK)
  block.set(generation, FILE_MARK.length)
  const end = FILE_MARK.length + GENERATION_BYTES
  block.set(hashOf(block.subarray(0, end)), end)
  return block
}

/** The generation that the header of a file names, or null where this is not a reserve. */
export function readHeader(file: Buffer): Uint8Array | null {
  const end = FILE_MARK.length + GENERATION_BYTES
  if (file.length < BLOCK_BYTES || file.toString('latin1', 0, FILE_MARK.length) !== FILE_MARK) return null
  return hashOf(file.subarray(0, end)).equals(file.subarray(end, end + HASH_BYTES)) ? file.subarray(FILE_MARK.length, end) : null
}

/** A record as whole blocks. */
export function printRecord(generation: Uint8Array, sequence: number, payload: Uint8Array): Uint8Array {
  const hashAt = PREFIX_BYTES + payload.length
  const blocks = Buffer.alloc(Math.ceil((hashAt + HASH_BYTES) / BLOCK_BYTES) * BLOCK_BYTES)
  blocks.write(RECORD_MARK)
  blocks.writeBigUInt64BE(BigInt(sequence), RECORD_MARK.length)
  blocks.writeUInt32BE(payload.length, RECORD_MARK.length + 8)
  blocks.set(payload, PREFIX_BYTES)
  blocks.set(hashOf(generation, blocks.subarray(0, hashAt)), hashAt)
  return blocks
}

/**
 * Every whole record of a file, by its sequence. Every block is looked at, so that a damaged record costs nothing but
 * itself; one that was torn while it was written is no record.
 */
export function findRecords(file: Buffer, generation: Uint8Array): readonly RawRecord[] {
  const records: RawRecord[] = []
  for (let block = FIRST_BLOCK; block * BLOCK_BYTES < file.length; ) {
    const record = readRecord(file, generation, block)
    if (record !== null) records.push(record)
    block = record?.endBlock ?? block + 1
  }
  return records.sort((a, b) => a.sequence - b.sequence)
}

function readRecord(file: Buffer, generation: Uint8Array, block: number): RawRecord | null {
  const bytes = file.subarray(block * BLOCK_BYTES)
  if (bytes.length < BLOCK_BYTES || bytes.toString('latin1', 0, RECORD_MARK.length) !== RECORD_MARK) return null
  const hashAt = PREFIX_BYTES + bytes.readUInt32BE(RECORD_MARK.length + 8)
  if (hashAt + HASH_BYTES > bytes.length) return null
  if (!hashOf(generation, bytes.subarray(0, hashAt)).equals(bytes.subarray(hashAt, hashAt + HASH_BYTES))) return null
  return {
    sequence: Number(bytes.readBigUInt64BE(RECORD_MARK.length)),
    payload: bytes.subarray(PREFIX_BYTES, hashAt),
    block,
    endBlock: block + Math.ceil((hashAt + HASH_BYTES) / BLOCK_BYTES),
  }
}

function hashOf(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
