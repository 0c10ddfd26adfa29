import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Closing } from '../../main/domain/cash.ts'
import { isMoneyTaken } from '../../main/domain/payment.ts'
import type { Journal } from '../../main/journal/journal.ts'
import {
  changed,
  paid,
  refundAsked,
  refundChanged,
  refunded,
  refundSending,
  requested,
  sending,
} from '../journal/sales.ts'
import type { DataFolder } from '../journal/shop.ts'
import { done, openDrawerShop } from '../shifts/drawer-shop.ts'
import { days, play, type Happening, type Played } from '../shifts/random-days.ts'
import { minorOf, shopSettings, writtenLines, type Fields } from './written.ts'

const runs = Number(process.env['DAYS'] ?? 10)
const root = mkdtempSync(join(tmpdir(), 'sums-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let made = 0
const freshFolder = (): DataFolder => {
  made += 1
  const folder = join(root, String(made))
  return {
    folder,
    file: join(folder, 'data', 'journal.db'),
    witnessFile: join(folder, 'witness', 'head.log'),
  }
}

/** The clock of the played days starts at 11:06:40 UTC, so that the shop's day changes twenty seconds later. */
const settings = shopSettings({ shop: { timeZone: 'UTC', dayStartsAtMinute: 667 } })
const [firstDay, secondDay] = ['2026-11-17', '2026-11-18'] as const

interface Lived extends Played {
  readonly journal: Journal
  readonly closings: readonly Closing[]
}

/** Lives the days, closes the last one, and compares. */
const lived = async (
  happenings: readonly Happening[],
  compare: (lived: Lived) => Promise<void>,
): Promise<void> => {
  const shop = openDrawerShop(freshFolder())
  try {
    const closings: Closing[] = []
    const close = (): void => void closings.push(done(shop.desk.close()).closing)
    const played = play(shop, happenings, close)
    close()
    await compare({ ...played, journal: shop.journal, closings })
  } finally {
    shop.close()
  }
}
const always = (compare: (lived: Lived) => Promise<void>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(days, (happenings) => lived(happenings, compare)),
    { numRuns: runs },
  )

const sum = (lines: readonly Fields[], column: string): number =>
  lines.reduce((total, line) => total + minorOf(line[column]), 0)
const whole = (journal: Journal, what: 'sales' | 'bookkeeping' | 'closings'): Promise<readonly Fields[]> =>
  writtenLines(journal, settings, { what, from: firstDay, to: secondDay })

const inZ = (
  { lines }: Closing,
  type: 'sale' | 'refund',
  method: 'alipay' | 'cash',
  currency: string,
): number =>
  lines
    .filter((line) => line.type === type && line.method === method && line.currency === currency)
    .reduce((total, { minor }) => total + minor, 0)
const foundPaidInZ = ({ alipay }: Closing, currency: string): number =>
  alipay.find((block) => block.currency === currency)?.foundPaid.minor ?? 0

const currencies = ['EUR', 'JPY'] as const

describe('sales', () => {
  test('the lines of each Z come to what the Z says', () =>
    always(async ({ journal, closings }) => {
      const lines = await whole(journal, 'sales')
      for (const closing of closings) {
        for (const currency of currencies) {
          const net = (kind: string): number =>
            sum(
              lines.filter(
                (line) =>
                  line['closing'] === closing.number &&
                  line['currency'] === currency &&
                  line['kind'] === kind,
              ),
              'net_amount',
            )
          expect(net('payment')).toBe(
            inZ(closing, 'sale', 'alipay', currency) + foundPaidInZ(closing, currency),
          )
          expect(net('refund')).toBe(0 - inZ(closing, 'refund', 'alipay', currency))
          expect(net('cash-sale')).toBe(inZ(closing, 'sale', 'cash', currency))
          expect(net('cash-refund')).toBe(0 - inZ(closing, 'refund', 'cash', currency))
        }
      }
      expect(lines.filter((line) => line['closing'] === null && minorOf(line['net_amount']) !== 0)).toEqual(
        [],
      )
    }))

  test('all of them come to what the projections and the running totals say', () =>
    always(async ({ journal, payments, refunds }) => {
      const lines = await whole(journal, 'sales')
      expect(lines.filter(({ kind }) => kind === 'payment')).toHaveLength(payments.size)
      expect(lines.filter(({ kind }) => kind === 'refund')).toHaveLength(refunds.size)
      const records = journal.payments()
      const { seq } = journal.head()
      const [last] = [...journal.records({ firstSeq: seq, lastSeq: seq })]
      const { gross, refunded } = JSON.parse(last?.totals ?? '{}') as Readonly<
        Record<'gross' | 'refunded', Record<string, number>>
      >
      for (const currency of currencies) {
        const of = (kind: string, state?: string): readonly Fields[] =>
          lines.filter(
            (line) =>
              line['currency'] === currency &&
              line['kind'] === kind &&
              (state === undefined || line['state'] === state),
          )
        const taken = records
          .filter(({ payment }) => payment.amount.currency === currency && isMoneyTaken(payment))
          .reduce((total, { payment }) => total + payment.amount.minor, 0)
        expect(sum(of('payment'), 'net_amount')).toBe(taken)
        expect(sum(of('payment', 'paid'), 'amount')).toBe(gross[currency] ?? 0)
        expect(sum(of('refund', 'refunded'), 'amount')).toBe(refunded[currency] ?? 0)
        expect(sum(of('refund'), 'net_amount')).toBe(0 - (refunded[currency] ?? 0))
      }
    }))

  test('the days have all lines between them, and none twice', () =>
    always(async ({ journal }) => {
      const both = await whole(journal, 'sales')
      const one = await writtenLines(journal, settings, { what: 'sales', from: firstDay })
      const other = await writtenLines(journal, settings, { what: 'sales', from: secondDay })
      expect([...one, ...other]).toEqual(both)
      expect(one.every((line) => line['shop_day'] === firstDay)).toBe(true)
      expect(other.every((line) => line['shop_day'] === secondDay)).toBe(true)
    }))
})

describe('bookkeeping', () => {
  const grouped = (lines: readonly Fields[], ...by: readonly string[]): readonly (readonly Fields[])[] => [
    ...Map.groupBy(lines, (line) => by.map((column) => line[column]).join(' ')).values(),
  ]
  const balance = (lines: readonly Fields[]): number => sum(lines, 'debit') - sum(lines, 'credit')
  const account = (lines: readonly Fields[], name: keyof typeof settings.reports.accounts) =>
    lines.filter((line) => line['account'] === settings.reports.accounts[name])

  test('every voucher balances, and so does every day in every currency', () =>
    always(async ({ journal }) => {
      const lines = await whole(journal, 'bookkeeping')
      for (const voucher of grouped(lines, 'voucher', 'currency')) expect(balance(voucher)).toBe(0)
      for (const day of grouped(lines, 'day', 'currency')) expect(balance(day)).toBe(0)
      expect(lines.every((line) => (line['debit'] === null) !== (line['credit'] === null))).toBe(true)
      expect(lines.every((line) => minorOf(line['debit']) + minorOf(line['credit']) > 0)).toBe(true)
    }))

  test('names who sold and who refunded by wallet, although the till itself notes the answers', async () => {
    const shop = openDrawerShop(freshFolder())
    try {
      const sale = paid(1)
      const refund = { ...refunded(2, 1), operator: 'Mei' }
      shop.write(requested(sending(1)))
      shop.setOperator('till')
      shop.write(
        changed(sale),
        refundAsked({ ...refundSending(2, 1), operator: 'Mei' }, 2),
        refundChanged(refund),
      )
      const lines = await whole(shop.journal, 'bookkeeping')
      expect(lines.map(({ document, operator }) => [document, operator])).toEqual([
        [sale.id, 'Lena'],
        [sale.id, 'Lena'],
        [refund.id, 'Mei'],
        [refund.id, 'Mei'],
      ])
    } finally {
      shop.close()
    }
  })

  test('tells the reason of a difference of cash, and so does the list of closings', async () => {
    const shop = openDrawerShop(freshFolder())
    try {
      done(shop.desk.openShift({ float: 1000 }))
      done(shop.desk.count({ '500': 1 }))
      done(shop.desk.close({ reason: '=a note, lost' }))
      const told = (await whole(shop.journal, 'bookkeeping')).map((line) => line['text'])
      expect(told.filter((text) => String(text).includes('=a note, lost'))).toEqual([
        'Counted differently: =a note, lost',
        'Counted differently: =a note, lost',
      ])
      const figures = await whole(shop.journal, 'closings')
      expect(figures.flatMap(({ figure, reason }) => (reason === '' ? [] : [[figure, reason]]))).toEqual([
        ['difference', '=a note, lost'],
      ])
    } finally {
      shop.close()
    }
  })

  test('tells of a count before that was further off, and its reason, also when it was counted again', async () => {
    const shop = openDrawerShop(freshFolder())
    try {
      done(shop.desk.openShift({ float: 1000 }))
      done(shop.desk.count({ '500': 1 }))
      done(shop.desk.count({ '1000': 1 }))
      done(shop.desk.close({ reason: 'miscounted' }))
      const figures = await whole(shop.journal, 'closings')
      const differences = figures.filter(({ figure }) => String(figure).toLowerCase().includes('difference'))
      expect(differences.map(({ figure, amount, reason }) => [figure, amount, reason])).toEqual([
        ['difference', '0.00', 'miscounted'],
        ['earlierDifference', '-5.00', 'miscounted'],
      ])
    } finally {
      shop.close()
    }
  })

  test('names the sale of a refund in cash by its receipt', async () => {
    const shop = openDrawerShop(freshFolder())
    try {
      done(shop.desk.openShift({ float: 1000 }))
      done(shop.desk.sell({ amount: 100, tendered: 100 }))
      const { id, number } = done(shop.desk.sell({ amount: 300, tendered: 500 }))
      done(shop.desk.refund({ amount: 50, reason: 'cold', of: id }))
      done(shop.desk.refund({ amount: 50, reason: 'cold' }))
      const lines = await whole(shop.journal, 'sales')
      const refunds = lines.filter(({ kind }) => kind === 'cash-refund')
      expect(refunds.map((line) => [line['id'], line['payment_id']])).toEqual([
        ['1', String(number)],
        ['2', ''],
      ])
    } finally {
      shop.close()
    }
  })

  test('its accounts come to what each Z says', () =>
    always(async ({ journal, closings, payments, refunds }) => {
      const lines = await whole(journal, 'bookkeeping')
      for (const closing of closings) {
        for (const currency of currencies) {
          const mine = lines.filter(
            (line) => line['closing'] === closing.number && line['currency'] === currency,
          )
          const drawer = closing.cash.find((block) => block.currency === currency)
          const [soldByWallet, refundedByWallet] = [
            inZ(closing, 'sale', 'alipay', currency),
            inZ(closing, 'refund', 'alipay', currency),
          ]
          expect(balance(account(mine, 'alipayClearing'))).toBe(
            soldByWallet + foundPaidInZ(closing, currency) - refundedByWallet,
          )
          // Sales and what is owed to customers are the other side of the wallet's money and of the drawer's sales.
          expect(balance(account(mine, 'sales')) + balance(account(mine, 'customerMoney'))).toBe(
            0 -
              (soldByWallet +
                foundPaidInZ(closing, currency) -
                refundedByWallet +
                inZ(closing, 'sale', 'cash', currency) -
                inZ(closing, 'refund', 'cash', currency)),
          )
          // What is missing is a cost, and a cost is a debit.
          expect(balance(account(mine, 'cashDifference'))).toBe(0 - (drawer?.difference ?? 0))
          // Between two shifts the drawer is empty.
          expect(balance(account(mine, 'cash'))).toBe(0)
        }
      }
      const owed = [...payments.values()]
        .filter((payment) => payment.state !== 'paid' && isMoneyTaken(payment))
        .map(({ id, amount }) => ({ id, minor: amount.minor }))
      const givenBack = [...refunds.values()]
        .filter(({ state, payment }) => state === 'refunded' && owed.some(({ id }) => id === payment))
        .reduce((total, { amount }) => total + amount.minor, 0)
      expect(0 - balance(account(lines, 'customerMoney'))).toBe(
        owed.reduce((total, { minor }) => total + minor, 0) - givenBack,
      )
    }))
})

describe('closings', () => {
  test('every figure of every Z is there, as the Z says it', () =>
    always(async ({ journal, closings }) => {
      const lines = await whole(journal, 'closings')
      const figure = (closing: Closing, block: string, name: string, currency: string): Fields | undefined =>
        lines.find(
          (line) =>
            line['closing'] === closing.number &&
            line['block'] === block &&
            line['figure'] === name &&
            line['currency'] === currency,
        )
      for (const closing of closings) {
        for (const { type, method, currency, minor, count } of closing.lines) {
          const line = figure(closing, 'sales', `${type} ${method}`, currency)
          expect([minorOf(line?.['amount']), line?.['count']]).toEqual([minor, count])
        }
        for (const block of closing.cash) {
          for (const name of ['float', 'expected', 'counted', 'difference'] as const) {
            const line = figure(closing, 'cash', name, block.currency)
            expect(line === undefined ? undefined : minorOf(line['amount'])).toBe(block[name])
          }
        }
        for (const block of closing.alipay) {
          expect(minorOf(figure(closing, 'alipay', 'unknown', block.currency)?.['amount'])).toBe(
            block.unknown.minor,
          )
        }
      }
    }))
})

test('a line that is left out, or a sum that is wrong, is seen', () =>
  lived(
    [
      { do: 'begin-payment', amount: 1250, yen: false },
      { do: 'payment-turns', which: 0, to: 'paid' },
    ],
    async ({ journal, closings }) => {
      const lines = await whole(journal, 'sales')
      const [closing] = closings
      if (closing === undefined) throw new Error('the day was closed')
      expect(sum(lines, 'net_amount')).toBe(inZ(closing, 'sale', 'alipay', 'EUR'))
      expect(sum(lines.slice(1), 'net_amount')).not.toBe(inZ(closing, 'sale', 'alipay', 'EUR'))
      const spoiled = lines.map((line) => ({ ...line, net_amount: '12.51' }))
      expect(sum(spoiled, 'net_amount')).not.toBe(inZ(closing, 'sale', 'alipay', 'EUR'))
    },
  ))
