import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DayReport } from '../../../main/contract/reconciliation.ts'
import type { Day } from '../../../main/domain/time.ts'
import { matchDay } from '../../../main/reconciliation/match-day.node.ts'
import type { ProviderRow } from '../../../main/reconciliation/provider-row.ts'
import { usualTerms, type MatchTerms } from '../../../main/reconciliation/terms.ts'
import type { TillEvent } from '../../../main/reconciliation/till-event.ts'
import { day, event as anEvent, row as aRow, transactionFile } from './lines.ts'

/** One sale or refund, what the two files say of it, and the money that the lines of both levels call at risk. */

type Type = 'PAYMENT' | 'REFUND'

const event = (type: Type, minor: number, more: Partial<TillEvent> = {}): TillEvent =>
  anEvent('a', { type, minor, ...(type === 'PAYMENT' ? {} : { providerRef: '' }), ...more })
const row = (
  source: ProviderRow['source'],
  type: Type,
  minor: number,
  more: Partial<ProviderRow> = {},
): ProviderRow =>
  aRow('a', {
    source,
    line: 1,
    type,
    rawType: type,
    minor,
    settleMinor: minor,
    feeMinor: 0,
    ...(source === 'settlement' ? { netMinor: minor } : {}),
    ...more,
  })

interface Given {
  readonly till?: TillEvent
  readonly transactions?: readonly ProviderRow[]
  readonly settlements?: readonly ProviderRow[]
  readonly terms?: Partial<MatchTerms>
}
const result = ({ till, transactions = [], settlements = [], terms = {} }: Given) =>
  matchDay({
    day,
    // So late that what is not settled is missing.
    today: '2026-06-01' as Day,
    terms: { ...usualTerms, ...terms },
    events: till === undefined ? [] : [till],
    transactions,
    settlements,
    files: [transactionFile],
  })
const said = (given: Given): readonly string[] =>
  result(given).lines.map(
    ({ level, outcome, atRisk }) =>
      `${level} ${outcome}${atRisk === undefined ? '' : ` ${atRisk.whose} ${atRisk.minor} ${atRisk.currency}`}`,
  )
const paid: Given = { till: event('PAYMENT', 2000) }
const inFile = (minor: number, more: Partial<ProviderRow> = {}): Given => ({
  transactions: [row('transactions', 'PAYMENT', minor, more)],
})
const settled = (minor: number, more: Partial<ProviderRow> = {}): Given => ({
  settlements: [row('settlement', 'PAYMENT', minor, more)],
})
const dollars = (minor: number): Partial<ProviderRow> => ({ settleMinor: minor, settleCurrency: 'USD' })

