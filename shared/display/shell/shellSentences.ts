import type { ShellIssueCode } from './ShellToken.ts'

/** What is said about each thing that was not decoded. */
export const SHELL_SENTENCES: Readonly<Record<ShellIssueCode, string>> = {
  command_substitution: 'This runs another command and puts its output here. The output is not known before it runs.',
  process_substitution: 'This runs another command and hands over its output as a file. The output is not known before it runs.',
  variable: 'This is a variable of the machine where it runs. Its value is not known here.',
  arithmetic: 'This is computed by the shell. The result was not decoded.',
  ansi_quoting: 'This quoting has escapes that differ between shells. It was not decoded.',
  here_document: 'From here on a here-document begins. It and whatever follows were not decoded.',
  unfinished: 'A quote or bracket is opened here and never closed. What follows was not decoded.',
  shell_program: 'This is a shell program with conditions, loops or functions. How often each command runs was not decoded.',
  nested_program: 'This hands a text to another shell, which reads it as a command line of its own. That line was not decoded.',
  input_as_program: 'This shell runs whatever the command before it prints. That is not known before it runs.',
  input_as_arguments: 'This adds arguments that it reads from its input. They are not known before it runs.',
  too_long: 'The command has more parts than are read here. From here on nothing was decoded.',
  text_as_program: 'This runs a text as a program in another language. That program was not decoded.',
}
