import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { displays, results } from './surroundings.ts'

export default defineConfig({
  testDir: '.',
  outputDir: join(results, 'failures'),
  reporter: [['list'], ['json', { outputFile: join(results, 'report.json') }]],
  workers: displays.length,
  fullyParallel: true,
  forbidOnly: true,
  // Flaky is broken: nothing is tried again.
  retries: 0,
  // Generous, because these only end what would never end: nothing is measured by them.
  timeout: 180_000,
  expect: { timeout: 15_000 },
})
