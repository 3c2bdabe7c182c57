import { defineConfig } from 'vitest/config'

/** The tests that run in Node. Those in the window are Playwright's, under test/e2e. */
export default defineConfig({
  test: {
    include: ['test/{unit,architecture,vectors,integration}/**/*.test.ts'],
    // The integration tests run npm and whole processes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Only ends what would never come: nothing is measured by it.
    expect: { poll: { timeout: 30_000 } },
  },
})
