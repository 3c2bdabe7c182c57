import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8, parseJson, toJsonValue } from '../../../shared/json/index.ts'
import { FROM_CONSOLE, FROM_POINT, INTRODUCED, LIMITS, makeInvocation, MINOR_VERSIONS, PAYLOADS, readFrame, writeConsoleFrame, writePointFrame } from '../../../shared/protocol/index.ts'
import { challengePayloadOf, decisionPayloadOf, digestOf, idOf, NONCE, NOW } from '../../builders/protocol.ts'

const head = { id: idOf('message'), ts: NOW }
const bytes = (value: unknown) => encodeUtf8(JSON.stringify(value))

describe('a frame', () => {
  it('is read back as it was written, in canonical bytes', () => {
    const written = writePointFrame({ ...head, type: 'ping', body: { nonce: NONCE, server_time: NOW, epoch: 3, last_seq: 9 } })
    expect(new TextDecoder().decode(written)).toBe(`{"body":{"epoch":3,"last_seq":9,"nonce":"${NONCE}","server_time":"${NOW}"},"id":"${head.id}","ts":"${NOW}","type":"ping","v":1}`)
    expect(readFrame('point', written)).toMatchObject({ status: 'read', frame: { type: 'ping', body: { epoch: 3 } } })
  })

  it('may hold members that this version does not know, which are left out', () => {
    const read = readFrame('console', bytes({ v: 1, ...head, type: 'ping', later: true, body: { nonce: NONCE, more: 1 } }))
    expect(read).toMatchObject({ status: 'read', frame: { body: { nonce: NONCE } } })
    expect(JSON.stringify(read)).not.toContain('more')
  })

  it('of an unknown type is named and nothing else', () => {
    expect(readFrame('console', bytes({ v: 1, ...head, type: 'future.thing', body: {} }))).toEqual({ status: 'unknown_type', type: 'future.thing', id: head.id })
    expect(readFrame('console', bytes({ v: 1, ...head, type: 'toString', body: {} }))).toMatchObject({ status: 'unknown_type' })
  })

  it('in the wrong direction is not of a known type', () => {
    const receipt = bytes({ v: 1, ...head, type: 'attached', body: {} })
    expect(readFrame('console', receipt)).toMatchObject({ status: 'unknown_type' })
  })

  it('is refused with the place and without the value', () => {
    expect(readFrame('console', bytes({ v: 1, ...head, type: 'ack', body: { stream: 'control', seq: 'hunter2' } }))).toEqual({ status: 'refused', reason: expect.stringContaining('a ack whose seq is not as agreed') })
    expect(readFrame('console', bytes({ v: 2, ...head, type: 'ack', body: {} }))).toMatchObject({ status: 'refused', reason: expect.stringContaining('v is not as agreed') })
    expect(JSON.stringify(readFrame('console', bytes({ v: 1, ...head, type: 'ack', body: { stream: 'control', seq: 'hunter2' } })))).not.toContain('hunter2')
    expect(readFrame('console', encodeUtf8('{"v":1,"v":1}'))).toEqual({ status: 'refused', reason: 'The same key stands twice in one object at byte 7' })
  })

  it('larger than the limit is refused before it is parsed', () => {
    expect(readFrame('console', new Uint8Array(LIMITS.consoleFrameBytes + 1))).toMatchObject({ status: 'refused', reason: expect.stringContaining('131072 are allowed') })
    const tooMuch = () => writePointFrame({ ...head, type: 'result', re: head.id, body: { ok: true, data: 'x'.repeat(LIMITS.frameBytes) } })
    expect(tooMuch).toThrow('does not fit into a frame')
  })

  it('never throws, whatever the bytes', () => {
    const seed = 20_261_122
    const frames = [
      writeConsoleFrame({ ...head, type: 'ack', body: { stream: 'control', seq: 1 } }),
      writeConsoleFrame({ ...head, type: 'payload.get', body: { hash: digestOf('a'), offset: 0, length: 10 } }),
      writePointFrame({ ...head, type: 'epoch.changed', stream: 'control', seq: 4, body: { epoch: 2, at: NOW } }),
    ]
    fc.assert(fc.property(fc.constantFrom(...frames), fc.nat(), fc.nat(255), fc.nat(), (frame, at, byte, cut) => {
      const mutated = frame.slice(0, cut % 3 === 0 ? cut % frame.length : undefined)
      if (mutated.length > 0) mutated[at % mutated.length] = byte
      for (const side of ['point', 'console'] as const) expect(['read', 'unknown_type', 'refused']).toContain(readFrame(side, mutated).status)
    }), { numRuns: 20_000, seed })
  })
})

