import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ELECTRON_API, WEB_API } from '../architecture/runtimeApi.ts'
import { expect, test } from './console.ts'
import { appFolder } from './surroundings.ts'

test.describe('this runtime', () => {
  test('has every member of Electron that the program uses', async ({ console: { app } }) => {
    const missing = await app.evaluate((electron, list) => {
      const modules = electron as unknown as Record<string, Record<string, unknown> | undefined>
      return Object.entries(list).flatMap(([name, members]) => members.filter((member) => {
        const module = modules[name]
        return module === undefined || (member !== 'new' && !(member in module))
      }).map((member) => `${name}.${member}`))
    }, ELECTRON_API)
    expect(missing).toEqual([])
  })

  test('has every global of the web that the page uses', async ({ console: { page } }) => {
    const missing = await page.evaluate((list) => list.filter((path) => {
      const [name = '', member] = path.split('.')
      const value = (window as unknown as Record<string, object | undefined>)[name]
      return value === undefined || (member !== undefined && !(member in value))
    }), WEB_API)
    expect(missing).toEqual([])
  })

  test('understands every declaration of the style sheet', async ({ console: { page } }) => {
    const assets = join(appFolder, 'out', 'renderer', 'assets')
    const styles = readdirSync(assets).filter((name) => name.endsWith('.css')).map((name) => readFileSync(join(assets, name), 'utf8')).join('\n')
    const declarations = [...styles.replaceAll(/@font-face\s*\{[^}]*\}/g, '').matchAll(/[{;]\s*([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(([, property = '', value = '']) => [property, value.replace(/!important$/, '').trim()] as const)
    expect(declarations.length).toBeGreaterThan(150)
    const unknown = await page.evaluate((list) => list.filter(([property, value]) => !CSS.supports(property, value)).map((pair) => pair.join(': ')), declarations.filter(([property]) => !property.startsWith('--')))
    expect(unknown).toEqual([])
  })
})
