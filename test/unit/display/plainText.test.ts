import { describe, expect, test } from 'vitest'
import { plainText } from '../../../shared/display/index.ts'
import { checkProperty, hostileText } from './hostile.ts'

describe('plain text for places outside the window', () => {
  test('writes tokens in square brackets', () => {
    expect(plainText('a\u202eb \u0412ILL \u001b[2K')).toBe('a[U+202E]b [U+0412]ILL [U+001B][2K')
  })

  test('leaves out the middle and keeps both ends', () => {
    expect(plainText('abcdefghijklmnopqrstuvwxyz', 11)).toBe('abcde\u2026vwxyz')
  })

  test('leaves nothing out that has room, however much of it hides', () => {
    const hidden = '\u200d'.repeat(130)
    expect(plainText(`ok ${hidden} and then delete everything ${hidden} ok`)).toBe('ok [U+200D x 130] and then delete everything [U+200D x 130] ok')
  })

  test('of a text without end is that of its two ends', () => {
    expect(plainText(`\u202eab${'x'.repeat(4_000_000)}cd\u202e`, 24)).toBe(plainText(`\u202eab${'x'.repeat(100)}cd\u202e`, 24))
    const hidden = '\u200d'.repeat(3_000)
    expect(plainText(`ok ${hidden} and then delete everything ${hidden} ok`, 120)).toMatch(/^ok \[U\+200D x \d+\]\u2026\[U\+200D x \d+\] ok$/)
  })

  test('never cuts a token in two', () => {
    expect(plainText(`\u202e${'xy'.repeat(50)}\u202e`, 20)).toBe('[U+202E]xy\u2026y[U+202E]')
    expect(plainText('\u202e'.repeat(3), 5)).toBe('\u2026')
  })

  test('is never longer than asked and has no character that hides', () => {
    checkProperty(hostileText, (text) => {
      for (const max of [0, 1, 7, 48, 120]) expect(plainText(text, max).length).toBeLessThanOrEqual(max)
      expect(plainText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u)
    }, 2_000)
  })
})
