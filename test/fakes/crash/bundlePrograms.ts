import { mkdtempSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../../architecture/sources.ts'

/** The programs that die, each in one file: they are started hundreds of times, and reading many files is what costs. */
export interface Programs {
  readonly core: string
  readonly point: string
  readonly server: string
  /** What each of them needs to find its packages, and to keep what was compiled once. */
  readonly env: NodeJS.ProcessEnv
  remove(): void
}

export async function bundlePrograms(): Promise<Programs> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-crash-programs-'))
  const [core, point, server] = await Promise.all(['coreMain', 'pointMain', 'countingServer'].map((name) => bundled(name, folder)))
  const env = { PATH: process.env['PATH'], NODE_PATH: join(root, 'node_modules'), NODE_COMPILE_CACHE: join(folder, 'cache') }
  return { core: core ?? '', point: point ?? '', server: server ?? '', env, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

async function bundled(name: string, folder: string): Promise<string> {
  await build({
    configFile: false, logLevel: 'error', root, define: { __APP_VERSION__: '"0.0.0"' }, ssr: { noExternal: true, external: [] },
    build: {
      ssr: join(root, 'test', 'fakes', 'crash', `${name}.ts`), outDir: join(folder, name), target: 'node22', minify: false,
      rolldownOptions: { external: ['better-sqlite3', '@cedar-policy/cedar-wasm/nodejs', ...builtinModules, ...builtinModules.map((one) => `node:${one}`)], output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false } },
    },
  })
  return join(folder, name, `${name}.cjs`)
}
