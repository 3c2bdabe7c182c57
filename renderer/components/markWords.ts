import { MARK_KINDS, type Counts, type MarkKind } from '../../shared/display/index.ts'
import { counted } from './numbers.ts'

const NAMES: Readonly<Record<MarkKind, readonly [one: string, many: string]>> = {
  direction: ['direction control', 'direction controls'],
  zero_width: ['zero-width', 'zero-width'],
  look_alike: ['look-alike', 'look-alikes'],
  control: ['control character', 'control characters'],
  terminal_escape: ['terminal escape', 'terminal escapes'],
  tag: ['tag character', 'tag characters'],
  variation_selector: ['variation selector', 'variation selectors'],
  other_space: ['unusual space', 'unusual spaces'],
  private_use: ['private character', 'private characters'],
  unassigned: ['unassigned character', 'unassigned characters'],
  noncharacter: ['noncharacter', 'noncharacters'],
  combining: ['stacked mark', 'stacked marks'],
  format: ['format character', 'format characters'],
  invalid_utf8: ['byte that is not UTF-8', 'bytes that are not UTF-8'],
  escaped: ['needless escape', 'needless escapes'],
  padding: ['padding run', 'padding runs'],
  typographic: ['typographic sign', 'typographic signs'],
  line_break: ['line break', 'line breaks'],
  tab_stop: ['tab', 'tabs'],
  repeat: ['repeated run', 'repeated runs'],
}

/** The counts of a byte block in words, the worst first, kinds that are not there left out. */
export const countWords = (counts: Counts): readonly string[] =>
  MARK_KINDS.filter((kind) => counts[kind] > 0).map((kind) => counted(counts[kind], ...NAMES[kind]))
