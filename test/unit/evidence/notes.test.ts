import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  hashLeaf,
  encodeBytes,
  generatePrivateKey,
  noteKey,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  printCheckpoint,
  printVerifierKey,
  signCheckpoint,
  signNote,
  verifyCheckpoint,
  verifyNote,
  type Checkpoint,
} from '../../../shared/evidence/index.ts'

const key = generatePrivateKey()
const other = generatePrivateKey()
const NAME = 'console.example/ledger'
const known = noteKey(NAME, key.publicKey)
const TEXT = 'First line.\n\nAfter an empty line: è subito sera.\n'
const note = signNote({ text: TEXT, name: NAME, key })

describe('a signed note', () => {
  it('comes back whole', () => {
    expect(verifyNote(note, [known])).toEqual({ status: 'verified', text: TEXT, signers: [known] })
  })

  it('is refused once any byte is changed', () => {
    const bytes = new TextEncoder().encode(note)
    for (let at = 0; at < bytes.length; at++) {
      // Bytes that are no longer UTF-8 become U+FFFD, which is a changed text as well.
      const changed = new TextDecoder().decode(bytes.with(at, (bytes[at] ?? 0) ^ 1))
      expect(`${at} ${verifyNote(changed, [known]).status}`).toBe(`${at} refused`)
    }
  })

  it('counts signatures of others for nothing', () => {
    const cosigned = note + lastLine(signNote({ text: TEXT, name: 'witness.example/w1', key: other }))
    expect(verifyNote(cosigned, [known])).toMatchObject({ status: 'verified', signers: [known] })
    expect(verifyNote(note, [noteKey(NAME, other.publicKey)])).toEqual({ status: 'refused', reason: 'key_unknown' })
    expect(verifyNote(note, [noteKey('other.example', key.publicKey)])).toEqual({ status: 'refused', reason: 'key_unknown' })
    expect(verifyNote(note, [])).toEqual({ status: 'refused', reason: 'key_unknown' })
  })

  it('is refused whole for one bad signature of a known key beside a good one', () => {
    const bad = lastLine(signNote({ text: 'Another text.\n', name: NAME, key }))
    expect(verifyNote(note + bad, [known])).toEqual({ status: 'refused', reason: 'signature_invalid' })
    expect(verifyNote(note.slice(0, -lastLine(note).length) + bad + lastLine(note), [known])).toEqual({ status: 'refused', reason: 'signature_invalid' })
  })

  it('is refused where it is not written as C2SP describes', () => {
    const line = lastLine(note)
    const wrong = [
      '',
      '\n',
      TEXT,
      `${TEXT}\n`,
      line,
      note.slice(0, -1),
      `${note}\n`,
      note.replace(/\n/g, '\r\n'),
      note.replace('First', '\tFirst'),
      note.replace('First', '\0First'),
      note.replace('First', '\ud800First'),
      note.replace('\u2014 ', '- '),
      note.replace('\u2014 ', '\u2014  '),
      note.replace(`${NAME} `, `${NAME}  `),
      note.replace(`${NAME} `, `${NAME}\u00a0`),
      note.replace(NAME, 'console+example'),
      note.replace(/=*\n$/, '!\n'),
      note.replace(/ \S+\n$/, ' AAAAAA==\n'),
      note.replace(/\n$/, ' \n'),
      note + line.repeat(16),
    ]
    expect(wrong.map((text) => verifyNote(text, [known]))).toEqual(wrong.map(() => ({ status: 'refused', reason: 'bad_note' })))
    expect(parseNote(note + line.repeat(15))?.signatures).toHaveLength(16)
  })

  it('is not signed where nobody could read it', () => {
    const wrong = ['', 'no newline', 'tab\t\n', 'cr\r\n', '\ud800\n']
    for (const text of wrong) expect(() => signNote({ text, name: NAME, key })).toThrow(RangeError)
    for (const name of ['', 'a b', 'a+b', 'a\u2003b', 'a\u0085b', 'a\nb']) expect(() => signNote({ text: TEXT, name, key })).toThrow(RangeError)
  })
})