describe('money of one sale is at risk once', () => {
  test.each<[string, Given, readonly string[]]>([
    [
      'the transaction file alone has another amount',
      { ...paid, ...inFile(200), ...settled(2000) },
      ['settlement amount-differs', 'transactions amount-differs shop 1800 EUR'],
    ],
    [
      'the settlement pays still less than the transaction file says',
      { ...paid, ...inFile(1800), ...settled(1500) },
      ['settlement amount-differs shop 300 EUR', 'transactions amount-differs shop 200 EUR'],
    ],
    [
      'one file has less and the other one more: the shop may lose the one, the customer the other',
      { ...paid, ...inFile(200), ...settled(2500) },
      ['settlement amount-differs customer 500 EUR', 'transactions amount-differs shop 1800 EUR'],
    ],
    [
      'less in the transaction file, and never settled: together no more than the sale',
      { ...paid, ...inFile(200) },
      ['settlement missing-at-provider shop 200 EUR', 'transactions amount-differs shop 1800 EUR'],
    ],
    [
      'not in the transaction file, and settled for less',
      { ...paid, ...settled(1500) },
      ['settlement amount-differs', 'transactions missing-at-provider shop 2000 EUR'],
    ],
    [
      'paid at Alipay only, and not settled: the customer has a claim, and the shop has lost nothing besides',
      { till: event('PAYMENT', 2000, { moved: 'no', state: 'declined' }), ...inFile(2000) },
      ['settlement missing-at-provider', 'transactions status-differs customer 2000 EUR'],
    ],
    [
      'a payment that nobody here made, settled for less',
      { ...inFile(2000), ...settled(1500) },
      ['settlement amount-differs', 'transactions missing-in-journal customer 2000 EUR'],
    ],
    [
      'another currency in the transaction file, and not settled',
      { ...paid, ...inFile(2000, { currency: 'USD', settleCurrency: 'USD' }) },
      ['settlement missing-at-provider', 'transactions currency-differs shop 2000 EUR'],
    ],
    [
      'less in the transaction file, and settled in another currency: the rest of the sale',
      { ...paid, ...inFile(200), ...settled(2000, { currency: 'GBP' }) },
      ['settlement currency-differs shop 200 EUR', 'transactions amount-differs shop 1800 EUR'],
    ],
    [
      'settled in dollars, a step back to the amount of the journal is the same money',
      { ...paid, ...inFile(200, dollars(220)), ...settled(200, { ...dollars(2200), netMinor: 2200 }) },
      ['settlement amount-differs', 'transactions amount-differs shop 1800 EUR'],
    ],
    [
      'settled in dollars, a step further away is more of it',
      { ...paid, ...inFile(200, dollars(220)), ...settled(200, { ...dollars(20), netMinor: 20 }) },
      ['settlement amount-differs shop 200 USD', 'transactions amount-differs shop 1800 EUR'],
    ],
    [
      'a fee above the contract, settled with the right one',
      {
        ...paid,
        ...inFile(2000, { feeMinor: 34 }),
        ...settled(2000, { feeMinor: 24, netMinor: 1976 }),
        terms: { feeBasisPoints: 120 },
      },
      ['settlement fee-differs', 'transactions fee-differs shop 10 EUR'],
    ],
    [
      'a fee above the contract, settled with a still higher one',
      {
        ...paid,
        ...inFile(2000, { feeMinor: 34 }),
        ...settled(2000, { feeMinor: 39, netMinor: 1961 }),
        terms: { feeBasisPoints: 120 },
      },
      ['settlement fee-differs shop 5 EUR', 'transactions fee-differs shop 10 EUR'],
    ],
    [
      'a fee below the contract, settled with the right one',
      {
        ...paid,
        ...inFile(2000, { feeMinor: 10 }),
        ...settled(2000, { feeMinor: 24, netMinor: 1976 }),
        terms: { feeBasisPoints: 120 },
      },
      ['settlement fee-differs', 'transactions fee-differs'],
    ],
    [
      'a line that failed in the transaction file and is settled ended differently, with no more money at risk',
      { ...paid, ...inFile(2000, { failed: true }), ...settled(2000, { feeMinor: 30, netMinor: 1970 }) },
      ['settlement status-differs', 'transactions status-differs shop 2000 EUR'],
    ],
    [
      'paid, and settled by the second of two lines, of which the first failed: nobody has lost anything',
      {
        ...paid,
        ...inFile(2000),
        settlements: [
          row('settlement', 'PAYMENT', 2000, { failed: true }),
          row('settlement', 'PAYMENT', 2000),
        ],
      },
      ['transactions matched'],
    ],
    [
      'paid and settled, and not in the transaction file: it is said twice and counted once',
      { ...paid, ...settled(2000) },
      ['settlement missing-in-transactions', 'transactions missing-at-provider shop 2000 EUR'],
    ],
    [
      'paid and settled without its price in the currency of the contract, and not in the transaction file',
      {
        ...paid,
        ...settled(2200, { ...dollars(2200), currency: 'USD' }),
        terms: { settlementCurrency: 'USD' },
      },
      ['settlement missing-in-transactions', 'transactions missing-at-provider shop 2000 EUR'],
    ],
    [
      'without its price in the transaction file, and with it in the settlement: the price is the till’s',
      {
        ...paid,
        ...inFile(2200, { ...dollars(2200), currency: 'USD' }),
        ...settled(2000, { ...dollars(2200), netMinor: 2200 }),
        terms: { settlementCurrency: 'USD' },
      },
      ['transactions matched'],
    ],
    [
      'of nobody here, without its price in the transaction file alone: one claim, and no other currency',
      {
        ...inFile(2200, { ...dollars(2200), currency: 'USD' }),
        ...settled(2000, { ...dollars(2200), netMinor: 2200 }),
        terms: { settlementCurrency: 'USD' },
      },
      ['transactions missing-in-journal customer 2200 USD'],
    ],
    [
      'declined here, and in the settlement alone: the customer paid for nothing',
      { till: event('PAYMENT', 2000, { moved: 'no', state: 'declined' }), ...settled(2000) },
      ['settlement status-differs customer 2000 EUR'],
    ],
    [
      'a refund that was refused here, and in the settlement alone: the shop gave the money back',
      {
        till: event('REFUND', 500, { moved: 'no', state: 'refused' }),
        settlements: [row('settlement', 'REFUND', 500)],
      },
      ['settlement status-differs shop 500 EUR'],
    ],
    [
      'a refund on its way, and in the settlement alone: nothing is lost',
      {
        till: event('REFUND', 500, { moved: 'open', state: 'requested' }),
        settlements: [row('settlement', 'REFUND', 500)],
      },
      ['settlement status-differs'],
    ],
    [
      'in the settlement alone, of nobody here',
      { ...settled(2000) },
      ['settlement missing-in-journal customer 2000 EUR'],
    ],
    [
      'refunded by both sides, and failed in the settlement: the customer is without the money',
      {
        till: event('REFUND', 500),
        transactions: [row('transactions', 'REFUND', 500)],
        settlements: [row('settlement', 'REFUND', 500, { failed: true })],
      },
      ['settlement status-differs customer 500 EUR', 'transactions matched'],
    ],
    [
      'a refund twice in the transaction file and three times in the settlement',
      {
        till: event('REFUND', 500),
        transactions: [row('transactions', 'REFUND', 500), row('transactions', 'REFUND', 500, { line: 2 })],
        settlements: [1, 2, 3].map((line) => row('settlement', 'REFUND', 500, { line })),
      },
      [
        'settlement duplicate-at-provider',
        'settlement duplicate-at-provider shop 500 EUR',
        'transactions duplicate-at-provider shop 500 EUR',
        'transactions matched',
      ],
    ],
  ])('%s', (_, given, wanted) => {
    expect(said(given)).toEqual(wanted)
  })

  test('of any three amounts: the greater of what both files say against the journal, on either side', () => {
    const minor = fc.integer({ min: 1, max: 60 })
    const type = fc.constantFrom<Type[]>('PAYMENT', 'REFUND')
    fc.assert(
      fc.property(type, minor, minor, minor, (of, journal, transaction, settlement) => {
        const { lines, footings } = result({
          till: event(of, journal),
          transactions: [row('transactions', of, transaction)],
          settlements: [row('settlement', of, settlement)],
        })
        const atRisk = (whose: 'shop' | 'customer'): number =>
          lines.reduce((sum, line) => sum + (line.atRisk?.whose === whose ? line.atRisk.minor : 0), 0)
        const sign = of === 'PAYMENT' ? 1 : -1
        const shopGets = [0, sign * (transaction - journal), sign * (settlement - journal)]
        expect(atRisk('shop')).toBe(0 - Math.min(...shopGets))
        expect(atRisk('customer')).toBe(Math.max(...shopGets))

        // Each level still comes to what its own lines say.
        const differenceOf = (level: DayReport['footings'][number]['level']): number | undefined =>
          footings.find((footing) => footing.level === level)?.difference
        expect(differenceOf('journal-transactions')).toBe(0 + sign * (transaction - journal))
        expect(differenceOf('transactions-settlement')).toBe(0 + sign * (settlement - transaction))
        expect(lines.some(({ level }) => level === 'settlement')).toBe(settlement !== transaction)
      }),
      { numRuns: 500 },
    )
  })
})
