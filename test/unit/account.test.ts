import { describe, expect, it } from 'vitest'
import { accountEnvironment, lookUp } from '../../scripts/setup/account.mjs'
import { needsVirtualDisplay } from '../../scripts/setup/display.mjs'

const OURS = 'countersign:x:999:998::/var/lib/countersign:/usr/sbin/nologin'

describe.skipIf(process.platform !== 'linux')('the system user', () => {
  it('is the account that set-up made', () => {
    expect(lookUp(`root:x:0:0::/root:/bin/sh\n${OURS}\n`)).toEqual({ name: 'countersign', home: '/var/lib/countersign', ids: { uid: 999, gid: 998 } })
    expect(lookUp('root:x:0:0::/root:/bin/sh\n')).toBe(null)
  })

  it.each([
    OURS.replace('/var/lib/countersign', '/'),
    OURS.replace('/var/lib/countersign', '/home/countersign'),
    OURS.replace('/usr/sbin/nologin', '/bin/bash'),
    OURS.replace('999', '0'),
    OURS.replace('998', '0'),
  ])('is never somebody else of that name: %s', (line) => {
    expect(() => lookUp(line)).toThrow('that set-up did not make')
  })

  it('gets nothing of root\'s environment but what it needs', () => {
    const account = { name: 'countersign', home: '/var/lib/countersign', ids: { uid: 999, gid: 998 } }
    const env = accountEnvironment(account, { PATH: '/bin', HOME: '/root', SECRET: 'x', NODE_OPTIONS: '--require=/x', DISPLAY: ':0', XAUTHORITY: '/root/.Xauthority', SSH_AUTH_SOCK: '/x' }, { EXTRA: '1' })
    expect(env).toEqual({ PATH: '/bin', LANG: 'C.UTF-8', TERM: 'dumb', HOME: '/var/lib/countersign', USER: 'countersign', LOGNAME: 'countersign', XDG_RUNTIME_DIR: '/var/lib/countersign/run', EXTRA: '1' })
  })

  it('is never lent root\'s display', () => {
    expect([needsVirtualDisplay({ DISPLAY: ':0' }, true), needsVirtualDisplay({ DISPLAY: ':0' }, false), needsVirtualDisplay({}, false)]).toEqual([true, false, true])
  })
})
