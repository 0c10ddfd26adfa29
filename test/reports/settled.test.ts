import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openFileShelf } from '../../app/file-shelf.ts'
import { matchedFiles } from '../../app/matched-files.ts'
import { instant, type Day } from '../../main/domain/time.ts'
import { createShelf } from '../../main/reconciliation/shelf.ts'
import {
  changed,
  paid,
  paymentNumber,
  refundAsked,
  refundChanged,
  refunded,
  refundNumber,
  refundSending,
  requested,
  sending,
} from '../journal/sales.ts'
import { dataFolder, openIn } from '../journal/shop.ts'
import { countingClock, openDesk } from './desk-shop.ts'
import { minorOf, shopSettings, writtenLines, type Fields } from './written.ts'

const heading =
  'Partner_transaction_id|Transaction_id|Amount|Rmb_amount|Fee|Settlement|Rmb_settlement|Currency|Rate|Payment_time|Settlement_time|Type|Status|Remarks|Secondary_merchant_industry|Secondary_merchant_name|Operator_name|Order_scene|Trans_currency|Trans_amount|Trans_forex_rate'
interface Row {
  readonly id: string
  readonly amount: string
  readonly fee: string
  readonly net: string
  readonly type: 'P' | 'R'
  readonly settled?: string
}
const line = ({ id, amount, fee, net, type, settled = '2026-11-19 16:50:11' }: Row): string =>
  `${id}|20261118220014000100000000${id.slice(-2)}|${amount}|0.00|${fee}|${net}|0.00|EUR|7.84230000|2026-11-18 12:04:11|${settled}|${type}|L||5812|Cafe||paymentQrCode|EUR|${amount}|1`
const fileOf = (...rows: readonly Row[]): Buffer => Buffer.from([heading, ...rows.map(line), ''].join('\n'))

const settlement: readonly Row[] = [
  { id: paymentNumber(1), amount: '12.50', fee: '0.15', net: '12.35', type: 'P' },
  { id: paymentNumber(2), amount: '20.00', fee: '0.24', net: '19.76', type: 'P' },
  { id: refundNumber(3), amount: '5.00', fee: '0.06', net: '4.94', type: 'R' },
  // Another till's, under the same account.
  { id: '5999999999000000013141592699', amount: '100.00', fee: '1.20', net: '98.80', type: 'P' },
]

/** A till that sold two and gave part of one back, and has Alipay's settlement file of the next day. */
const shop = async (more: Record<string, unknown> = {}) => {
  const place = dataFolder()
  const journal = openIn(place)
  const stamp = {
    now: { at: instant(new Date('2026-11-18T04:04:11Z').getTime()), mono: 1 },
    operator: 'Lena',
  }
  journal.append(
    stamp,
    requested(sending(1, 1250)),
    changed(paid(1, 1250)),
    requested(sending(2, 2000)),
    changed(paid(2, 2000)),
    refundAsked(refundSending(3, 1, 500), 3),
    refundChanged(refunded(3, 1, 500)),
    requested(sending(4, 7000)),
    changed(paid(4, 7000)),
  )
  const folder = join(place.folder, 'provider-files')
  const clock = countingClock()
  const settings = shopSettings({ shop: { timeZone: 'Europe/Vienna' }, ...more })
  const shelf = createShelf({
    files: openFileShelf(folder),
    journal,
    clock,
    operator: () => 'till',
    expected: {},
  })
  const take = (bytes: Buffer) => shelf.take('2088000000000011_settlement_20261119.txt', bytes, 'sftp')
  expect(await take(fileOf(...settlement))).toMatchObject({ result: 'kept' })
  const matched = matchedFiles({ shelf: folder, journal, settings, clock, reconcile: undefined })
  const books = async (from = '2026-11-18', to = '2026-11-20'): Promise<readonly Fields[]> =>
    writtenLines(journal, settings, { what: 'bookkeeping', from, to }, matched)
  return { place, journal, settings, clock, matched, books, take, stamp }
}

const settled = (lines: readonly Fields[]): readonly (readonly unknown[])[] =>
  lines
    .filter(({ voucher }) => !String(voucher).startsWith('E'))
    .map(({ voucher, account_name, debit, credit, currency, day, time_zone }) => [
      voucher,
      account_name,
      debit,
      credit,
      currency,
      day,
      time_zone,
    ])
