import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { results } from './surroundings.ts'

export default defineConfig({
  testDir: '.',
  outputDir: join(results, 'failures'),
  reporter: [['list'], ['json', { outputFile: join(results, 'report.json') }]],
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // Flaky is broken: nothing is tried again.
  retries: 0,
  timeout: 60_000,
})
