import { describe, expect, it } from 'vitest'
import { readLocalPoint } from '../../../electron/main/core/readLocalPoint.ts'
import { idOf } from '../../builders/protocol.ts'

const POINT = { address: 'ws://127.0.0.1:4390', pointId: idOf('point'), pointName: 'this computer', pointKey: 'A'.repeat(43) }
const printed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function read(text: string) {
  const problems: string[] = []
  return { point: readLocalPoint(text, (problem) => problems.push(problem)), problems: problems.length }
}

describe('the local point that a program is started with', () => {
  it('is read from base64url of JSON', () => {
    expect(read(printed(POINT))).toEqual({ point: POINT, problems: 0 })
  })

  it('may be absent', () => {
    expect(read('')).toEqual({ point: null, problems: 0 })
  })

  it.each([
    ['another id', printed({ ...POINT, pointId: 'pnt_1' })],
    ['a member too many', printed({ ...POINT, roles: ['admin'] })],
    ['a member too few', printed({ address: POINT.address })],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['no object', printed(null)],
    ['no base64url at all', '{}'],
  ])('is ignored and reported with %s', (_with, text) => {
    expect(read(text)).toEqual({ point: null, problems: 1 })
  })
})
