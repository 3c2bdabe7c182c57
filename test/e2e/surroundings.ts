// What the run hands to the tests in the window. They refuse to run without it, because `npm test` sets it all up.

function given(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set; run these tests with npm test`)
  return value
}

/** The tree that holds the built program. */
export const appFolder = given('COUNTERSIGN_APP')
/** Where pictures and reports go. */
export const results = given('COUNTERSIGN_RESULTS')
/** Published vectors; may be absent. */
export const fixtures = given('COUNTERSIGN_FIXTURES')
/** Flags that this machine needs for Electron's command line. */
export const flags = given('COUNTERSIGN_FLAGS').split(' ').filter(Boolean)
/** What finds a display, one for each worker: a window that opens takes the focus of its display. One where none are named. */
export const displays = JSON.parse(process.env['COUNTERSIGN_DISPLAYS'] ?? '[{}]') as readonly Readonly<Record<string, string>>[]
/** The display of this worker; the test runner counts them in this variable. */
export const display = displays[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)] ?? {}
/** Electron's executable. */
export const electronExecutable = `${given('ELECTRON_OVERRIDE_DIST_PATH')}/electron`
