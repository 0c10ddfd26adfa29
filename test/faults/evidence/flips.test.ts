import { afterAll, describe, expect, test } from 'vitest'
import { flipBits } from './flips.ts'
import { python } from './second-verifier.ts'
import { makeSamples } from './sold-journal.ts'

const samples = makeSamples()
afterAll(samples.remove)

describe.skipIf(python === undefined)('single bits of journal and witness (needs python3)', () => {
  test('F32: 250 flips are each found by both verifiers, or change no record', { timeout: 120_000 }, () => {
    const flips = flipBits(samples, 250, 1, 32)
    expect(flips.wrong).toEqual([])
    expect(flips).toMatchObject({ made: 250, asked: 250 })
    expect(flips.inRecords).toBeGreaterThan(50)
  })
})
