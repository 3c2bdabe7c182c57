import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { argumentBytesOf, argumentsOf, makeInvocation, readMessage, readToolCall, spliceArguments, type Invocation, type ToolCallRequest } from '../../../gateway/mcp/index.ts'
import { encodeUtf8, parseJson, printCanonicalJson, toJsonValue, type JsonObject } from '../../../shared/json/index.ts'
import { objectText } from '../../fakes/mcp/jsonText.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

function requestOf(frame: string): ToolCallRequest {
  const bytes = encodeUtf8(frame)
  const message = readMessage(bytes)
  if (message.kind !== 'request') throw new Error(`This is no request but ${message.kind}`)
  const request = readToolCall(bytes, message)
  if (request.kind !== 'call') throw new Error(request.why)
  return request
}

function invocationOf(args: JsonObject): Invocation {
  const made = makeInvocation({ args, definitionHash: 'sha256:d', serverId: 'files', tool: 'write' })
  if (made.kind === 'refused') throw new Error(made.why)
  return made.invocation
}

describe('the invocation', () => {
  it('is the canonical spelling of its six members', () => {
    expect(text(invocationOf({ b: 1, a: '\u00e4' }).bytes)).toBe('{"arguments":{"a":"\u00e4","b":1},"definition_hash":"sha256:d","injections":[],"redactions":[],"server_id":"files","tool":"write"}')
  })

  it('holds the arguments as one slice, for 500 random spellings', () => {
    const seed = 20_261_122
    process.stdout.write(`  seed ${seed}, 500 invocations\n`)
    fc.assert(fc.property(objectText, (written) => {
      const args = toJsonValue(parseJson(encodeUtf8(written))) as JsonObject
      const invocation = invocationOf(args)
      expect(text(argumentBytesOf(invocation))).toBe(printCanonicalJson(args))
      const whole = { arguments: args, definition_hash: 'sha256:d', injections: [], redactions: [], server_id: 'files', tool: 'write' }
      expect(text(invocation.bytes)).toBe(printCanonicalJson(whole))
    }), { seed, numRuns: 500 })
  })

  it.each([
    ['a key that begins with $redacted', '{"a":[{"$redacted_x":1}]}'],
    ['a key that begins with $secret', '{"$secret":1}'],
    ['a key that is written with escapes', '{"\\u0024secret":1}'],
    ['a text that refers to a secret', '{"a":["x ${secret:db} y"]}'],
    ['a key that refers to a secret', '{"x${secret:db}":1}'],
    ['a reference that is written with escapes', '{"a":"\\u0024\\u007bsecret:db}"}'],
  ])('is refused for %s', (_name, written) => {
    const args = toJsonValue(parseJson(encodeUtf8(written))) as JsonObject
    expect(makeInvocation({ args, definitionHash: 'sha256:d', serverId: 'files', tool: 'write' })).toMatchObject({ kind: 'refused', reason: 'secret_reference' })
  })

  it('is made where a secret is only spoken of', () => {
    expect(() => invocationOf({ secret: 'redacted', note: '$ {secret:} $SECRET', a$secret: 1 })).not.toThrow()
  })
})

describe('splicing', () => {
  const around = (args: string) => `{ "params" :{"x":1e1, "arguments": ${args} ,"_meta":{"t":"\\u0041"},"name":"write" },"id":"\\u0061","jsonrpc":"2.0" ,"method":"tools/call","later":[1.0]}`

  it('puts the canonical arguments in and leaves every other byte as it came', () => {
    const request = requestOf(around('{"b":-0, "a":"\\u0041"}'))
    expect(text(spliceArguments(request, invocationOf(argumentsOf(request))))).toBe(around('{"a":"A","b":0}'))
  })

  it('leaves absent arguments out where the invocation has none', () => {
    const frame = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"write"}}'
    const request = requestOf(frame)
    expect(argumentsOf(request)).toEqual({})
    expect(text(spliceArguments(request, invocationOf(argumentsOf(request))))).toBe(frame)
  })

  it('puts absent arguments in where the invocation has some', () => {
    const request = requestOf('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"write" } }')
    expect(text(spliceArguments(request, invocationOf({ token: 'x' })))).toBe('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"write" ,"arguments":{"token":"x"}} }')
  })

  it('is not misled by other members named arguments', () => {
    const frame = '{"arguments":{"a":0},"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"_meta":{"arguments":{"a":0}},"name":"write","arguments":{"a": 1}}}'
    const request = requestOf(frame)
    expect(text(spliceArguments(request, invocationOf(argumentsOf(request))))).toBe(frame.replace('{"a": 1}', '{"a":1}'))
  })
})

describe('reading the params of a call', () => {
  it.each([
    ['no params', ''],
    ['params that are a list', ',"params":[]'],
    ['no name', ',"params":{"arguments":{}}'],
    ['a name that is no string', ',"params":{"name":1}'],
    ['arguments that are null', ',"params":{"name":"w","arguments":null}'],
    ['arguments that are a list', ',"params":{"name":"w","arguments":[]}'],
    ['a second name in another case', ',"params":{"name":"read","Name":"write"}'],
    ['second arguments in another case', ',"params":{"name":"w","arguments":{},"argument\u017f":{"a":1}}'],
  ])('refuses %s', (_name, params) => {
    expect(() => requestOf(`{"jsonrpc":"2.0","id":1,"method":"tools/call"${params}}`)).toThrow()
  })

  it('names the members that the invocation does not cover', () => {
    const request = requestOf('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"w","inputResponses":{},"task":{"ttl":1},"_meta":{"progressToken":"t","io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}')
    expect(request).toMatchObject({ otherParams: ['inputResponses', 'task'], progressToken: 't', isModern: true })
  })
})
