import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, type Bundle } from './bundle.ts'
import { liveUntilToday } from './house.ts'
import { refuseEach, type Refusal } from './io-errors.ts'
import { scenarios } from './scenarios.ts'
import { canTrace } from '../tracing.ts'

// A sample of what io.faults.ts does with every call.
const sample: readonly (readonly [rows: string, scenario: string, refusal: Refusal, step: number])[] = [
  ['F30', 'a paid sale', { call: 'fsync', error: 'EIO', lasts: 'for ever' }, 5],
  ['F30', 'a paid sale', { call: 'write', error: 'EIO', lasts: 'once' }, 1],
  ['F29', 'a paid sale', { call: 'pwrite64', error: 'ENOSPC', lasts: 'for ever' }, 17],
  ['F31', 'a paid sale', { call: 'pwrite64', error: 'EROFS', lasts: 'for ever' }, 17],
  ['F30', 'a start with open questions', { call: 'ftruncate', error: 'EIO', lasts: 'for ever' }, 1],
]

describe.skipIf(!canTrace)(`a disk that refuses${canTrace ? '' : ' (skipped: needs strace)'}`, () => {
  let till: Bundle
  beforeAll(async () => {
    till = await bundle(join(import.meta.dirname, 'crashing-till.ts'))
  })
  afterAll(() => till.remove())

  test.each(
    sample.map(
      ([rows, scenario, refusal, step]) =>
        [rows, scenario, `${refusal.error} for ${refusal.call} ${refusal.lasts}`, refusal, step] as const,
    ),
  )('%s: %s with %s: belief, file and gateway agree', async (_rows, name, _words, refusal, step) => {
    const scenario = scenarios.find((one) => one.name === name)
    if (scenario === undefined) throw new Error(`there is no scenario "${name}"`)
    const yesterday = await liveUntilToday(scenario)
    try {
      const round = await refuseEach(yesterday, till, refusal, { step })
      expect(round.violations).toEqual([])
      expect(round.runs).toBeGreaterThan(0)
    } finally {
      yesterday.remove()
    }
  })
})
