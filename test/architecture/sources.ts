import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync } from 'vite'

/** The root of the checkout. */
export const root = resolve(import.meta.dirname, '..', '..')

/** One import of one file: what it names, and the path in the project where that leads, or null where it leads out. */
export interface Import {
  readonly from: string
  readonly specifier: string
  readonly target: string | null
}

/** A syntax tree as the parser gives it; only what the tests look at is spelled out. */
export interface Node {
  readonly type: string
  readonly [member: string]: unknown
}

/** Every source file under a folder, as paths from the root with forward slashes. */
export function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules'))
    .sort()
}

export function programOf(path: string): Node {
  const { program, errors } = parseSync(path, readFileSync(join(root, path), 'utf8'))
  if (errors.length > 0) throw new Error(`${path} could not be parsed`)
  return program as unknown as Node
}

/** Every import and re-export of a file, types among them: a type is knowledge too. */
export function importsOf(path: string): readonly Import[] {
  return [...nodesOf(programOf(path))].flatMap((node) => {
    const source = node['source'] as { value?: unknown } | null | undefined
    const isImport = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType'].includes(node.type)
    const named = node.type === 'TSImportType' ? ((node['argument'] ?? source) as { literal?: { value?: unknown }; value?: unknown }) : source
    const specifier = named?.value ?? (named as { literal?: { value?: unknown } } | undefined)?.literal?.value
    return isImport && typeof specifier === 'string' ? [{ from: path, specifier, target: targetOf(path, specifier) }] : []
  })
}

/** Every node of a tree, outermost first. */
export function* nodesOf(node: unknown): Generator<Node> {
  if (Array.isArray(node)) {
    for (const item of node) yield* nodesOf(item)
  } else if (typeof node === 'object' && node !== null) {
    if ('type' in node && typeof node.type === 'string') yield node as Node
    for (const value of Object.values(node)) yield* nodesOf(value)
  }
}

function targetOf(path: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  return relative(root, resolve(root, dirname(path), specifier)).replaceAll('\\', '/')
}
