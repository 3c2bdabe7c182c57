// The five bundles of the product and one for the tests, each a Vite build of its own.

import react from '@vitejs/plugin-react'
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'

/** The engines that the bundles must run in: both ends of the range, the shipped Electron and the development runtime. */
const ENGINE = { electronNode: 'node18', coreNode: 'node22', chrome: 'chrome114' }

/** Modules that load a file of their own at run time, and so cannot be part of a bundle. */
const BESIDE = ['better-sqlite3', '@cedar-policy/cedar-wasm/nodejs']
const OUTSIDE = ['electron', ...BESIDE, ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

/**
 * @param {string} root of the clone
 * @returns {Record<string, import('vite').InlineConfig>} by the name of the folder in `out/`
 */
export function targets(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const facts = {
    __APP_VERSION__: JSON.stringify(manifest.version),
    __SHIPPED_ELECTRON__: JSON.stringify(manifest.devDependencies.electron),
  }
  const commonJs = (/** @type {string} */ name, /** @type {string} */ entry, /** @type {string} */ target) => nodeBundle({ root, name, entry, target, format: 'cjs', facts })
  return {
    main: commonJs('main', 'electron/main/main.ts', ENGINE.electronNode),
    preload: commonJs('preload', 'electron/preload/preload.ts', ENGINE.chrome),
    core: commonJs('core', 'electron/core/entry.ts', ENGINE.coreNode),
    gateway: commonJs('gateway', 'gateway/cli.ts', ENGINE.coreNode),
    renderer: rendererBundle(root, facts),
    vectors: commonJs('vectors', 'test/vectors/vectorsApp.ts', ENGINE.electronNode),
  }
}

/**
 * @param {{ root: string, name: string, entry: string, target: string, format: 'cjs', facts: Record<string, string> }} options
 * @returns {import('vite').InlineConfig}
 */
function nodeBundle({ root, name, entry, target, format, facts }) {
  return {
    ...common(root, facts),
    ssr: { noExternal: true, external: [] },
    build: {
      ssr: join(root, entry),
      outDir: join(root, 'out', name),
      emptyOutDir: true,
      target,
      minify: false,
      sourcemap: true,
      rolldownOptions: { external: OUTSIDE, output: { format, entryFileNames: `${name}.cjs`, codeSplitting: false } },
    },
  }
}

/**
 * @param {string} root
 * @param {Record<string, string>} facts
 * @returns {import('vite').InlineConfig}
 */
function rendererBundle(root, facts) {
  return {
    ...common(root, facts),
    root: join(root, 'renderer'),
    plugins: [react()],
    css: { modules: { generateScopedName: '[name]-[local]-[hash:base64:4]' } },
    build: {
      outDir: join(root, 'out', 'renderer'),
      emptyOutDir: true,
      target: ENGINE.chrome,
      cssTarget: ENGINE.chrome,
      // A data: font or script would need a hole in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: true,
    },
  }
}

/**
 * @param {string} root
 * @param {Record<string, string>} facts
 * @returns {import('vite').InlineConfig}
 */
function common(root, facts) {
  return { root, configFile: false, logLevel: 'warn', publicDir: false, define: facts, envDir: false, clearScreen: false }
}
