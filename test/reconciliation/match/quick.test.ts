import { expect, test } from 'vitest'
import type { DayResult } from '../../../main/reconciliation/day-result.ts'
import { runMatchJob } from '../../../main/reconciliation/match-job.node.ts'
import type { MatchJob } from '../../../main/reconciliation/matching.ts'
import { takeQuickly } from '../../../main/reconciliation/quick-day.ts'
import { makeDay, type MadeDay } from './made-day.ts'

const run = async (made: MadeDay, job: MatchJob, way: 'quick' | 'long'): Promise<DayResult> => {
  const ended = await runMatchJob(job, made.packed, made.read, () => Promise.resolve(new Uint8Array()), way)
  if (ended.end !== 'done') throw new Error(JSON.stringify(ended))
  return ended.result
}

/** Days of which a few sales in a hundred are as they should be, and days of which most are. */
const days = [
  { size: 80, each: 1 },
  { size: 140, each: 2 },
  { size: 1500, each: 3 },
]
const seeds = Number(process.env['SPOT_TILL_SEEDS'] ?? 6)

test.each(Array.from({ length: seeds }, (_, seed) => seed + 1))(
  'seed %i: the quick join and the long way come to the same bytes',
  async (seed) => {
    for (const { size, each } of days) {
      const made = makeDay(seed * 4, size, each)
      const { job } = made
      const without = (kind: 'transaction' | 'settlement'): MatchJob => ({
        ...job,
        files: job.files.filter(({ fileKind, day }) => fileKind !== kind || day !== job.files[1]?.day),
      })
      const jobs: readonly MatchJob[] = [
        job,
        { ...job, files: job.files.filter(({ fileKind }) => fileKind === 'transaction') },
        { ...job, files: job.files.filter(({ fileKind }) => fileKind === 'settlement') },
        without('transaction'),
        { ...job, today: '2026-04-20' as MatchJob['today'] },
        { ...job, day: '2026-03-03' as MatchJob['day'] },
        { ...job, day: '2026-03-01' as MatchJob['day'] },
        { ...job, terms: { ...job.terms, refundReturnsFee: false } },
        { ...job, terms: { ...job.terms, feeBasisPoints: 100 } },
      ]
      for (const [place, variant] of jobs.entries()) {
        const quick = await run(made, variant, 'quick')
        const long = await run(made, variant, 'long')
        expect(quick, `variant ${place} of ${size} sales`).toEqual(long)
        expect(JSON.stringify(quick) === JSON.stringify(long), 'the same bytes').toBe(true)
      }
    }
  },
  120_000,
)

test('the quick join takes all but the odd lines out of a day', () => {
  const { job, packed, read, planted } = makeDay(4, 2000, 2)
  const files = job.files.map((facts) => ({ facts, bytes: read(facts) }))
  const taken = takeQuickly(job, packed, files, 1000)
  expect(taken?.quick.count).toBeGreaterThan(2000 - 4 * planted.length)
  expect(taken?.events.length).toBeLessThan(4 * planted.length)
})