describe('a signed payload', () => {
  it('is accepted as it is meant', () => {
    expect(PAYLOADS.challenge.safeParse(challengePayloadOf()).error).toBe(undefined)
    expect(PAYLOADS.decision.safeParse(decisionPayloadOf()).error).toBe(undefined)
  })

  it.each(Object.keys(challengePayloadOf()))('of a challenge without %s is refused', (member) => {
    const { [member as keyof ReturnType<typeof challengePayloadOf>]: _gone, ...rest } = challengePayloadOf()
    expect(PAYLOADS.challenge.safeParse(rest).success).toBe(false)
  })

  it('is closed at every depth: an unknown member is refused', () => {
    expect(PAYLOADS.decision.safeParse({ ...decisionPayloadOf(), extra: 1 }).success).toBe(false)
    expect(PAYLOADS.decision.safeParse(decisionPayloadOf({ reviewer: { iss: 'i', sub: 's', name: 'x' } as never })).success).toBe(false)
    expect(PAYLOADS.decision.safeParse(decisionPayloadOf({ scope: { mode: 'once', max_uses: 2 } as never })).success).toBe(false)
    expect(PAYLOADS.challenge.safeParse(challengePayloadOf({ friction: { dwell_ms: 600, seen_ms: 0, hold_ms: 0, reason_required: false, other: 1 } as never })).success).toBe(false)
  })

  it('has one spelling of times, digests and ids', () => {
    for (const raised_at of ['2026-11-22T03:12:04Z', '2026-11-22T03:12:04.000+00:00', '2026-13-22T03:12:04.000Z', '2026-11-22 03:12:04.000Z']) {
      expect(PAYLOADS.challenge.safeParse(challengePayloadOf({ raised_at })).success, raised_at).toBe(false)
    }
    expect(PAYLOADS.challenge.safeParse(challengePayloadOf({ chain_hash: digestOf('A') })).success).toBe(false)
    expect(PAYLOADS.challenge.safeParse(challengePayloadOf({ session_id: idOf('agent') as never })).success).toBe(false)
  })

  it('holds an invocation or a reference to it, never both and never neither', () => {
    const { invocation: _inline, ...without } = challengePayloadOf()
    expect(PAYLOADS.challenge.safeParse(without).success).toBe(false)
    expect(PAYLOADS.challenge.safeParse({ ...without, invocation_ref: { hash: digestOf('a'), bytes: 70_000 } }).success).toBe(true)
    expect(PAYLOADS.challenge.safeParse({ ...challengePayloadOf(), invocation_ref: { hash: digestOf('a'), bytes: 1 } }).success).toBe(false)
  })

  it('keeps a chain in order', () => {
    const [first] = challengePayloadOf().chain
    if (first === undefined) throw new Error('the builder has a chain')
    expect(PAYLOADS.challenge.safeParse(challengePayloadOf({ chain: [first, { ...first, hop: 2 }] })).success).toBe(false)
    expect(PAYLOADS.challenge.safeParse(challengePayloadOf({ chain: [] })).success).toBe(false)
  })
})

describe('the register of versions', () => {
  it('names every frame and payload, each with a version that there is', () => {
    expect(Object.keys(INTRODUCED.fromPoint).toSorted()).toEqual(Object.keys(FROM_POINT).toSorted())
    expect(Object.keys(INTRODUCED.fromConsole).toSorted()).toEqual(Object.keys(FROM_CONSOLE).toSorted())
    expect(Object.keys(INTRODUCED.payload).toSorted()).toEqual(Object.keys(PAYLOADS).toSorted())
    const named = Object.values(INTRODUCED).flatMap((group) => Object.values(group))
    expect(named.filter((version) => !MINOR_VERSIONS.includes(version))).toEqual([])
  })
})

describe('an invocation', () => {
  it('is the canonical JSON of its members, with the arguments where it says', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 })
    const value = fc.dictionary(fc.oneof(text, fc.constantFrom('10', '9', '__proto__')), fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), fc.array(text, { maxLength: 3 })), { maxKeys: 5 })
    fc.assert(fc.property(value, text, fc.array(text, { maxLength: 3 }), (parts, tool, redactions) => {
      const args = toJsonValue(parseJson(encodeUtf8(JSON.stringify(parts)))) as Record<string, never>
      const { bytes: made, argumentsSpan } = makeInvocation({ serverId: 'files', tool, definitionHash: digestOf('a'), arguments: args, injections: [], redactions })
      const node = parseJson(made)
      if (node.kind !== 'object') throw new Error('an object was expected')
      expect(node.members.map(({ key }) => key)).toEqual(['arguments', 'definition_hash', 'injections', 'redactions', 'server_id', 'tool'])
      const [first] = node.members
      expect(first?.value).toMatchObject(argumentsSpan)
      expect(toJsonValue(first?.value as never)).toEqual(args)
    }), { numRuns: 1_000 })
  })
})
