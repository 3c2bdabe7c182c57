import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Acks } from '../../../electron/core/links/Acks.ts'
import { readAddress } from '../../../electron/core/links/address.ts'
import { ClockWatch } from '../../../electron/core/links/ClockWatch.ts'
import { Inflow } from '../../../electron/core/links/Inflow.ts'
import { StreamMemory } from '../../../electron/core/links/StreamMemory.ts'
import { idOf } from '../../builders/protocol.ts'

const bytes = (...values: readonly number[]) => Uint8Array.from(values)

describe('the address of a point', () => {
  const anywhere = { mayLeaveThisHost: true }
  it.each([
    ['127.0.0.1:7717', 'ws://127.0.0.1:7717/', true, false],
    ['localhost:7717', 'ws://localhost:7717/', true, false],
    ['ws://[::1]:7717', 'ws://[::1]:7717/', true, false],
    ['WSS://127.0.0.1:7717/', 'wss://127.0.0.1:7717/', true, true],
    ['gateway.example:7717', 'wss://gateway.example:7717/', false, true],
    ['wss://bücher.example', 'wss://xn--bcher-kva.example/', false, true],
    // Other spellings of a loopback address are the same address.
    ['ws://2130706433:7717', 'ws://127.0.0.1:7717/', true, false],
  ])('%s is read as %s', (typed, url, isLoopback, isTls) => {
    expect(readAddress(typed, anywhere)).toEqual({ status: 'read', address: { url, isLoopback, isTls } })
  })

  it.each(['', ' ', 'http://127.0.0.1', 'ws://user@127.0.0.1', 'ws://user:word@127.0.0.1', 'ws://127.0.0.1/path', 'ws://127.0.0.1/?a', 'ws://127.0.0.1/#a', 'ws://gateway.example', 'ws://127.0.0.1.example', 'ws://localhost.example', 'ws://10.0.0.1', 'a b', `wss://${'a'.repeat(600)}`])('"%s" is refused with a sentence', (typed) => {
    expect(readAddress(typed, anywhere)).toMatchObject({ status: 'refused', sentence: expect.stringMatching(/\.$/) })
  })

  it('is read or refused, whatever was typed, and never leads off this host without TLS', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain(), fc.ipV4(), fc.ipV6()), fc.boolean(), (typed, mayLeaveThisHost) => {
      const reading = readAddress(typed, { mayLeaveThisHost })
      if (reading.status === 'read') expect(reading.address.isLoopback || (reading.address.isTls && mayLeaveThisHost)).toBe(true)
    }))
  })
})

describe('the memory of the streams', () => {
  const at = { streamId: idOf('stream'), control: 0, telemetry: 0 }

  it('takes each number once and in order, whatever is sent how often', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 12 })), (numbers) => {
      const memory = new StreamMemory(at)
      const taken: number[] = []
      for (const seq of numbers) {
        const succession = memory.judge('control', seq, bytes(seq))
        expect(succession).not.toBe('fork')
        if (succession !== 'next') continue
        taken.push(seq)
        memory.reach('control', seq)
      }
      expect(taken).toEqual(Array.from({ length: taken.length }, (_, i) => i + 1))
    }))
  })

  it('finds other bytes under each of the last 256 numbers, and under none before', () => {
    const memory = new StreamMemory(at)
    for (let seq = 1; seq <= 300; seq++) {
      expect(memory.judge('control', seq, bytes(1))).toBe('next')
      memory.reach('control', seq)
    }
    expect(memory.judge('control', 45, bytes(2))).toBe('fork')
    expect(memory.judge('control', 300, bytes(2))).toBe('fork')
    expect(memory.judge('control', 44, bytes(2))).toBe('repeated')
    expect(memory.judge('telemetry', 1, bytes(2))).toBe('next')
  })

  it('forgets the bytes of another stream and keeps those of the same one', () => {
    const memory = new StreamMemory(at)
    memory.judge('control', 1, bytes(1))
    memory.restart(at.streamId, { control: 0, telemetry: 0 })
    expect(memory.judge('control', 1, bytes(2))).toBe('fork')
    memory.restart(idOf('stream', 2), { control: 0, telemetry: 0 })
    expect(memory.judge('control', 1, bytes(2))).toBe('next')
  })

  it('takes a gap that begins where it stands, and one that overlaps what it has', () => {
    const memory = new StreamMemory({ ...at, telemetry: 5 })
    expect([memory.judgeGap('telemetry', 6, 9), memory.judgeGap('telemetry', 3, 9), memory.judgeGap('telemetry', 3, 5), memory.judgeGap('telemetry', 7, 9)]).toEqual(['next', 'next', 'repeated', 'hole'])
  })
})

