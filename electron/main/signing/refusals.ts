import type { SignRefusal } from '../../../shared/ipc/mainAndCore.ts'

/** Why nothing was signed and what to do, one sentence each, for the person who asked. */
export const SENTENCES: Readonly<Record<SignRefusal, string>> = {
  no_key: 'Nothing was signed: the reviewer\'s key is not open. Open it in the settings and try again.',
  bad_payload: 'Nothing was signed: what was to be signed does not have the agreed form. This is a mistake of the program; nothing was released by it.',
  not_pinned: 'Nothing was signed: this is not what stands open in the window. Open it, read it and confirm again.',
  no_press: 'Nothing was signed: no press of a key or a pointer was seen for this in the last 5 seconds. Press again.',
  hold_too_short: 'Nothing was signed: the press was not held for the whole time. Hold it until the ring is full.',
  not_typed: 'Nothing was signed: fewer keys were pressed than the value has characters. Type the value by hand; pasting does not count.',
  not_dwelt: 'Nothing was signed: it has not been on screen long enough to be read. Wait a moment and confirm again.',
  not_live: 'Nothing was signed: the link to its enforcement point is not live. Wait until it is, then confirm again.',
  screen_locked: 'Nothing was signed: the screen is locked. Unlock it and confirm again.',
  presence_not_available: 'Nothing was signed: a confirmation by the system or a security key is asked for, and this version has neither. Deny it, or decide on a console that has one.',
}
