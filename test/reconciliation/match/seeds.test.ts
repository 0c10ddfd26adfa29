import { describe, expect, test } from 'vitest'
import { dayAfter } from '../../../main/domain/time.ts'
import { needsDecision, type DayResult } from '../../../main/reconciliation/day-result.ts'
import { runMatchJob } from '../../../main/reconciliation/match-job.node.ts'
import { makeDay, type MadeDay } from './made-day.ts'
import { faultsPlanted } from './plants.ts'

/** `SPOT_TILL_SEEDS=1000 npm test test/reconciliation/match/seeds` for more of them. */
const seeds = Number(process.env['SPOT_TILL_SEEDS'] ?? 12)
const size = 10_000

export const resultOf = async (made: MadeDay): Promise<DayResult> => {
  const ended = await runMatchJob(made.job, made.packed, made.read, () => Promise.resolve(new Uint8Array()))
  if (ended.end !== 'done') throw new Error(JSON.stringify(ended))
  return ended.result
}

const linesOf = { 'journal-transactions': 'transactions', 'transactions-settlement': 'settlement' } as const
/** Sums that differ without a line of their own level which says by what. */
const unsaid = ({ footings, lines }: DayResult): readonly string[] =>
  footings
    .filter(
      ({ level, difference = 0 }) =>
        difference !== 0 &&
        (level === 'settlement-bank' ||
          !lines.some((line) => line.level === linesOf[level] && line.outcome !== 'matched')),
    )
    .map(({ level, currency, difference }) => `${level} ${difference} ${currency}`)

const riskText = (risk: readonly [string, number] | undefined): string =>
  risk === undefined ? '' : ` ${risk[0]} ${risk[1]}`

/** Every line that is not simply matched, as a text that a planted fault can be held against. */
const found = (result: DayResult): readonly string[] =>
  result.lines
    .filter(({ outcome }) => outcome !== 'matched')
    .map(({ level, outcome, till, provider, key, atRisk }) => {
      const [, type] = key.split(' ')
      const id = till?.merchantRef ?? (provider?.merchantRef || provider?.providerRef)
      const own = type === till?.type ? id : (provider?.merchantRef ?? provider?.providerRef)
      return `${level} ${type} ${own} ${outcome}${riskText(atRisk && [atRisk.whose, atRisk.minor])}`
    })
    .sort()
const planted = ({ planted }: MadeDay): readonly string[] =>
  planted
    .map(({ level, type, id, outcome, risk }) => `${level} ${type} ${id} ${outcome}${riskText(risk)}`)
    .sort()

describe(`a day of ${size} sales with every kind of fault`, () => {
  test(`knows at least fifteen kinds of them`, () => {
    expect(faultsPlanted.length).toBeGreaterThanOrEqual(15)
  })

  test.each(Array.from({ length: seeds }, (_, index) => index + 1))(
    'seed %i: each fault is called what it is, and nothing else is',
    async (seed) => {
      const made = makeDay(seed, size)
      const result = await resultOf(made)
      expect(found(result)).toEqual(planted(made))
      expect(result.counts.matched).toBe(made.matched)
      expect(result.unexplained).toBeUndefined()
      expect(unsaid(result)).toEqual([])

      // Sums from the made lines alone: what is of another till, no sale, or of the next day, is not of this one.
      const end = Date.parse('2026-03-03T00:00:00+08:00')
      const otherTills = new Set(
        made.planted.filter(({ outcome }) => outcome === 'not-a-till-event').map(({ id }) => id),
      )
      const rows = [...made.transactions.values()]
        .flat()
        .filter(
          ({ type, merchantRef, at }) =>
            type !== 'DISPUTE' && !otherTills.has(merchantRef) && (type === 'PAYMENT' || at < end),
        )
      const right = rows.reduce(
        (sum, { type, minor, gross = minor, currency }) =>
          sum + (currency === undefined ? (type === 'PAYMENT' ? gross : -gross) : 0),
        0,
      )
      const left = made.events.reduce(
        (sum, { type, minor, moved, at }) =>
          // A sale that was closed unpaid and stands in the files all the same is on both sides.
          sum +
          ((moved === 'yes' || moved === 'pair') && at < end ? (type === 'PAYMENT' ? minor : -minor) : 0),
        0,
      )
      expect(result.footings.find(({ currency }) => currency === 'EUR')).toEqual({
        level: 'journal-transactions',
        currency: 'EUR',
        left,
        right,
        difference: right - left,
      })
    },
    120_000,
  )
})

describe('a day with one kind of fault, where no other line hides that it has none', () => {
  test.each(faultsPlanted)('%s: a sum that differs has a line that says by what', async (fault) => {
    for (let seed = 1; seed <= 4; seed += 1) {
      const made = makeDay(seed, 40, 1, fault)
      for (const day of [made.job.day, dayAfter(made.job.day, 1), dayAfter(made.job.day, -1)]) {
        const result = await resultOf({ ...made, job: { ...made.job, day } })
        expect(unsaid(result), `seed ${seed}, ${day}`).toEqual([])
        expect(result.unexplained).toBeUndefined()
        if (day === made.job.day) expect(found(result)).toEqual(planted(made))
        else expect(result.lines.filter(({ outcome }) => needsDecision(outcome))).toEqual([])
      }
    }
  })
})