const at = ['EUR', '2026-11-19', 'Asia/Shanghai'] as const

describe('the books and a settlement file', () => {
  test('a till alone under its account books all of it: bank and fees from the clearing account', async () => {
    const { books } = await shop()
    expect(settled(await books())).toEqual([
      ['S2026-11-19-EUR', 'Alipay fees', '1.53', null, ...at],
      ['S2026-11-19-EUR', 'Alipay clearing', null, '1.53', ...at],
      ['S2026-11-19-EUR', 'Bank', '125.97', null, ...at],
      ['S2026-11-19-EUR', 'Alipay clearing', null, '125.97', ...at],
    ])
  })

  test('beside others it books what it sold itself, and then the clearing account has what is owed to it', async () => {
    const { books } = await shop({ matching: { otherTills: ['999999999'] } })
    const lines = await books()
    expect(settled(lines)).toEqual([
      ['S2026-11-19-EUR', 'Alipay fees', '0.33', null, ...at],
      ['S2026-11-19-EUR', 'Alipay clearing', null, '0.33', ...at],
      ['S2026-11-19-EUR', 'Bank', '27.17', null, ...at],
      ['S2026-11-19-EUR', 'Alipay clearing', null, '27.17', ...at],
    ])
    const clearing = lines.filter((one) => one['account_name'] === 'Alipay clearing')
    const balance = clearing.reduce((sum, one) => sum + minorOf(one['debit']) - minorOf(one['credit']), 0)
    expect(balance).toBe(7000)
  })

  test('what the bank credited otherwise is booked as a difference, with the note', async () => {
    const { books, journal, stamp } = await shop({ matching: { otherTills: ['999999999'] } })
    const credit = (minor: number) =>
      journal.append(stamp, {
        kind: 'bank-credited',
        day: '2026-11-19' as Day,
        currency: 'EUR',
        minor,
        note: 'minus 0.50 of the bank',
      })
    credit(2667)
    const lines = await books()
    expect(settled(lines).slice(4)).toEqual([
      ['B2026-11-19-EUR', 'Settlement differences', '0.50', null, ...at],
      ['B2026-11-19-EUR', 'Bank', null, '0.50', ...at],
    ])
    expect(lines.at(-1)?.['text']).toBe('Bank credited otherwise than settled: minus 0.50 of the bank')
    credit(2717)
    expect(settled(await books())).toHaveLength(4)
  })

  test('a bank credit without a file comes from the clearing account as a whole', async () => {
    const { books, journal, stamp } = await shop()
    journal.append(stamp, {
      kind: 'bank-credited',
      day: '2026-11-20' as Day,
      currency: 'EUR',
      minor: 500,
      note: '',
    })
    expect(settled(await books()).slice(4)).toEqual([
      ['B2026-11-20-EUR', 'Bank', '5.00', null, 'EUR', '2026-11-20', 'Asia/Shanghai'],
      ['B2026-11-20-EUR', 'Alipay clearing', null, '5.00', 'EUR', '2026-11-20', 'Asia/Shanghai'],
    ])
  })

  test('a settlement belongs to its own day in China', async () => {
    const { books } = await shop()
    expect(settled(await books('2026-11-18', '2026-11-18'))).toEqual([])
    expect(settled(await books('2026-11-19', '2026-11-19'))).toHaveLength(4)
  })

  test('a changed file takes the place of the one before', async () => {
    const { books, take } = await shop()
    expect(await take(fileOf(...settlement.slice(0, 2)))).toMatchObject({ result: 'kept', replaces: 1 })
    expect(settled(await books()).map(([, , debit]) => debit)).toEqual(['0.39', null, '32.11', null])
  })

  test('what it has is not owed any more', async () => {
    const { journal, place, settings, clock, matched } = await shop()
    const { reports } = openDesk(journal, place.folder, { settings, clock, matched })
    const { unsettled } = await reports.desk.figures({ from: '2026-11-18' as Day, to: '2026-11-18' as Day })
    expect(unsettled).toEqual([{ currency: 'EUR', minor: 7000, count: 1 }])
  })
})
