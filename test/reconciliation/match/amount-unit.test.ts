import { describe, expect, test } from 'vitest'
import type { DayResult } from '../../../main/reconciliation/day-result.ts'
import type { ProviderLine } from '../../../main/reconciliation/files/line.ts'
import { runMatchJob } from '../../../main/reconciliation/match-job.node.ts'
import { decideUnit } from '../../../main/reconciliation/rows-of-file.ts'
import { makeDay, type MadeDay } from './made-day.ts'
import { madeFiles } from './made-files.ts'

const resultOf = async (made: MadeDay, job = made.job, read = made.read): Promise<DayResult> => {
  const ended = await runMatchJob(job, made.packed, read, () => Promise.resolve(new Uint8Array()))
  if (ended.end !== 'done') throw new Error(JSON.stringify(ended))
  return ended.result
}

describe('the unit of a report that does not say it', () => {
  const unitOf = (...printed: readonly (readonly [units: number, expected: number])[]) =>
    decideUnit(
      printed.map(([units], at) => ({
        line: at + 2,
        merchantRef: String(at),
        currency: 'EUR',
        amount: { units: units * 100, scale: 2 },
      })) as unknown as readonly ProviderLine[],
      ({ merchantRef }) => ({ minor: printed[Number(merchantRef)]?.[1] ?? 0, currency: 'EUR' }),
    )
  test.each<[string, readonly (readonly [units: number, expected: number])[], 'major' | 'minor' | number]>([
    [
      'whole units, all as the till has them',
      [
        [12, 1200],
        [30, 3000],
      ],
      'major',
    ],
    [
      'cents, all as the till has them',
      [
        [1200, 1200],
        [3000, 3000],
      ],
      'minor',
    ],
    ['one line, and its amount is wrong', [[1300, 1200]], 'minor'],
    ['one line in whole units, and its amount is wrong', [[13, 1200]], 'major'],
    [
      'few lines, one of them a hundred times too much',
      [
        [12, 1200],
        [30, 3000],
        [500, 500],
      ],
      4,
    ],
    [
      'few lines in cents, the first of them a hundred times too little',
      [
        [12, 1200],
        [3000, 3000],
        [500, 500],
      ],
      2,
    ],
    [
      'few lines, and each is wrong by a little',
      [
        [1300, 1200],
        [2900, 3000],
        [510, 500],
      ],
      'minor',
    ],
    [
      'as many lines for the one as for the other',
      [
        [12, 1200],
        [3000, 3000],
      ],
      3,
    ],
    ['nothing was moved', [[0, 1200]], 'major'],
    ['no line that the till knows', [], 'major'],
  ])('%s', (_, printed, unit) => {
    expect(unitOf(...printed)).toEqual(
      typeof unit === 'string' ? { ok: true, value: unit } : { ok: false, error: unit },
    )
  })

  /** A short day of an Antom report of seed 2 (with decimal points) or 3 (whole numbers), one line of which is changed. */
  const reportWith = (seed: number, sales: number, change: (minor: number) => number) => {
    const made = makeDay(seed, sales, 0)
    const [row] = made.transactions.get(made.job.day) ?? []
    const changed = new Map(made.transactions)
    changed.set(
      made.job.day,
      (changed.get(made.job.day) ?? []).map((each) =>
        each === row ? { ...each, minor: change(each.minor) } : each,
      ),
    )
    return { made, files: madeFiles(seed === 2 ? 'antom-major' : 'antom-minor', changed, made.settlements) }
  }
  test.each([1, 3])(
    'with a decimal point, a hundred times too much is a line that differs among %i',
    async (sales) => {
      const { made, files } = reportWith(2, sales, (minor) => minor * 100)
      const job = { ...made.job, files: files.files }
      const { lines } = await resultOf(made, job, files.read)
      const odd = lines.filter(
        ({ level, outcome }) => level === 'transactions' && outcome === 'amount-differs',
      )
      expect(odd).toMatchObject([{ provider: { minor: (odd[0]?.till?.minor ?? 0) * 100 } }])
    },
  )
  test('among twenty lines one odd amount is a line that differs', () => {
    const sales = Array.from({ length: 19 }, (_, at): readonly [number, number] => [1000 + at, 1000 + at])
    expect(unitOf([12, 1200], ...sales)).toEqual({ ok: true, value: 'minor' })
    expect(unitOf([12, 1200], ...sales.slice(1))).toEqual({ ok: false, error: 2 })
  })
  test('a short report of whole numbers whose lines disagree is not compared, and the line is named', async () => {
    const { made, files } = reportWith(3, 3, (minor) => minor / 100)
    const job = { ...made.job, files: files.files }
    const ended = () => runMatchJob(job, made.packed, files.read, () => Promise.resolve(new Uint8Array()))
    expect(await ended()).toEqual({
      end: 'failed',
      fault: { why: 'amount-unit', detail: 'TRANSACTION_DETAIL_20260302.csv', line: 2 },
    })
  })

  test('one wrong amount in a short report is a line that differs, and the day is compared', async () => {
    for (const seed of [2, 3]) {
      const { lines } = await resultOf(makeDay(seed, 1, 1, 'amount is less'))
      expect(lines.map(({ level, outcome, atRisk }) => [level, outcome, atRisk?.minor])).toEqual([
        ['transactions', 'amount-differs', 100],
      ])
    }
  })
})
