import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Payment } from '../../../main/domain/payment.ts'
import type { Refund } from '../../../main/domain/refund.ts'
import type { Day } from '../../../main/domain/time.ts'
import type { DayResult } from '../../../main/reconciliation/day-result.ts'
import { matchDay } from '../../../main/reconciliation/match-day.node.ts'
import { runMatchJob } from '../../../main/reconciliation/match-job.node.ts'
import { packEvents, unpackEvents } from '../../../main/reconciliation/packed-events.ts'
import type { ProviderRow } from '../../../main/reconciliation/provider-row.ts'
import { usualTerms } from '../../../main/reconciliation/terms.ts'
import { eventsOf, type TillEvent } from '../../../main/reconciliation/till-event.ts'
import { day, event, match, noon, row, transactionFile } from './lines.ts'
import { makeDay, type MadeDay } from './made-day.ts'
import { madeFiles } from './made-files.ts'

const resultOf = async (made: MadeDay, job = made.job, read = made.read): Promise<DayResult> => {
  const ended = await runMatchJob(job, made.packed, read, () => Promise.resolve(new Uint8Array()))
  if (ended.end !== 'done') throw new Error(JSON.stringify(ended))
  return ended.result
}
/** A result without what names places in files. */
const without = ({ lines, digest: _digest, files: _files, ...rest }: DayResult) => ({
  ...rest,
  lines: lines.map(({ provider, ...line }) => {
    const { line: _line, ...said } = provider ?? {}
    return { ...line, provider: said }
  }),
})

describe('the same input gives the same bytes', () => {
  test('at every run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), async (seed) => {
        const one = await resultOf(makeDay(seed, 120, 1))
        const other = await resultOf(makeDay(seed, 120, 1))
        expect(one.digest).toBe(other.digest)
        expect(JSON.stringify(one) === JSON.stringify(other)).toBe(true)
      }),
      { numRuns: 12 },
    )
  })

  test('whatever the order of the lines in a file and of the events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), async (seed) => {
        const made = makeDay(seed * 4, 120, 1)
        const turned = <T>(map: ReadonlyMap<Day, readonly T[]>): ReadonlyMap<Day, readonly T[]> =>
          new Map([...map].map(([day, rows]) => [day, rows.toReversed()]))
        const files = madeFiles('legacy', turned(made.transactions), turned(made.settlements))
        const other = await resultOf(
          { ...made, packed: [packEvents(made.events.toReversed())] },
          { ...made.job, files: files.files },
          files.read,
        )
        expect(without(other)).toEqual(without(await resultOf(made)))
      }),
      { numRuns: 12 },
    )
  })
})

test('every event and every line of a till is added up on exactly one day', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), async (seed) => {
      const made = makeDay(seed, 150, 1)
      const sums = { left: 0, right: 0 }
      for (const day of ['2026-03-01', '2026-03-02', '2026-03-03'] as Day[]) {
        const { footings } = await resultOf(made, { ...made.job, day })
        for (const { level, left, right = 0 } of footings) {
          if (level !== 'journal-transactions') continue
          sums.left += left
          sums.right += right
        }
      }
      const others = new Set(
        made.planted.filter(({ outcome }) => outcome === 'not-a-till-event').map(({ id }) => id),
      )
      const signed = ({ type, minor }: { readonly type: string; readonly minor: number }): number =>
        type === 'PAYMENT' ? minor : -minor
      const rows = [...made.transactions.values()]
        .flat()
        .filter(({ type, merchantRef }) => type !== 'DISPUTE' && !others.has(merchantRef))
      expect(sums.left).toBe(
        made.events.reduce((sum, one) => sum + (one.moved === 'yes' ? signed(one) : 0), 0),
      )
      expect(sums.right).toBe(
        rows.reduce((sum, { type, minor, gross = minor }) => sum + signed({ type, minor: gross }), 0),
      )
    }),
    { numRuns: 12 },
  )
})

