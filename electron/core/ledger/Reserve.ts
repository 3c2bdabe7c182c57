import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { encodeBytes } from '../../../shared/evidence/index.ts'
import { LedgerFault } from './LedgerFault.ts'
import { syncFolder } from './paths.ts'
import { printReserved, readReserved, type ReservedDrafts } from './reservedDrafts.ts'
import { BLOCK_BYTES, FIRST_BLOCK, findRecords, printHeader, printRecord, readHeader, type RawRecord } from './reserveRecord.ts'

/** A record that waits to become entries. */
export interface WaitingRecord extends ReservedDrafts {
  readonly sequence: number
  readonly block: number
}

/** What became of opening a reserve. */
export type ReserveOpening =
  | { readonly status: 'open'; readonly reserve: Reserve }
  | { readonly status: 'missing' }
  | { readonly status: 'unreadable' }

/** What was found in the file. */
interface ReserveParts {
  readonly fd: number
  readonly bytes: number
  readonly generation: Uint8Array
  readonly records: readonly RawRecord[]
  readonly mergedUpto: number
}

/**
 * The file that takes denials and stops while the ledger takes nothing. It is allocated beforehand and only ever
 * overwritten in place, so that a full disk does not matter (on file systems that copy on write it may all the same),
 * and every record is flushed to disk before `append` returns. Whoever is killed at any byte leaves every record that
 * was acknowledged, and possibly one that was not.
 */
export class Reserve {
  /** Tells this file from any other that ever lay here. */
  readonly generation: string
  readonly #fd: number
  readonly #bytes: number
  readonly #generation: Uint8Array
  #waiting: readonly WaitingRecord[]
  #nextSequence: number
  #nextBlock: number

  private constructor({ fd, bytes, generation, records, mergedUpto }: ReserveParts) {
    const waiting = records.filter(({ sequence }) => sequence > mergedUpto)
    this.generation = encodeBytes(generation, 'base64url')
    this.#fd = fd
    this.#bytes = bytes
    this.#generation = generation
    this.#waiting = waiting.map(({ sequence, block, payload }) => ({ sequence, block, ...readReserved(payload) }))
    this.#nextSequence = Math.max(mergedUpto, ...records.map(({ sequence }) => sequence)) + 1
    this.#nextBlock = Math.max(FIRST_BLOCK, ...waiting.map(({ endBlock }) => endBlock))
  }

  /**
   * Opens the reserve at a path.
   * @param mergedUpto says for a generation up to which record it has become entries
   * @throws the file system's error where the file is there and cannot be opened
   */
  static open(path: string, mergedUpto: (generation: string) => number): ReserveOpening {
    if (!existsSync(path)) return { status: 'missing' }
    const file = readFileSync(path)
    const generation = readHeader(file)
    if (generation === null) return { status: 'unreadable' }
    const parts = { bytes: file.length, generation, records: findRecords(file, generation), mergedUpto: mergedUpto(encodeBytes(generation, 'base64url')) }
    return { status: 'open', reserve: new Reserve({ ...parts, fd: openSync(path, 'r+') }) }
  }

  /** Makes a new reserve, wholly written and flushed before it gets its name. Throws where the disk does not take it. */
  static create(path: string, bytes: number): void {
    const fresh = `${path}.new`
    rmSync(fresh, { force: true })
    const fd = openSync(fresh, 'wx', 0o600)
    try {
      // Written and not only made long: a hole would need room on the very day on which there is none.
      writeWhole(fd, Buffer.concat([printHeader(randomBytes(16)), Buffer.alloc(bytes - BLOCK_BYTES)]), 0)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(fresh, path)
    syncFolder(dirname(path))
  }

  /** The records that have not become entries, oldest first. */
  get waiting(): readonly WaitingRecord[] {
    return this.#waiting
  }

  /**
   * Keeps drafts together in one record, on disk when it returns.
   * @throws {LedgerFault} `reserve_full` or `reserve_unwritable`
   */
  append(reserved: ReservedDrafts): void {
    const sequence = this.#nextSequence
    const block = this.#nextBlock
    const record = printRecord(this.#generation, sequence, printReserved(reserved))
    const end = block * BLOCK_BYTES + record.length
    if (end > this.#bytes) throw new LedgerFault('reserve_full', `The reserve has no room for ${record.length} bytes more`)
    try {
      writeWhole(this.#fd, record, block * BLOCK_BYTES)
      fdatasyncSync(this.#fd)
    } catch (cause) {
      throw new LedgerFault('reserve_unwritable', 'The reserve could not be written', cause)
    }
    // Only now: what failed is written over by the next record, under the same number.
    this.#waiting = [...this.#waiting, { sequence, block, ...reserved }]
    this.#nextSequence = sequence + 1
    this.#nextBlock = end / BLOCK_BYTES
  }

  /** Forgets the records that have become entries, after the commit that made them so. Never throws. */
  letGo(): void {
    // The ledger knows up to which record it has merged; blanking helps whoever must read the reserve without it.
    for (const { block } of this.#waiting) {
      try {
        writeSync(this.#fd, Buffer.alloc(BLOCK_BYTES), 0, BLOCK_BYTES, block * BLOCK_BYTES)
      } catch {
        break
      }
    }
    this.#waiting = []
    this.#nextBlock = FIRST_BLOCK
  }

  close(): void {
    closeSync(this.#fd)
  }
}

/** A write may take less than it was given. */
function writeWhole(fd: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done)
}
