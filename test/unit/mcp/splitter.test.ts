import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameSplitter, type SplitFrame } from '../../../gateway/mcp/index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const texts = (frames: readonly SplitFrame[]) => frames.map((frame) => (frame.kind === 'frame' ? new TextDecoder().decode(frame.bytes) : `too long: ${frame.length}`))
const SEED = 20_261_122

describe('the frame splitter', () => {
  it('gives the same frames however the stream is cut', () => {
    process.stdout.write(`  seed ${SEED}, 500 streams\n`)
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat({ max: 40 })), (lines, cuts) => {
      const stream = bytes(lines.map((line) => `${line.replaceAll('\n', '')}|\n`).join(''))
      const splitter = new FrameSplitter()
      const frames: SplitFrame[] = []
      let at = 0
      for (const cut of [...cuts, stream.length]) {
        frames.push(...splitter.push(stream.slice(at, at + cut)))
        at += cut
      }
      expect(texts(frames)).toEqual(lines.map((line) => `${line.replaceAll('\n', '')}|`))
    }), { seed: SEED, numRuns: 500 })
  })

  it('puts a frame together that comes byte by byte', () => {
    const splitter = new FrameSplitter()
    const frames = [...bytes('{"a":"\u00e4"}\r\n{}\n')].flatMap((byte) => splitter.push(new Uint8Array([byte])))
    expect(texts(frames)).toEqual(['{"a":"\u00e4"}\r', '{}'])
  })

  it('leaves empty lines out', () => {
    expect(texts(new FrameSplitter().push(bytes('\n\r\n \t\n{}\n\n')))).toEqual(['{}'])
  })

  it('takes a frame of exactly the limit, and says of a longer one only how long it is', () => {
    const splitter = new FrameSplitter(4)
    expect(texts(splitter.push(bytes('1234\n12345\n12\n')))).toEqual(['1234', 'too long: 5', '12'])
    expect(texts(splitter.push(bytes('123')))).toEqual([])
    expect(texts(splitter.push(bytes('4\n')))).toEqual(['1234'])
  })

  it('holds no more than four times the limit, and goes on with the next frame', () => {
    const splitter = new FrameSplitter(4)
    for (let i = 0; i < 1_000; i++) splitter.push(bytes('xxxxxxxxxx'))
    const frames = splitter.push(bytes('\n{}\n'))
    expect(frames).toMatchObject([{ kind: 'tooLong', length: 10_000, bytes: null }, { kind: 'frame' }])
  })

  it('puts four million single bytes together in linear time', () => {
    const splitter = new FrameSplitter()
    const one = new Uint8Array([0x78])
    const startedAt = performance.now()
    for (let i = 0; i < 4_000_000; i++) splitter.push(one)
    expect(splitter.push(bytes('\n'))).toMatchObject([{ kind: 'frame', bytes: { length: 4_000_000 } }])
    // Copying the whole each time would take hours.
    expect(performance.now() - startedAt).toBeLessThan(20_000)
  })
})