describe('rules', () => {
  test.each<[string, readonly TillEvent[], readonly ProviderRow[], readonly string[]]>([
    [
      'nothing is matched by amount and time alone',
      [event('a')],
      [row('b')],
      [
        'transactions PAYMENT a: missing-at-provider by none',
        'transactions PAYMENT b trade-b: missing-in-journal by none',
      ],
    ],
    [
      "without our id, Alipay's number tells",
      [event('a')],
      [row('', { providerRef: 'trade-a' })],
      ['transactions PAYMENT a: matched by provider-ref'],
    ],
    [
      'our id counts before a number that is another sale',
      [event('a'), event('b')],
      [row('a', { providerRef: 'trade-b' }), row('b')],
      [
        'transactions PAYMENT a: status-differs by merchant-ref-other-trade',
        'transactions PAYMENT b: matched by merchant-ref',
      ],
    ],
    [
      'of two lines about one sale the one that fits is matched, whichever comes first',
      [event('a')],
      [row('a', { minor: 9, settleMinor: 9 }), row('a')],
      [
        'transactions PAYMENT a trade-a line 2: duplicate-at-provider by merchant-ref',
        'transactions PAYMENT a: matched by merchant-ref',
      ],
    ],
    [
      'what Alipay undid of a paid sale is a person’s matter',
      [event('a')],
      [row('a'), row('a', { type: 'REVERSAL', rawType: 'REVERSAL', providerRef: 'r' })],
      [
        'transactions REVERSAL a r: status-differs by merchant-ref',
        'transactions PAYMENT a: matched by merchant-ref',
      ],
    ],
    [
      'a reversal is as good as a cancel for a sale that the till cancelled',
      [event('a'), event('a', { type: 'CANCEL', at: noon + 1000, state: 'cancelled' })],
      [row('a'), row('a', { type: 'REVERSAL', rawType: 'REVERSAL', providerRef: 'r' })],
      ['transactions PAYMENT a: matched by merchant-ref', 'transactions CANCEL a: matched by merchant-ref'],
    ],
    [
      'a declined sale without a line, and a failed line without a sale, are nothing',
      [event('a', { moved: 'no', state: 'declined' })],
      [row('a', { failed: true })],
      [],
    ],
    [
      'a line that failed contradicts a paid sale',
      [event('a')],
      [row('a', { failed: true })],
      ['transactions PAYMENT a: status-differs by merchant-ref'],
    ],
    [
      'a line that failed beside the one that did not is nothing, wherever it stands',
      [event('a')],
      [row('a', { failed: true }), row('a')],
      ['transactions PAYMENT a: matched by merchant-ref'],
    ],
    [
      'what is settled in the currency of the price, for less than the price, is another amount',
      [event('a')],
      [row('a', { settleMinor: 125 })],
      ['transactions PAYMENT a: amount-differs by merchant-ref'],
    ],
    [
      'of two lines the one that is settled in full is matched',
      [event('a')],
      [row('a', { settleMinor: 125 }), row('a')],
      [
        'transactions PAYMENT a trade-a line 2: duplicate-at-provider by merchant-ref',
        'transactions PAYMENT a: matched by merchant-ref',
      ],
    ],
    [
      'an amount whose printed sign contradicts its type is another amount',
      [event('a')],
      [row('a', { minor: -1250 })],
      ['transactions PAYMENT a: amount-differs by merchant-ref'],
    ],
  ])('%s', (_, events, rows, wanted) => {
    expect(match(events, rows)).toEqual(wanted)
  })

  test('a day whose file is not there waits for it', () => {
    expect(match([event('a')], [], { files: [] })).toEqual(['transactions PAYMENT a: pending-file by none'])
  })
  test('a sum that differs by a line which nobody decides on is said to be unexplained', () => {
    const files = [transactionFile]
    const input = { day, today: '2026-03-04' as Day, terms: usualTerms, settlements: [], files }
    const late = event('b', { at: Date.parse('2026-03-02T23:59:00+08:00') })
    const of = (...events: readonly TillEvent[]) =>
      matchDay({ ...input, events, transactions: [row('a')] }).unexplained
    expect(of(event('a'))).toBeUndefined()
    expect(of(event('a'), event('c'))).toBeUndefined()
    expect(of(event('a'), late)).toBe(true)
  })
  test('a day says that its fees were not held against the contract, when no fee is set', () => {
    const input = { day, today: day, events: [event('a')], settlements: [], files: [transactionFile] }
    const of = (feeBasisPoints: number | undefined, minor: number) => {
      const terms = { ...usualTerms, ...(feeBasisPoints === undefined ? {} : { feeBasisPoints }) }
      const { feesUnchecked, counts } = matchDay({
        ...input,
        terms,
        transactions: [row('a', { feeMinor: minor })],
      })
      return [feesUnchecked, counts]
    }
    expect(of(undefined, 900)).toEqual([true, { matched: 1 }])
    expect(of(120, 15)).toEqual([undefined, { matched: 1 }])
    expect(of(120, 900)).toEqual([undefined, { 'fee-differs': 1 }])
    const empty = { ...input, terms: usualTerms, events: [], transactions: [] }
    expect(matchDay(empty).feesUnchecked).toBeUndefined()
  })
  test('the settlement of another till’s sale is in no sum of this one', () => {
    const others = { ...usualTerms, otherSystems: true }
    const strange = row('b')
    const paidOut = { ...row('b'), source: 'settlement' as const, netMinor: 1235, settledAt: noon }
    const own = { ...row('a'), source: 'settlement' as const, netMinor: 1235, settledAt: noon }
    const { footings, unexplained } = matchDay({
      day,
      today: day,
      terms: others,
      files: [transactionFile],
      events: [event('a')],
      transactions: [row('a'), strange],
      settlements: [own, paidOut],
    })
    expect(footings[1]).toMatchObject({ left: 1235, right: 1235, difference: 0 })
    expect(unexplained).toBeUndefined()
  })
  test('shortly before midnight the next file may have it, until nobody waits for that any more', () => {
    const late = event('a', { at: Date.parse('2026-03-02T23:59:00+08:00') })
    expect(match([late], [])).toEqual(['transactions PAYMENT a: pending-file by none'])
    expect(match([late], [], { today: '2026-03-09' as Day })).toEqual([
      'transactions PAYMENT a: missing-at-provider by none',
    ])
  })
  test("an older file without prices is compared by its settled amount where that is the shop's currency", () => {
    const abroad = row('a', { currency: 'USD', settleCurrency: 'USD' })
    expect(match([event('a')], [abroad])).toEqual([
      'transactions PAYMENT a: currency-differs by merchant-ref',
    ])
    expect(match([event('a')], [abroad], { terms: { ...usualTerms, settlementCurrency: 'USD' } })).toEqual([
      'transactions PAYMENT a: matched by merchant-ref',
    ])
  })
})

