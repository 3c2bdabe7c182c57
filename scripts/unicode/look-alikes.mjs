// Which single characters look like one ASCII character.

// Styled copies of ASCII letters and digits: letterlike symbols, Roman numerals, full width, mathematical, outlined,
// segmented. Their compatibility form says which letter they are, also where confusables.txt is older than they are.
const STYLED = [[0x2100, 0x214f], [0x2160, 0x217f], [0xff10, 0xff5a], [0x1ccd6, 0x1ccf9], [0x1d400, 0x1d7ff], [0x1fbf0, 0x1fbf9]]

/**
 * @param {Record<string, string>} skeletons character to skeleton, as UTS 39 defines it
 * @returns {{ lookAlikes: string[], words: string }} look-alikes of each ASCII character, and those characters
 */
export function printLookAlikes(skeletons) {
  /** @type {Map<string, number[]>} */
  const byAscii = new Map()
  const candidates = new Set([...Object.keys(skeletons).filter(isOneCharacter).map((key) => key.codePointAt(0) ?? 0), ...styled()])
  for (const point of [...candidates].sort((a, b) => a - b)) {
    const ascii = asciiOf(String.fromCodePoint(point), skeletons)
    if (ascii !== null) byAscii.set(ascii, [...(byAscii.get(ascii) ?? []), point])
  }
  const words = [...byAscii.keys()].sort().join('')
  return { words, lookAlikes: [...words].map((ascii) => (byAscii.get(ascii) ?? []).map((point) => point.toString(16)).join(',')) }
}

/**
 * The ASCII character that something looks like. Many share one skeleton (1, I, l and | do), so the compatibility form
 * decides first, then the category.
 * @param {string} character
 * @param {Record<string, string>} skeletons
 */
function asciiOf(character, skeletons) {
  if (character < '\u0080' || /^[\p{Z}\p{C}]$/u.test(character)) return null
  const plain = character.normalize('NFKC')
  if (/^[!-~]$/.test(plain) && (/^[\p{L}\p{N}]$/u.test(character) || skeletons[character] !== undefined)) return plain
  const skeleton = skeletons[character]
  if (skeleton === undefined) return null
  const twins = ASCII.filter((ascii) => (skeletons[ascii] ?? ascii) === skeleton)
  return twins.length > 1 ? bestOf(character, twins) : (twins[0] ?? null)
}

/**
 * @param {string} character
 * @param {string[]} twins
 */
function bestOf(character, twins) {
  const kind = /\p{Nd}/u.test(character) ? /\d/ : /\p{Lu}/u.test(character) ? /[A-Z]/ : /\p{L}/u.test(character) ? /[a-z]/ : /[^\w`]/
  return twins.find((twin) => kind.test(twin)) ?? twins[0] ?? null
}

/** @param {string} text */
const isOneCharacter = (text) => [...text].length === 1

function styled() {
  return STYLED.flatMap(([first = 0, last = 0]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
}

const ASCII = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i))
