import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOfId, outlineMessage, readMessage } from '../../../gateway/mcp/index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readMessage(bytes(text))
const call = '"method":"tools/call","params":{"name":"w"}'

describe('reading a message', () => {
  it('tells requests, notifications and responses apart and keeps the place of the id', () => {
    expect(read('{"jsonrpc":"2.0", "id" : 1.0 ,"method":"ping"}')).toMatchObject({ kind: 'request', id: 1, idSpan: { start: 25, end: 28 }, method: 'ping', params: null })
    expect(read('{"jsonrpc":"2.0","method":"notifications/x","params":{}}')).toMatchObject({ kind: 'notification', method: 'notifications/x' })
    expect(read('{"jsonrpc":"2.0","id":"a","result":{}}')).toMatchObject({ kind: 'response', id: 'a' })
    expect(read('{"jsonrpc":"2.0","id":"a","error":{"code":1,"message":"x"}}\r')).toMatchObject({ kind: 'response', id: 'a' })
  })

  it('reads a method that hides behind escapes', () => {
    expect(read('{"jsonrpc":"2.0","id":1,"\\u006dethod":"tools\\/c\\u0061ll","params":{}}')).toMatchObject({ kind: 'request', method: 'tools/call' })
  })

  it.each([
    ['two equal keys', `{"jsonrpc":"2.0","id":1,"method":"ping",${call}}`, null],
    ['two equal keys, one of them escaped', `{"jsonrpc":"2.0","id":1,"method":"ping","\\u006d${call.slice(2)}}`, null],
    ['two equal keys deep inside, and gives the id back', `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"w","arguments":{"a":1,"a":2}}}`, 1],
    ['a key that differs in case only', `{"jsonrpc":"2.0","id":1,"method":"ping","METHOD":"tools/call","params":{}}`, 1],
    ['a key with a long s', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{},"param\u017f":{}}', 1],
    ['a key that ends at NUL for C', '{"jsonrpc":"2.0","id":1,"method":"ping","method\\u0000x":"tools/call"}', 1],
    ['a method that differs in case only', '{"jsonrpc":"2.0","id":1,"method":"Tools/Call"}', 1],
    ['a method with space around it', '{"jsonrpc":"2.0","id":1,"method":"tools/call "}', 1],
    ['a method beside a result', `{"jsonrpc":"2.0","id":1,"result":{},${call}}`, 1],
    ['a null id', `{"jsonrpc":"2.0","id":null,${call}}`, null],
    ['an id of another type', `{"jsonrpc":"2.0","id":[1],${call}}`, null],
    ['an id that is ours', `{"jsonrpc":"2.0","id":"dev.countersign/list-1","method":"ping"}`, 'dev.countersign/list-1'],
    ['a missing version', `{"id":1,${call}}`, 1],
    ['a line that universal newlines would split into a call', `{"jsonrpc":"2.0","method":"x","params":\r{"jsonrpc":"2.0","id":5,${call}}\r}`, null],
    ['bad UTF-8', '{"jsonrpc":"2.0","id":7,"method":"x","params":{"a":"\xff"}}', 7],
    ['a byte order mark', '\ufeff{"jsonrpc":"2.0","id":1,"method":"ping"}', null],
    ['a number whose digits overflow the stack', `{"jsonrpc":"2.0","id":3,"method":"x","params":[${'1'.repeat(1_000_000)}]}`, 3],
    ['no JSON', '{"jsonrpc":', null],
    ['a bare value', '17', null],
  ])('refuses %s', (name, text, id) => {
    const frame = name === 'bad UTF-8' ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : bytes(text)
    expect(readMessage(frame)).toMatchObject({ kind: 'malformed', id })
  })

  it('gives no id of a response, because nobody waits for an answer to an answer', () => {
    expect(read('{"jsonrpc":"2.0","id":1,"result":{"a":1,"a":2}}')).toMatchObject({ kind: 'malformed', id: null })
  })

  it('finds the requests in a batch', () => {
    expect(read(`[{"jsonrpc":"2.0","id":1,${call}},{"jsonrpc":"2.0","method":"x"},{"jsonrpc":"2.0","id":"b","method":"ping"},7]`)).toEqual({ kind: 'batch', ids: [1, 'b'] })
  })

  it('never throws, whatever the bytes are', () => {
    const seed = 20_261_122
    process.stdout.write(`  seed ${seed}, 2000 frames\n`)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (frame) => {
      readMessage(frame)
      outlineMessage(frame)
    }), { seed, numRuns: 1_000 })
    const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"id"', '"method"', '"jsonrpc"', '"2.0"', '1', 'null', ' ', '\r'), { maxLength: 30 })
    fc.assert(fc.property(pieces, (parts) => {
      read(parts.join(''))
      outlineMessage(bytes(parts.join('')))
    }), { seed, numRuns: 1_000 })
  })

  it('takes ids for equal by their value and not by their spelling', () => {
    expect(keyOfId(1)).toBe(keyOfId(1.0))
    expect(keyOfId(-0)).toBe(keyOfId(0))
    expect(keyOfId('1')).not.toBe(keyOfId(1))
  })
})

describe('the outline of a message', () => {
  const outline = (text: string) => outlineMessage(bytes(text))

  it('is that of the strict reader, for every message that the strict reader takes', () => {
    const seed = 20_261_122
    process.stdout.write(`  seed ${seed}, 500 messages\n`)
    const id = fc.oneof(fc.integer(), fc.string())
    const message = fc.record({ jsonrpc: fc.constant('2.0'), id, method: fc.string(), params: fc.object(), extra: fc.jsonValue() }, { requiredKeys: ['jsonrpc', 'method'] })
    fc.assert(fc.property(message, (value) => {
      const frame = bytes(JSON.stringify(value))
      const strict = readMessage(frame)
      if (strict.kind === 'malformed') return
      const { kind, method } = outlineMessage(frame) as { kind: string; method?: string }
      expect({ kind, method }).toEqual({ kind: strict.kind, method: 'method' in strict ? strict.method : undefined })
    }), { seed, numRuns: 500 })
  })

  it('finds the id where the strict reader stops at a number, a depth or a key', () => {
    expect(outline('{"jsonrpc":"2.0","id":4,"result":{"ns":1757000000000000001}}')).toMatchObject({ kind: 'response', id: 4, body: { start: 33, end: 59 } })
    expect(outline(`{"id":4,"result":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)).toMatchObject({ kind: 'response', id: 4 })
    expect(outline('{"id":4,"result":{"a":1,"a":2}}')).toMatchObject({ kind: 'response', id: 4 })
  })

  it('is unreadable where one key stands twice at the top, or something follows', () => {
    expect(outline('{"id":4,"id":5,"result":{}}')).toEqual({ kind: 'unreadable' })
    expect(outline('{"id":4,"i\\u0064":5,"result":{}}')).toEqual({ kind: 'unreadable' })
    expect(outline('{"id":4,"result":{}}{}')).toEqual({ kind: 'unreadable' })
    expect(outline('Server listening on stdio')).toEqual({ kind: 'unreadable' })
  })
})