describe('a settled amount in the currency of the price', () => {
  const result = (events: readonly TillEvent[], transactions: readonly ProviderRow[]) => {
    const settlements = transactions.map((one): ProviderRow => ({
      ...one,
      source: 'settlement',
      netMinor: (one.settleMinor ?? 0) - (one.feeMinor ?? 0),
      settledAt: noon + 86_400_000,
    }))
    const files = [transactionFile]
    return matchDay({ day, today: day, terms: usualTerms, files, events, transactions, settlements })
  }
  test.each([
    ['a sale that is settled for a tenth', 'PAYMENT', { minor: 1250, settleMinor: 125 }, 1125, -1125],
    ['a refund that takes a tenth more', 'REFUND', { minor: 1250, settleMinor: 1375 }, 125, -125],
    [
      'a price that is less, and less still settled',
      'PAYMENT',
      { minor: 1200, settleMinor: 125 },
      1125,
      -1125,
    ],
    ['a price that is less, and settled in full', 'PAYMENT', { minor: 1200, settleMinor: 1250 }, 50, -50],
  ] as const)(
    '%s: the difference is at risk, once, and is the level’s',
    (_, type, said, minor, difference) => {
      const line = row('a', { type, rawType: type, ...said })
      const { lines: found, footings } = result([event('a', { type })], [line])
      expect(found.map(({ level, outcome, atRisk }) => ({ level, outcome, atRisk }))).toEqual([
        {
          level: 'transactions',
          outcome: 'amount-differs',
          atRisk: { minor, currency: 'EUR', whose: 'shop' },
        },
      ])
      expect(footings[0]).toMatchObject({ level: 'journal-transactions', difference })
      expect(footings[1]).toMatchObject({ level: 'transactions-settlement', difference: 0 })
    },
  )
  test('a settlement in another currency than the transaction file says is all at risk', () => {
    const settlement = row('a', {
      source: 'settlement',
      settleMinor: 1400,
      settleCurrency: 'USD',
      netMinor: 1385,
      settledAt: noon,
    })
    const input = { day, today: day, terms: usualTerms, events: [event('a')], files: [transactionFile] }
    const { lines: found } = matchDay({ ...input, transactions: [row('a')], settlements: [settlement] })
    expect(found.map(({ level, outcome, atRisk }) => ({ level, outcome, atRisk }))[0]).toEqual({
      level: 'settlement',
      outcome: 'currency-differs',
      atRisk: { minor: 1250, currency: 'EUR', whose: 'shop' },
    })
  })
  test('a sale of which only the settlement is there, for a tenth of it', () => {
    const late = event('a')
    const settlement = row('a', { source: 'settlement', settleMinor: 125, netMinor: 110, settledAt: noon })
    const input = { day, today: day, terms: usualTerms, events: [late], transactions: [], files: [] }
    const { lines: found } = matchDay({ ...input, settlements: [settlement] })
    expect(found.map(({ level, outcome, atRisk }) => [level, outcome, atRisk?.minor])).toEqual([
      ['settlement', 'amount-differs', 1125],
      ['transactions', 'pending-file', undefined],
    ])
  })
})

