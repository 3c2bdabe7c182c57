import { describe, expect, it } from 'vitest'
import { ELECTRON_API, WEB_API } from './runtimeApi.ts'
import { nodesOf, programOf, sourcesIn, type Node } from './sources.ts'

interface Identifier extends Node {
  readonly name: string
}

/** Names of ECMAScript itself, which the compiler's `lib` already holds to what both runtimes have. */
const LANGUAGE = new Set(['Object', 'Array', 'String', 'Number', 'Boolean', 'Math', 'JSON', 'Date', 'Map', 'Set', 'Promise', 'Error', 'TypeError', 'RangeError', 'Symbol', 'RegExp', 'Uint8Array', 'Reflect', 'undefined', 'NaN', 'Infinity', 'BigInt', 'WeakMap', 'parseInt', 'Uint32Array', 'DataView', 'ArrayBuffer'])

describe('the API in use, derived from the source', () => {
  it("is, of Electron, exactly what the list names", () => {
    const used = new Map<string, Set<string>>()
    for (const path of sourcesIn('electron/main')) {
      for (const [name, member] of electronUses(programOf(path))) used.set(name, (used.get(name) ?? new Set()).add(member))
    }
    const found = Object.fromEntries([...used].sort().map(([name, members]) => [name, [...members].sort()]))
    expect(found).toEqual(Object.fromEntries(Object.entries(ELECTRON_API).sort()))
  })

  it('is, of the web, exactly what the list names', () => {
    const used = new Set<string>()
    for (const path of [...sourcesIn('renderer'), ...sourcesIn('shared').filter((file) => !file.startsWith('shared/evidence'))]) {
      for (const name of webUses(programOf(path))) used.add(name)
    }
    expect([...used].sort()).toEqual([...WEB_API])
  })
})

/** Each value imported from Electron, with the members that are read of it, or `new`, or `()` where it is called. */
function electronUses(program: Node): readonly (readonly [string, string])[] {
  const local = new Map<string, string>()
  for (const node of nodesOf(program)) {
    if (node.type !== 'ImportDeclaration' || (node['source'] as { value: string }).value !== 'electron' || node['importKind'] === 'type') continue
    for (const specifier of node['specifiers'] as Node[]) {
      if (specifier['importKind'] !== 'type') local.set((specifier['local'] as Identifier).name, (specifier['imported'] as Identifier).name)
    }
  }
  const imported = (of: unknown) => (isIdentifier(of) ? local.get(of.name) : undefined)
  return [...nodesOf(program)].flatMap((node): (readonly [string, string])[] => {
    const object = node.type === 'MemberExpression' ? imported(node['object']) : undefined
    if (object !== undefined) return [[object, (node['property'] as Identifier).name]]
    const callee = imported(node['callee'])
    return callee === undefined ? [] : [[callee, node.type === 'NewExpression' ? 'new' : '()']]
  })
}

/** Globals, and `Global.member` for their static members; whatever is declared anywhere in the file is not a global. */
function webUses(program: Node): readonly string[] {
  const declared = new Set<string>()
  const names: string[] = []
  const skipped = new Set<unknown>()
  for (const node of nodesOf(program)) {
    if (node.type === 'ExportNamedDeclaration' && node['source'] !== null) for (const inner of nodesOf(node['specifiers'])) skipped.add(inner)
    if (node.type.startsWith('TS') && !['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'].includes(node.type)) for (const inner of nodesOf(node)) skipped.add(inner)
    if (node.type === 'MemberExpression' && node['computed'] !== true) skipped.add(node['property'])
    if (node.type === 'Property' && node['computed'] !== true && node['shorthand'] !== true) skipped.add(node['key'])
    if (['PropertyDefinition', 'MethodDefinition'].includes(node.type)) skipped.add(node['key'])
    for (const inner of declarationsOf(node)) declared.add(inner)
  }
  for (const node of nodesOf(program)) {
    if (skipped.has(node)) continue
    if (node.type === 'MemberExpression' && isIdentifier(node['object']) && isGlobal(node['object'].name, declared)) names.push(`${node['object'].name}.${(node['property'] as Identifier).name}`)
    if (isIdentifier(node) && isGlobal(node.name, declared)) names.push(node.name)
  }
  return names
}

function declarationsOf(node: Node): readonly string[] {
  const patterns = [
    ...(node.type === 'VariableDeclarator' ? [node['id']] : []),
    ...(['FunctionDeclaration', 'FunctionExpression', 'ClassDeclaration', 'ArrowFunctionExpression', 'ClassExpression'].includes(node.type) ? [node['id'], node['params']] : []),
    ...(node.type.startsWith('Import') ? [node['local']] : []),
    ...(node.type === 'CatchClause' ? [node['param']] : []),
  ]
  return patterns.flatMap((pattern) => Array.from(nodesOf(pattern))).filter(isIdentifier).map(({ name }) => name)
}

const isIdentifier = (node: unknown): node is Identifier => typeof node === 'object' && node !== null && 'type' in node && node.type === 'Identifier'
const isGlobal = (name: string, declared: ReadonlySet<string>) => !declared.has(name) && !LANGUAGE.has(name)
