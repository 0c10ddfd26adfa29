import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'

if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(`Node ${process.version} is too old: start the tests with "npm test", which finds Node 24`)
}

// The long ones, of minutes and for a machine of one's own, are run by `npm run test:faults`.
const long = process.env['SPOT_TILL_FAULTS'] === '1' ? ['test/faults/**/*.faults.ts'] : []

export default defineConfig({
  test: {
    root: dirname(import.meta.dirname),
    include: ['test/**/*.test.ts', ...long],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
