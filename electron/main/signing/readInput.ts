/** Of an `input-event` of Electron, what is looked at. Key events carry more than Electron's types say. */
export interface WindowInput {
  readonly type: string
  readonly key?: string
  readonly code?: string
  readonly isAutoRepeat?: boolean
  /** Which button, where this runtime says it. */
  readonly button?: string
  readonly modifiers?: readonly string[]
}

/** What an event means for the presses of a window. */
export type Movement =
  | { readonly kind: 'down'; readonly source: string; readonly isDeliberate: boolean; readonly isCharacter: boolean }
  | { readonly kind: 'up'; readonly source: string }
  /** A press whose end was not seen: it never counts. */
  | { readonly kind: 'lost'; readonly source: string }

/** Keys that are pressed on the way to something, or to get away from it, and never to agree. */
const NEVER_DELIBERATE = new Set([
  'Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'Super', 'Hyper', 'Fn', 'FnLock', 'Symbol', 'SymbolLock', 'CapsLock', 'NumLock', 'ScrollLock',
  'Tab', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown', 'Escape', 'Backspace', 'Delete', 'ContextMenu',
  'Dead', 'Process', 'Unidentified', '',
])
const MOUSE = 'mouse'
const TOUCH = 'touch'

/**
 * Reads one event of a window's real input, or gives null where it says nothing about presses. `char` is left out
 * because it follows a key that went down, and repeats because nobody pressed again.
 */
export function readInput(input: WindowInput): Movement | null {
  switch (input.type) {
    case 'keyDown':
    case 'rawKeyDown':
      return readKeyDown(input)
    case 'keyUp':
      return { kind: 'up', source: sourceOf(input) }
    case 'mouseDown':
      // Another button than the first ends a hold of the first, and agrees to nothing.
      return isFirstButton(input) ? { kind: 'down', source: MOUSE, isDeliberate: true, isCharacter: false } : { kind: 'lost', source: MOUSE }
    case 'mouseUp':
      return { kind: 'up', source: MOUSE }
    case 'mouseLeave':
      // Also when a drag begins, and a drag swallows the release. Whoever holds stays on the page.
      return { kind: 'lost', source: MOUSE }
    case 'mouseMove':
      // Without its button the pointer came up unseen.
      return has(input, 'leftbuttondown') ? null : { kind: 'lost', source: MOUSE }
    case 'touchStart':
      return { kind: 'down', source: TOUCH, isDeliberate: true, isCharacter: false }
    case 'touchEnd':
      return { kind: 'up', source: TOUCH }
    case 'touchCancel':
      return { kind: 'lost', source: TOUCH }
    default:
      return null
  }
}

function readKeyDown(input: WindowInput): Movement | null {
  if (input.isAutoRepeat === true || has(input, 'isautorepeat')) return null
  const key = input.key ?? ''
  // Control with Alt is AltGr on some systems, and writes; Control alone is a command, such as pasting. Of commands only
  // Control Enter agrees to anything.
  const isCommand = has(input, 'meta') || (has(input, 'control') && !has(input, 'alt'))
  return {
    kind: 'down',
    source: sourceOf(input),
    isDeliberate: !NEVER_DELIBERATE.has(key) && (!isCommand || key === 'Enter'),
    isCharacter: [...key].length === 1 && !isCommand,
  }
}

/** By the place of the key, because its sign changes when Shift comes up first. Keys without a place share one source. */
const sourceOf = ({ code = '' }: WindowInput) => `key ${code}`

function isFirstButton(input: WindowInput): boolean {
  if (input.button !== undefined) return input.button === 'left'
  return has(input, 'leftbuttondown') || !(has(input, 'rightbuttondown') || has(input, 'middlebuttondown'))
}

const has = ({ modifiers = [] }: WindowInput, modifier: string) => modifiers.includes(modifier)
