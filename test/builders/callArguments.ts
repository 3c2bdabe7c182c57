import fc from 'fast-check'

/** What each call of the window takes, in its own form; calls that are not here take nothing. Kept true by a unit test. */
export const RIGHT_ARGUMENTS: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  chooseTheme: { theme: fc.constantFrom('dark', 'light', 'system') },
  chooseConfirmation: { confirmation: fc.constantFrom('hold', 'steps') },
  unlockKey: { passphrase: fc.string({ minLength: 1, maxLength: 64 }) },
  openChallenge: { challengeId: anyChallenge() },
  reportShown: { challengeId: anyChallenge(), view: fc.constantFrom('text', 'hex'), isEnd: fc.boolean(), theme: fc.constantFrom('dark', 'light'), locale: fc.constant('en') },
  decide: { challengeId: anyChallenge(), verdict: fc.constantFrom('approve', 'deny'), comment: words(0), typed: fc.option(words(0)), inSteps: fc.boolean() },
  previewStop: { target: fc.constant({ kind: 'all' }) },
  stop: { target: fc.constant({ kind: 'all' }), effect: fc.constantFrom('halt', 'pause'), mode: fc.constantFrom('abort_inflight', 'drain'), reason: words(0), isDrill: fc.boolean() },
  openRelease: { stopId: fc.option(words(0)) },
  release: { stopId: words(0), reason: words(1), typed: words(0), inSteps: fc.boolean() },
  readLog: { beforeN: fc.option(fc.nat()), limit: fc.integer({ min: 1, max: 200 }) },
  readLogEntry: { n: fc.nat() },
  beginPairing: { address: words(0), code: words(0) },
  answerPairing: { isSame: fc.boolean() },
}

/** Of a type that no member of any call has. */
const wrongMember = fc.constantFrom([], [[]], { '': {} }, -0.5, 1e300)

/** Arguments for a call in any form but its own, many of them with a single mistake; never undefined. */
export function wrongArguments(verb: string): fc.Arbitrary<unknown> {
  const members = RIGHT_ARGUMENTS[verb] ?? {}
  const names = Object.keys(members)
  const right = fc.record(members)
  const oneMistake = [
    fc.tuple(right, fc.jsonValue()).map(([all, extra]) => ({ ...all, unagreed: extra })),
    ...names.map((wrong) => fc.tuple(right, wrongMember).map(([all, value]) => ({ ...all, [wrong]: value }))),
    ...names.map((missing) => right.map((all) => Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing)))),
  ]
  return fc.oneof(
    { weight: 60, arbitrary: fc.oneof(...oneMistake) },
    { weight: 30, arbitrary: fc.jsonValue().filter((value) => typeof value !== 'object' || value === null || Array.isArray(value)) },
    { weight: 9, arbitrary: fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 20 }) },
    { weight: 1, arbitrary: fc.constant('x'.repeat(70_000)) },
  )
}

function anyChallenge(): fc.Arbitrary<unknown> {
  return fc.constant('chl_019aa9a5-e000-7000-8000-000000000000')
}

function words(fewest: number): fc.Arbitrary<string> {
  return fc.string({ minLength: fewest, maxLength: 64 })
}
