import type { ShellCommand } from './parseShell.ts'
import type { ShellIssue, ShellIssueCode, ShellWord } from './ShellToken.ts'

const SHELLS = /^(?:ba|z|da|k|a|c|tc|fi)?sh$/
const LANGUAGES = /^(?:python[0-9.]*|perl|ruby|node|deno|bun|php|lua|osascript|pwsh|powershell)$/
const PREFIXES = new Set(['sudo', 'doas', 'env', 'nohup', 'nice', 'exec', 'command', 'builtin', 'time', 'setsid', 'stdbuf', 'timeout', 'busybox'])

/**
 * Programs that run what they are given as a program again. Helps a reader to see the plain cases; it can never be
 * complete, because any program may do the same, and so its silence promises nothing.
 */
export function findRunners(commands: readonly ShellCommand[]): ShellIssue[] {
  return commands.flatMap(({ argv, joiner }) => {
    const runner = argv.findIndex((word) => !isPassedOver(word))
    const program = argv[runner]
    const code = program === undefined ? null : codeFor(baseName(program), argv.slice(runner + 1), joiner)
    return program === undefined || code === null ? [] : [{ code, start: program.start, end: argv.at(-1)?.end ?? program.end }]
  })
}

function codeFor(program: string, rest: readonly ShellWord[], joiner: string): ShellIssueCode | null {
  const hasOption = (pattern: RegExp) => rest.some((word) => pattern.test(word.value ?? ''))
  const isFed = joiner === '|' || joiner === '|&'
  if (['eval', 'source', '.', 'ssh', 'su', 'watch', 'parallel', 'trap'].includes(program)) return 'nested_program'
  if (program === 'find') return codeForFind(rest)
  if (program === 'xargs') return 'input_as_arguments'
  if (/^[gmn]?awk$/.test(program)) return 'text_as_program'
  if (SHELLS.test(program)) return hasOption(/^-[a-z]*c/) ? 'nested_program' : isFed ? 'input_as_program' : null
  if (!LANGUAGES.test(program)) return null
  return hasOption(/^-(?:[a-zA-Z]*[cer]|-eval|-command)$/) ? 'text_as_program' : isFed && rest.every((word) => word.value?.startsWith('-')) ? 'input_as_program' : null
}

/** What `find` runs for each file. Where that is another `find`, what that one runs: looked for in one walk, whatever the depth. */
function codeForFind(rest: readonly ShellWord[]): ShellIssueCode | null {
  let isNext = false
  for (const [i, word] of rest.entries()) {
    const program = baseName(word)
    if (isNext && program !== 'find') return codeFor(program, rest.slice(i + 1), '')
    isNext = /^-(?:exec|execdir|ok|okdir)$/.test(word.value ?? '')
  }
  return null
}

/** `sudo -n env X=1 sh`: words that stand before the program that matters. */
function isPassedOver(word: ShellWord): boolean {
  return PREFIXES.has(baseName(word)) || /^(?:-|[A-Za-z_][A-Za-z0-9_]*=|[0-9.]+[smhd]?$)/.test(word.value ?? '')
}

const baseName = (word: ShellWord) => (word.value ?? '').split('/').at(-1) ?? ''
