import { describe, expect, it } from 'vitest'
import { isTrustedSender } from '../../../electron/main/ipc/isTrustedSender.ts'

const top = { parent: null, url: 'app://countersign/index.html#log' }
const known = new Set([1])

describe('a caller', () => {
  it('is trusted as the top frame of our own window on our own page', () => {
    expect(isTrustedSender({ senderFrame: top, sender: { id: 1 } }, known)).toBe(true)
  })

  it.each([
    ['a frame inside the page', { senderFrame: { ...top, parent: top }, sender: { id: 1 } }],
    ['a frame that is gone', { senderFrame: null, sender: { id: 1 } }],
    ['a window that we did not make', { senderFrame: top, sender: { id: 2 } }],
    ['another host', { senderFrame: { ...top, url: 'app://countersign.elsewhere/' }, sender: { id: 1 } }],
    ['another scheme', { senderFrame: { ...top, url: 'https://countersign/' }, sender: { id: 1 } }],
    ['an empty page', { senderFrame: { ...top, url: 'about:blank' }, sender: { id: 1 } }],
  ])('is refused as %s', (_name, sender) => {
    expect(isTrustedSender(sender, known)).toBe(false)
  })
})