describe('what the journal knows of', () => {
  const attempt = {
    id: '7',
    amount: { minor: 500, currency: 'EUR' },
    buyerCode: { hmac: '', lastFour: '' },
    operator: 'anna',
    createdAt: noon,
    attended: true,
  }
  const watch = { stage: 'over', closing: false }
  const told = (payment: object, refunds: readonly object[] = []): readonly string[] =>
    eventsOf({ ...attempt, ...payment } as unknown as Payment, refunds as unknown as readonly Refund[]).map(
      ({ type, id, moved, at }) => `${type} ${id} ${moved} ${at - noon}`,
    )
  test.each<[string, object, readonly object[], readonly string[]]>([
    [
      'a paid sale',
      { state: 'paid', paidAt: noon + 5, facts: { paidAt: noon + 3 } },
      [],
      ['PAYMENT 7 yes 3'],
    ],
    ['one that is open', { state: 'waiting', facts: {} }, [], ['PAYMENT 7 open 0']],
    ['a declined one', { state: 'declined', endedAt: noon + 4, watch }, [], ['PAYMENT 7 no 4']],
    [
      'a declined one that was found paid, and refunded',
      { state: 'declined', endedAt: noon + 4, watch: { ...watch, foundPaid: { paidAt: noon + 1 } } },
      [{ id: '8', payment: '7', state: 'refunded', refundedAt: noon + 9, amount: attempt.amount, facts: {} }],
      ['PAYMENT 7 yes 1', 'REFUND 8 yes 9'],
    ],
    [
      'refunds that were refused, of which one was made later',
      { state: 'paid', paidAt: noon, facts: {} },
      ['8', '9'].map((id) => ({
        id,
        payment: '7',
        state: 'refused',
        endedAt: noon + 9,
        amount: attempt.amount,
        ...(id === '9' && { madeLater: true }),
      })),
      ['PAYMENT 7 yes 0', 'REFUND 8 no 9', 'REFUND 9 yes 9'],
    ],
    [
      'one that was cancelled after it was paid',
      { state: 'cancelled', action: 'refund', endedAt: noon + 7, facts: { paidAt: noon + 2 }, watch },
      [],
      ['PAYMENT 7 yes 2', 'CANCEL 7 yes 7'],
    ],
    [
      'one that was closed',
      { state: 'cancelled', action: 'close', endedAt: noon + 7, facts: {}, watch },
      [],
      ['PAYMENT 7 pair 0', 'CANCEL 7 pair 7'],
    ],
  ])('%s', (_, payment, refunds, wanted) => {
    expect(told(payment, refunds)).toEqual(wanted)
  })

  test('packs events and reads them again as they were', () => {
    const events = [
      event('a'),
      event('b', { type: 'REFUND', moved: 'open', providerRef: '', currency: 'JPY' }),
    ]
    expect(unpackEvents(packEvents(events))).toEqual(events)
  })
})