describe('a verifier key', () => {
  it('comes back whole', () => {
    expect(parseVerifierKey(printVerifierKey(known))).toEqual(known)
  })

  it('is refused with another id, another type, a weak key or another spelling', () => {
    const text = printVerifierKey(known)
    const encoded = (bytes: Uint8Array) => `${NAME}+${known.id}+${encodeBytes(bytes, 'base64')}`
    const wrong = ['', NAME, text.replace(known.id, '00000000'), text.replace(known.id, known.id.toUpperCase() + ' '), text.replace(NAME, ''), text.replace(NAME, 'a b'), `${text}=`, encoded(new Uint8Array(33)), encoded(Uint8Array.of(1, ...new Uint8Array(32))), encoded(Uint8Array.of(1))]
    expect(wrong.map(parseVerifierKey)).toEqual(wrong.map(() => null))
  })
})

describe('a checkpoint', () => {
  const checkpoint: Checkpoint = { origin: NAME, size: 20_852_163, root: hashLeaf(new Uint8Array()), extensions: [] }
  const text = printCheckpoint(checkpoint)
  const claim = { origin: NAME, key: key.publicKey }

  it('is three lines and comes back whole', () => {
    expect(text).toBe(`${NAME}\n20852163\n${encodeBytes(checkpoint.root, 'base64')}\n`)
    expect(verifyCheckpoint({ ...claim, note: signCheckpoint(checkpoint, key) })).toEqual({ status: 'verified', checkpoint })
  })

  it('comes back whole at any size and with any further lines', () => {
    const anyLine = fc.string({ minLength: 1 }).filter((line) => !Array.from(line).some((character) => character < ' '))
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.array(anyLine, { maxLength: 3 }), (size, extensions) => {
        expect(parseCheckpoint(printCheckpoint({ ...checkpoint, size, extensions }))).toEqual({ ...checkpoint, size, extensions })
      }),
    )
  })

  it('is refused where it is not written as C2SP describes, though signed', () => {
    const [origin = '', size = '', root = ''] = text.split('\n')
    const wrong = [
      `${origin}\n${size}\n`,
      `${origin}\n0${size}\n${root}\n`,
      `${origin}\n+${size}\n${root}\n`,
      `${origin}\n${size} \n${root}\n`,
      `${origin}\n-1\n${root}\n`,
      `${origin}\n1e3\n${root}\n`,
      `${origin}\n\n${root}\n`,
      `${origin}\n9007199254740992\n${root}\n`,
      `${origin}\n18446744073709551616\n${root}\n`,
      `${origin}\n${size}\n${root.slice(0, -1)}\n`,
      `${origin}\n${size}\n${root.slice(4)}\n`,
      `${origin}\n${size}\n${root}AAAA\n`,
      `${origin}\n${size}\n${root}\n\n`,
      `${origin}\n${size}\n${root}\n\nmore\n`,
      `\n${size}\n${root}\n`,
    ]
    const verdicts = wrong.map((bad) => verifyCheckpoint({ ...claim, note: signNote({ text: bad, name: NAME, key }) }))
    expect(verdicts).toEqual(wrong.map(() => ({ status: 'refused', reason: 'bad_checkpoint' })))
  })

  it('is refused where another log or another key speaks', () => {
    const elsewhere = signNote({ text: printCheckpoint({ ...checkpoint, origin: 'other.example/log' }), name: NAME, key })
    expect(verifyCheckpoint({ ...claim, note: elsewhere })).toEqual({ status: 'refused', reason: 'wrong_origin' })
    expect(verifyCheckpoint({ ...claim, note: signCheckpoint(checkpoint, other) })).toEqual({ status: 'refused', reason: 'key_unknown' })
    expect(verifyCheckpoint({ ...claim, origin: '', note })).toEqual({ status: 'refused', reason: 'wrong_origin' })
    expect(verifyCheckpoint({ ...claim, note: 'no note' })).toEqual({ status: 'refused', reason: 'bad_note' })
  })

  it('is not signed where it cannot be one', () => {
    const wrong: Partial<Checkpoint>[] = [{ origin: '' }, { origin: 'a b' }, { size: -1 }, { size: 1.5 }, { size: 2 ** 53 }, { root: new Uint8Array(31) }, { extensions: [''] }, { extensions: ['a\nb'] }, { extensions: ['a\tb'] }]
    for (const part of wrong) expect(() => signCheckpoint({ ...checkpoint, ...part }, key)).toThrow(RangeError)
  })
})

/** The last line of a note, its newline included. */
function lastLine(text: string): string {
  return `${text.split('\n').at(-2) ?? ''}\n`
}
