import { describe, expect, it } from 'vitest'
import type { PointId } from '../../../shared/domain/index.ts'
import { addressProblem, codeProblem, stepsOf } from '../../../renderer/features/pairing/pairingForm.ts'
import { passphraseProblem } from '../../../renderer/features/settings/passphrase.ts'

describe('the address of a point', () => {
  it.each(['ws://127.0.0.1:7413', 'ws://localhost:7413', 'ws://[::1]:7413', 'wss://gw.halden.example', 'wss://10.4.18.7:8443/', '  ws://127.0.0.1:7413  '])('%s can be dialled', (address) => {
    expect(addressProblem(address)).toBeNull()
  })

  it.each(['', 'gw.halden.example', 'http://127.0.0.1:7413', 'file:///etc/hosts', 'ws://'])('%s is no address, and the sentence says how one begins', (address) => {
    expect(addressProblem(address)).toContain('ws://127.0.0.1:7413')
  })

  it.each(['ws://10.4.18.7:8443', 'ws://gw.halden.example:1', 'ws://127.0.0.1.halden.example:1'])('%s is refused: without encryption a point is on this computer alone', (address) => {
    expect(addressProblem(address)).toContain('Use wss://')
  })

  it('needs a port on this computer, and holds no password', () => {
    expect(addressProblem('ws://127.0.0.1')).toContain('port')
    expect(addressProblem('wss://ines:secret@gw.halden.example')).toContain('no password')
  })
})

describe('the code of a point', () => {
  it('is anything with a letter or a digit in it: the point alone knows the right one', () => {
    expect([codeProblem('K7QD-39MX-T2VF'), codeProblem(' - ') === null, codeProblem('') === null]).toEqual([null, false, false])
  })
})

describe('the steps of pairing', () => {
  it('are never further than the core said', () => {
    const compare = { step: 'compare', address: '', pointName: '', pointId: 'pnt_1' as PointId, words: [], endsAtMs: 0 } as const
    expect([
      stepsOf({ step: 'idle' }), stepsOf({ step: 'connecting', address: '' }), stepsOf({ step: 'failed', sentence: '' }), stepsOf(compare), stepsOf({ step: 'waiting_for_point', pointName: '' }), stepsOf({ step: 'paired', pointName: '' }),
    ]).toEqual([['now', 'later', 'later'], ['now', 'later', 'later'], ['now', 'later', 'later'], ['done', 'now', 'later'], ['done', 'done', 'now'], ['done', 'done', 'done']])
  })
})

describe('a passphrase', () => {
  it('is typed twice the first time, and is long enough', () => {
    expect(passphraseProblem({ passphrase: 'four odd words here', again: 'four odd words here', isNew: true })).toBeNull()
    expect(passphraseProblem({ passphrase: 'four odd words here', again: 'four odd words', isNew: true })).toContain('not the same')
    expect(passphraseProblem({ passphrase: 'short', again: 'short', isNew: true })).toContain('at least 12')
  })

  it('that exists is only asked for', () => {
    expect(passphraseProblem({ passphrase: 'short', again: '', isNew: false })).toBeNull()
    expect(passphraseProblem({ passphrase: '', again: '', isNew: false })).toContain('Type the passphrase')
  })
})
