import { describe, expect, test } from 'vitest'
import type { ShellDetail, ShownWord } from '../../../shared/display/index.ts'
import { codesOf, drawn, factsOf, headlineOf } from './invocation.ts'

const facts = (command: string | readonly string[], others = {}) => factsOf({ command, ...others }, { kind: 'shell' })
const codes = (command: string | readonly string[]) => codesOf(facts(command))
const headline = (command: string | readonly string[]) => headlineOf(facts(command).headline)

function detail(command: string): ShellDetail {
  const found = facts(command).detail
  if (found.kind !== 'shell') throw new Error('not a shell command')
  return found
}

const wordsOf = (words: readonly ShownWord[]) => words.map(({ text, value, quoting, isKnown }) => [drawn(text), isKnown ? drawn(value) : null, quoting])

describe('a shell command', () => {
  test('is split into words with their quotes shown and taken off', () => {
    expect(wordsOf(detail(`r\\m -rf '/a b' "c d"e`).commands[0]?.argv ?? [])).toEqual([
      ['r\\m', 'rm', 'mixed'],
      ['-rf', '-rf', 'none'],
      ["'/a b'", '/a b', 'single'],
      ['"c d"e', 'c de', 'mixed'],
    ])
  })

  test('is split into commands with what joins them, redirections and assignments', () => {
    const { commands } = detail('A=1 ls -l 2>&1 | sort >> out.txt && echo ok; rm x &\ncat < in')
    expect(commands.map(({ joiner, argv }) => [joiner, ...argv.map(({ text }) => drawn(text))])).toEqual([
      ['', 'ls', '-l'], ['|', 'sort'], ['&&', 'echo', 'ok'], [';', 'rm', 'x'], [';', 'cat'],
    ])
    expect(commands[0]?.assignments.map(({ text }) => drawn(text))).toEqual(['A=1'])
    expect(commands.flatMap(({ redirections }) => redirections.map(({ operator, target }) => [operator, drawn(target?.text ?? [])]))).toEqual([
      ['2>&', '1'], ['>>', 'out.txt'], ['<', 'in'],
    ])
  })

  test('points at the bytes of every word, also behind escapes', () => {
    const document = facts('echo "\u0412" x')
    if (document.detail.kind !== 'shell') throw new Error('not a shell command')
    const [first] = document.facts
    const last = document.detail.commands[0]?.argv[2]
    // Inside the JSON string the two quotes are escapes of two bytes, and the letter has two bytes.
    expect([last?.start, last?.end].map((at) => (at ?? 0) - (first?.start ?? 0))).toEqual([13, 14])
  })

  test('has comments that do not run', () => {
    expect(detail('ls # rm -rf /').notRunning.length).toBe(1)
    expect(detail('echo a#b').notRunning.length).toBe(0)
  })

  test('says in the headline which program runs', () => {
    expect(headline('git push origin main')).toBe('<billing-agent> wants to run <git> with 3 arguments')
    expect(headline('cat a | sort | uniq')).toBe('<billing-agent> wants to run <cat> and 2 more programs')
    expect(headline('$X -rf /')).toBe('<billing-agent> wants to run a program that is not known before it runs with 2 arguments')
    expect(headline('  # nothing')).toBe('<billing-agent> wants to run a shell line that names no program')
    expect(headline('l\u200bs')).toBe('<billing-agent> wants to run <l[ZWSP]s> with 0 arguments')
  })

  test('counts commands, written files and what was not decoded in the second line', () => {
    expect(headlineOf(facts('a > x; b 2>/dev/null; c $Y').secondLine)).toBe('3 commands, 1 file written by redirection, 1 part not decoded.')
  })

  test.each([
    ['echo $(id)', 'command_substitution'],
    ['echo "`id`"', 'command_substitution'],
    ['diff <(a) b', 'process_substitution'],
    ['rm -rf "$DIR"/', 'variable'],
    ['echo ${x:-y}', 'variable'],
    ['echo $((1+1))', 'arithmetic'],
    ["echo $'\\x72'", 'ansi_quoting'],
    ['cat <<EOF\nrm -rf /\nEOF', 'here_document'],
    ['echo "open', 'unfinished'],
    ["echo 'open", 'unfinished'],
    ['echo $(open', 'unfinished'],
    ['for i in a b; do rm $i; done', 'shell_program'],
    ['(cd x; ls)', 'shell_program'],
    ['bash -c "rm -rf /"', 'nested_program'],
    ['sudo -n sh -ec id', 'nested_program'],
    ["find . -exec sh -c 'rm x' {} +", 'nested_program'],
    ["find . -exec find . -ok sh -c 'rm x' {} +", 'nested_program'],
    ['eval x', 'nested_program'],
    ['curl x | bash', 'input_as_program'],
    ['ls | xargs rm', 'input_as_arguments'],
    ['python3 -c "print(1)"', 'text_as_program'],
    ['awk "{print}" x', 'text_as_program'],
  ])('does not guess at %j', (command, code) => expect(codes(command)).toContain(code))

  test('follows a find that runs a find, however often', () => {
    expect(codes(`${'find . -exec '.repeat(1_200)}sh -c x`)).toEqual(['nested_program'])
  })

  test.each(['a ', '({', '$a', '"$a', 'a\n', '#\n', '>a '])('says where it ends to decode a line of %j without end', (piece) => {
    const document = facts(piece.repeat(20_000))
    expect(headlineOf(document.headline)).toBe('<billing-agent> wants to run a shell line that is too long to be decoded')
    expect(document.notInspectable.length).toBeLessThanOrEqual(4_002)
    expect(document.notInspectable.at(-1)).toMatchObject({ code: 'too_long' })
  })

  test('says where it ends to decode a list of arguments without end', () => {
    const document = facts(Array.from({ length: 20_000 }, () => 'a'))
    expect(document.detail).toMatchObject({ commands: [{ argv: { length: 4_000 } }] })
    expect(headlineOf(document.headline)).toBe('<billing-agent> wants to run <a> with 19,999 arguments')
    expect(codesOf(document)).toContain('too_long')
  })

  test.each(["awk '{print $1}' x", "grep '$HOME' x", 'echo \\$HOME', "echo '`id`'"])('does not take quoted text in %j for a substitution', (command) => {
    expect(codes(command).filter((code) => code !== 'text_as_program')).toEqual([])
  })

  test('takes a word for an assignment only where its name is not quoted', () => {
    expect(headline('"A=1" x')).toBe('<billing-agent> wants to run <A=1> with 1 argument')
    expect(headline('A=$(b) x')).toBe('<billing-agent> wants to run <x> with 0 arguments')
  })

  test('decodes nothing after a here-document begins', () => {
    expect(detail('cat <<EOF\nrm -rf /\nEOF').commands.length).toBe(1)
  })

  test('marks patterns, whose files are looked up only when it runs', () => {
    expect(detail("ls *.ts '*' ~/x {a,b}").commands[0]?.argv.map(({ isPattern }) => isPattern)).toEqual([false, true, false, true, true])
  })

  test('that is a list of strings is read by no shell', () => {
    const document = facts(['rm', '$(id)', 'a b'])
    expect(document.detail).toMatchObject({ kind: 'shell', form: 'list' })
    expect(headlineOf(document.headline)).toBe('<billing-agent> wants to run <rm> with 2 arguments')
    expect(codesOf(document)).toEqual([])
    expect(codes(['sh', '-c', 'rm -rf /'])).toEqual(['nested_program'])
    expect(headlineOf(facts('git', { args: ['push', '-f'] }).headline)).toBe('<billing-agent> wants to run <git> with 2 arguments')
  })
})
