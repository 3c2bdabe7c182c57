import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Settings } from '../../../electron/main/Settings.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-settings-'))
  file = join(folder, 'settings.json')
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const choicesOf = ({ theme, confirmation }: Settings) => ({ theme, confirmation })

describe('the settings', () => {
  it('begin with the theme of the system and a hold', () => {
    expect(choicesOf(new Settings(file))).toEqual({ theme: 'system', confirmation: 'hold' })
  })

  it('keep both choices across starts, each without touching the other', () => {
    const settings = new Settings(file)
    settings.chooseConfirmation('steps')
    settings.chooseTheme('dark')
    expect(choicesOf(new Settings(file))).toEqual({ theme: 'dark', confirmation: 'steps' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('read a file of an earlier version, which knew a theme alone', () => {
    writeFileSync(file, '{"theme":"light"}\n')
    expect(choicesOf(new Settings(file))).toEqual({ theme: 'light', confirmation: 'hold' })
  })

  it.each(['', '{"theme":"pink"}', '{"theme":"dark","confirmation":"never"}'])('put a file aside that cannot be read: %s', (text) => {
    writeFileSync(file, text)
    expect(choicesOf(new Settings(file))).toEqual({ theme: 'system', confirmation: 'hold' })
    expect([existsSync(file), readFileSync(`${file}.unreadable`, 'utf8')]).toEqual([false, text])
  })

  it('keep the old choice where the disk does not take the new one', () => {
    const settings = new Settings(join(folder, 'missing', 'settings.json'))
    expect(() => settings.chooseConfirmation('steps')).toThrow()
    expect(settings.confirmation).toBe('hold')
  })
})
