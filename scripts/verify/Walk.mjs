// The walk along the entries: one pass, oldest first, which stops at the first thing that is wrong.

import { EMPTY_RANGE, appendLeaf, hashBytes, hashEntry, printDigest, rootOf, verifyCheckpoint } from '../../shared/evidence/index.ts'
import { JsonError, parseJson, toJsonValue } from '../../shared/json/index.ts'
import { FOREIGN_TYPES, Broken } from './Broken.mjs'

/**
 * @typedef {{ n: number, at: string, kind: string, body_hash: Uint8Array, leaf: Uint8Array, salt: string | null, body: Uint8Array | null }} Row
 * @typedef {{ size: number, note: string, from: string }} Claim a checkpoint, and where it was found
 * @typedef {import('../../shared/evidence/index.ts').PublicKey} PublicKey
 */

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const RETENTION = 'retention.applied'
/** The canonical spelling of {salt, body} begins so, because "body" sorts first. */
const BODY_BEGINS = Buffer.from('{"body":')

export class Walk {
  /** @type {import('../../shared/evidence/index.ts').CompactRange} */
  #range = EMPTY_RANGE
  /** How many entries a good checkpoint has vouched for. */
  #vouched = 0
  /** The first stored node that is not what came out; who is wrong, it or an entry, the next checkpoint tells. */
  /** @type {string | null} */
  #suspect = null
  #nodes = 0
  #checkpoints = 0
  /** @type {number[]} */
  #removed = []
  /** @type {{ from: number, to: number }[]} */
  #retained = []
  #claims
  #judged = 0
  #readNode
  #signer

  /**
   * @param {{ claims: readonly Claim[], readNode: (level: number, index: number) => Uint8Array | null, origin: string, key: PublicKey }} parts
   * `claims` by size
   */
  constructor({ claims, readNode, origin, key }) {
    this.#claims = claims
    this.#readNode = readNode
    this.#signer = { origin, key }
  }

  get size() {
    return this.#range.size
  }

  get root() {
    return printDigest(rootOf(this.#range))
  }

  /** How many nodes above the leaves the tree has. */
  get nodes() {
    return this.#nodes
  }

  get checkpoints() {
    return this.#checkpoints
  }

  get removed() {
    return this.#removed.length
  }

  /**
   * The next entry.
   * @param {Row} row
   * @throws {Broken}
   */
  step(row) {
    this.#judgeClaims()
    const n = this.size
    if (row.n !== n) throw new Broken(n, n, Number.isSafeInteger(row.n) && row.n > n ? `it is missing; the next entry that is there is ${row.n}` : `an entry stands there with the number ${row.n}`)
    this.#checkRow(row)
    const { range, nodes } = appendLeaf(this.#range, row.leaf)
    this.#range = range
    for (const { level, index, hash } of nodes) if (level > 0) this.#checkNode(level, index, hash)
  }

  /**
   * After the last entry.
   * @throws {Broken}
   */
  end() {
    this.#judgeClaims()
    const beyond = this.#claims[this.#judged]
    if (beyond !== undefined) throw new Broken(this.size, beyond.size - 1, `missing; ${beyond.from} is of ${beyond.size} entries`)
    if (this.#vouched < this.size) throw new Broken(this.#vouched, this.size - 1, 'no checkpoint covers this')
    const uncovered = this.#removed.find((n) => !this.#retained.some(({ from, to }) => from <= n && n <= to))
    if (uncovered !== undefined) throw new Broken(uncovered, uncovered, 'its body was removed, and no entry of a retention says so')
  }

  /** @param {Row} row */
  #checkRow(row) {
    const { n, at, kind, body_hash, leaf } = row
    if (typeof at !== 'string' || typeof kind !== 'string' || !isHash(body_hash) || !isHash(leaf)) throw new Broken(n, n, FOREIGN_TYPES)
    if (!TIME.test(at)) throw new Broken(n, n, 'its time is not one')
    const hash = printDigest(body_hash)
    this.#checkBody(row, hash)
    // As a leaf is what the tree holds, everything that it covers is judged by it: number, time, kind and body.
    if (!equal(hashEntry({ n, at, kind, body_hash: hash }), leaf)) throw new Broken(n, n, 'its leaf is not the hash of its number, time, kind and body hash')
  }

  /**
   * @param {Row} row
   * @param {string} hash
   */
  #checkBody({ n, kind, salt, body }, hash) {
    if (salt === null && body === null) return void this.#removed.push(n)
    if (typeof salt !== 'string' || !(body instanceof Uint8Array)) throw new Broken(n, n, FOREIGN_TYPES)
    // The bytes as they are stored: whoever cannot sign cannot find other bytes with the same hash, canonical or not.
    const found = hashBytes(Buffer.concat([BODY_BEGINS, body, Buffer.from(`,"salt":${JSON.stringify(salt)}}`)]))
    if (found !== hash) throw new Broken(n, n, 'its body and salt do not have the hash that was recorded')
    if (kind === RETENTION) this.#retained.push(retentionIn(body, n))
  }

  /**
   * @param {number} level
   * @param {number} index
   * @param {Uint8Array} hash
   */
  #checkNode(level, index, hash) {
    this.#nodes++
    const stored = this.#readNode(level, index)
    if (stored instanceof Uint8Array && equal(stored, hash)) return
    this.#suspect ??= `node ${index} at level ${level} of the stored tree is ${stored === null ? 'missing' : 'wrong'}`
  }

  /** Every checkpoint of the present size, before the tree grows on. */
  #judgeClaims() {
    for (let claim = this.#claims[this.#judged]; claim !== undefined && claim.size <= this.size; claim = this.#claims[++this.#judged]) this.#judge(claim)
  }

  /** @param {Claim} claim */
  #judge({ size, note, from }) {
    const last = Math.max(this.#vouched, size - 1)
    const verdict = verifyCheckpoint({ note, ...this.#signer })
    if (verdict.status === 'refused') throw new Broken(this.#vouched, last, `${from} that should cover this is refused (${verdict.reason})`)
    if (verdict.checkpoint.size !== size || size !== this.size) throw new Broken(this.#vouched, last, `${from} stands at size ${size} and is of ${verdict.checkpoint.size} entries`)
    if (!equal(verdict.checkpoint.root, rootOf(this.#range))) throw new Broken(this.#vouched, last, `not what ${from} of ${size} entries was signed over`)
    // The entries are what was signed, so that a node that differs was changed by itself.
    if (this.#suspect !== null) throw new Broken(null, null, `${this.#suspect}; the entries are what was signed`)
    this.#vouched = size
    this.#checkpoints++
  }
}

/**
 * The numbers of the entries whose bodies a retention took away. They come before its own; anything else takes nothing.
 * @param {Uint8Array} body
 * @param {number} n
 */
function retentionIn(body, n) {
  const { from_n: from, to_n: to } = objectIn(body)
  return isSize(from) && isSize(to) && to < n ? { from, to } : { from: 0, to: -1 }
}

/**
 * @param {Uint8Array} body
 * @returns {{ readonly [key: string]: unknown }}
 */
function objectIn(body) {
  try {
    const value = toJsonValue(parseJson(body))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch (fault) {
    if (fault instanceof JsonError) return {}
    throw fault
  }
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
const isSize = (value) => Number.isSafeInteger(value)

/** @param {unknown} value */
const isHash = (value) => value instanceof Uint8Array && value.length === 32

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
const equal = (one, other) => Buffer.compare(one, other) === 0
