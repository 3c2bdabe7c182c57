import { createHash } from 'node:crypto'
import { encodeUtf8, printCanonicalJson } from '../json/index.ts'

/** Short, common, and unlike each other to eye and ear; one for each value of a byte. */
const WORDS = `
  acorn actor album amber anchor apple apron arrow atlas attic autumn bacon badge bamboo banjo barrel basket
  beacon beaver berry bicycle biscuit blanket blossom bottle bridge bronze bucket butter button cabin cactus
  camera candle canoe canyon carbon carpet castle cedar cellar cherry chimney cinema circus clover cobalt
  coffee comet copper coral cotton cradle crater cricket crystal curtain cushion daisy dancer desert diamond
  dinner dolphin donkey dragon eagle easel echo elbow ember engine falcon feather fender ferry fiddle finger
  flamingo flute forest fossil fountain galaxy garden garlic gazelle ginger giraffe glacier goblet gravel
  guitar hammer harbor harvest hazel helmet heron honey hornet hotel iceberg igloo indigo insect island ivory
  jacket jaguar jasmine jelly jewel jigsaw jockey jungle kayak kernel kettle kitchen kitten koala ladder lagoon
  lantern laundry lemon leopard library lilac lizard lobster locker lotus magnet mammoth mango maple marble
  market meadow melon meteor mirror monkey mosaic muffin museum napkin nectar needle nickel noodle nugget
  nutmeg oasis ocean octopus olive onion orange orbit orchid otter oven oyster paddle palace panda panther
  parrot pebble pelican pencil pepper piano pickle pigeon pillow pilot pirate planet plum pocket poem pony
  poppy potato prairie puddle pumpkin puppet puzzle python quartz quiver rabbit racket radar radish raven
  ribbon river robin rocket saddle salmon sandal satin scarf school sedan shadow shelf silver sister sketch
  spider sponge spoon squirrel stable statue summer sunset tablet tango teapot temple tennis thunder tiger
  timber tomato topaz tractor trumpet tulip tunnel turtle umbrella valley vanilla velvet violin volcano waffle
  walnut walrus whistle window winter wizard yogurt zebra zipper`.trim().split(/\s+/)

/** Everything that two people compare when they pair a console with a point. */
export interface PairingFacts {
  /** Key ids. */
  readonly pointKey: string
  readonly consoleKey: string
  readonly reviewerKey: string
  /** Digest of the point's TLS key, or null on loopback. */
  readonly certificateKey: string | null
  /** The one-time code that the point printed, in its normal spelling. */
  readonly code: string
}

/**
 * The eight words that both sides show: 64 bits of SHA-256 over JCS of the facts. Whoever stands between them has other
 * keys, and without the code cannot search for a pair of keys that gives the same words.
 */
export function pairingWords({ pointKey, consoleKey, reviewerKey, certificateKey, code }: PairingFacts): readonly string[] {
  const digest = createHash('sha256').update(encodeUtf8(printCanonicalJson({ certificateKey, code, consoleKey, pointKey, purpose: 'pairing-words', reviewerKey }))).digest()
  return [...digest.subarray(0, 8)].map((byte) => WORDS[byte] ?? '')
}

/** Letters and digits that are not mistaken for each other when a code is read aloud or typed. */
const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const CODE_LENGTH = 12

/**
 * A one-time code: twelve characters, 58 bits, so that no mac made with it is guessed while it lives.
 * @param random returns a whole number from 0 to below its argument, evenly
 */
export function newPairingCode(random: (below: number) => number): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[random(CODE_ALPHABET.length)] ?? '').join('')
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].join('-')
}

/** A typed code in its normal spelling, or null where it cannot be one. Case, spaces and hyphens do not count. */
export function normaliseCode(typed: string): string | null {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/g, '')
  if (letters.length !== CODE_LENGTH || [...letters].some((letter) => !CODE_ALPHABET.includes(letter))) return null
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].join('-')
}