describe('the inflow', () => {
  function inflow(handle: (n: number) => Promise<void>) {
    const told: string[] = []
    const flow = new Inflow({ handle: ({ bytes: [n] }) => handle(n ?? 0), onFault: () => void told.push('fault'), pause: () => void told.push('pause'), resume: () => void told.push('resume') })
    return { flow, told, add: (n: number, size = 1) => flow.add({ bytes: Uint8Array.from({ length: size }, () => n), isText: true, atMs: 0 }) }
  }

  it('handles one message after the other', async () => {
    const order: string[] = []
    const { flow, add } = inflow(async (n) => {
      order.push(`${n} begins`)
      await Promise.resolve()
      order.push(`${n} ends`)
    })
    for (const n of [1, 2, 3]) add(n)
    await flow.settled()
    expect(order).toEqual([1, 2, 3].flatMap((n) => [`${n} begins`, `${n} ends`]))
    expect(flow.isBusy).toBe(false)
  })

  it.each([['messages', 66, 1], ['bytes', 10, 1024 * 1024]])('pauses the socket where too many %s wait, and resumes once when most are handled', async (_, count, size) => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => void (open = resolve))
    const { flow, told, add } = inflow(() => gate)
    for (let n = 0; n < count; n++) add(n, size)
    expect(told).toEqual(['pause'])
    open()
    await flow.settled()
    expect(told).toEqual(['pause', 'resume'])
  })

  it('stops at a fault and handles nothing after it', async () => {
    const handled: number[] = []
    const { flow, told, add } = inflow(async (n) => {
      handled.push(n)
      if (n === 2) throw new Error('no')
    })
    for (const n of [1, 2, 3]) add(n)
    await flow.settled()
    add(4)
    expect(handled).toEqual([1, 2])
    expect(told).toEqual(['fault'])
  })
})

describe('acknowledgements', () => {
  it('of one turn of the event loop are one for each stream, with the last number', async () => {
    const sent: string[] = []
    const acks = new Acks((stream, seq) => void sent.push(`${stream} ${seq}`))
    for (const seq of [1, 2, 3]) acks.mark('control', seq)
    acks.mark('telemetry', 7)
    expect(sent).toEqual([])
    await new Promise<void>((resolve) => void setImmediate(resolve))
    expect(sent).toEqual(['control 3', 'telemetry 7'])
    acks.mark('control', 4)
    await new Promise<void>((resolve) => void setImmediate(resolve))
    expect(sent).toEqual(['control 3', 'telemetry 7', 'control 4'])
  })
})

describe('the watch on line and clock', () => {
  it('takes the shortest round trip and the median of the offsets', () => {
    const watch = new ClockWatch()
    for (const [n, roundTrip] of [40, 20, 900].entries()) {
      watch.left(`${n}`, 0)
      watch.came(`${n}`, roundTrip)
    }
    watch.told(1_000, 0)
    watch.told(1_002, 0)
    // This one came a minute late and moves nothing.
    expect(watch.told(1_001 - 60_000, 0)).toEqual({ roundTripMs: 900, clockOffsetMs: 1_010 })
  })

  it('looks at the last eight alone, and takes no answer that it did not ask for', () => {
    const watch = new ClockWatch()
    watch.came('made up', 0)
    for (let n = 0; n < 20; n++) watch.told(5_000, 0)
    for (let n = 0; n < 7; n++) watch.told(100, 0)
    expect(watch.told(100, 0)).toEqual({ roundTripMs: 0, clockOffsetMs: 100 })
  })
})
