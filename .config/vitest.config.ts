import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig } from 'vitest/config'

if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(`Node ${process.version} is too old: start the tests with "npm test", which finds Node 24`)
}

// A run of tests begins between 02:00 and 20:00 in Beijing, so that it does not come near midnight (test-clock.mjs).
const minuteMs = 60_000
const beijingMinute = Math.floor((Date.now() / minuteMs + 8 * 60) % (24 * 60))
if (beijingMinute < 2 * 60 || beijingMinute >= 20 * 60) {
  process.env['SPOT_TILL_CLOCK_AHEAD_MS'] = String(((26 * 60 - beijingMinute) % (24 * 60)) * minuteMs)
  const preload = `--import=${pathToFileURL(join(import.meta.dirname, 'test-clock.mjs')).href}`
  process.env['NODE_OPTIONS'] = [process.env['NODE_OPTIONS'], preload].filter(Boolean).join(' ')
}

// The long ones, of minutes and for a machine of one's own, are run by `npm run test:faults`.
const long = process.env['SPOT_TILL_FAULTS'] === '1' ? ['test/faults/**/*.faults.ts'] : []

export default defineConfig({
  test: {
    root: dirname(import.meta.dirname),
    include: ['test/**/*.test.ts', ...long],
    pool: 'forks',
    // One for each core: by itself vitest leaves a core free, which of two is half, and many tests here wait for a clock.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for comes late on a busy machine, and a wait that ends well costs nothing.
    expect: { poll: { timeout: 10_000 } },
  },
})
