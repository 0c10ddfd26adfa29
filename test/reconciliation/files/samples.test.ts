import { describe, expect, test } from 'vitest'
import { signedFor, type ProviderLine } from '../../../main/reconciliation/files/line.ts'
import { beijingDay } from '../../../main/domain/time.ts'
import {
  account,
  bytesOf,
  detailName,
  fixture,
  readGood,
  settlementName,
  summaryName,
  transactionName,
} from './given.ts'

/** Minor units of what a line says of money, as the till's books count it. */
const told = ({
  type,
  merchantRef,
  providerRef,
  amount,
  currency,
  gross,
  fee,
  net,
  settleCurrency,
}: ProviderLine) => ({
  type,
  merchantRef,
  providerRef,
  price: `${amount.units} ${currency}`,
  settled: `${gross?.units} ${fee?.units} ${net?.units} ${settleCurrency}`,
})

describe('the samples of the protocol, word for word', () => {
  test('the transaction file of 1.10', () => {
    const { file, lines } = readGood(transactionName, bytesOf(fixture(transactionName)), { account })
    expect(file).toMatchObject({
      profile: 'spot_txn_v1',
      kind: 'transaction',
      account,
      day: '2026-03-02',
      part: '',
      lines: 4,
      unit: 'major',
      signs: 'by-type',
      findings: [],
    })
    expect(lines.map(told)).toEqual([
      {
        type: 'PAYMENT',
        merchantRef: 'S012T03-20260302-000017',
        providerRef: '2026030222001400010000000017',
        price: '1250 EUR',
        settled: '1250 15 undefined EUR',
      },
      {
        type: 'PAYMENT',
        merchantRef: 'S012T03-20260302-000018',
        providerRef: '2026030222001400010000000018',
        price: '4000 EUR',
        settled: '4000 48 undefined EUR',
      },
      {
        type: 'CANCEL',
        merchantRef: 'S012T03-20260302-000018',
        providerRef: '2026030222001400380000000018',
        price: '4000 EUR',
        settled: '4000 48 undefined EUR',
      },
      {
        type: 'REFUND',
        merchantRef: 'S012T03-20260302-R00002',
        providerRef: '2026030222001400370000000002',
        price: '500 EUR',
        settled: '500 6 undefined EUR',
      },
    ])
    expect(lines[0]).toMatchObject({
      line: 3,
      typeText: 'PAYMENT',
      // 17:04:11 in China.
      occurredAt: Date.UTC(2026, 2, 2, 9, 4, 11),
      operator: 'Cafe Example Linz',
      raw: { Payment_time: '2026-03-02 17:04:11', Order_scene: 'paymentQrCode', Trans_forex_rate: '1' },
    })
    expect(lines[3]?.remark).toBe('item returned')
  })

  test('the settlement file of 1.10, with the credit that the protocol expects', () => {
    const { file, lines } = readGood(settlementName, bytesOf(fixture(settlementName)), { account })
    expect(file).toMatchObject({
      profile: 'spot_settle_v1',
      kind: 'settlement',
      day: '2026-03-03',
      lines: 4,
      findings: [],
    })
    expect(lines.map(({ type }) => type)).toEqual(['PAYMENT', 'PAYMENT', 'CANCEL', 'REFUND'])
    expect(lines[2]?.merchantRef).toBe(lines[2]?.providerRef)
    const credit = lines.reduce(
      (sum, line) => sum + (line.net === undefined ? 0 : signedFor(line, line.net, file.signs).units),
      0,
    )
    expect(credit).toBe(741)
    expect(lines[0]).toMatchObject({
      cnyAmount: { units: 9803, scale: 2 },
      cnyNet: { units: 9685, scale: 2 },
      rate: { units: 784230000, scale: 8 },
      batch: '2026-03-03',
      status: 'L',
    })
  })

  test('the settlement summary of 2.9 prints minor units, and does not say so', () => {
    const { file, lines } = readGood(summaryName, bytesOf(fixture(summaryName)))
    expect(file).toMatchObject({
      profile: 'ams_1',
      kind: 'settlement-summary',
      account: '1022000000000000011',
      day: '2026-03-04',
      part: 'EUR 2026030411021040001 000',
      unit: 'undecided',
      signs: 'printed',
      lines: 3,
    })
    expect(lines.map(({ typeText, raw }) => [typeText, raw['settlementAmountValue'], raw['count']])).toEqual([
      ['TOTAL', '741', '2'],
      ['PAYMENT', '1235', '1'],
      ['REFUND', '-494', '1'],
    ])
    const decided = readGood(summaryName, bytesOf(fixture(summaryName)), { unit: 'minor' })
    expect(decided.file.unit).toBe('minor')
    expect(decided.lines.map(({ net, fee }) => [net?.units, fee?.units])).toEqual([
      [741, -9],
      [1235, -15],
      [-494, 6],
    ])
  })

  test('the settlement detail of 2.9 prints major units with their signs', () => {
    const { file, lines } = readGood(detailName, bytesOf(fixture(detailName)))
    expect(file).toMatchObject({
      profile: 'ams_2',
      kind: 'settlement',
      day: '2026-03-04',
      part: '202603041985500001',
      unit: 'major',
      lines: 2,
      findings: [],
    })
    expect(lines.map(told)).toEqual([
      {
        type: 'PAYMENT',
        merchantRef: 'S012T03-20260302-000017',
        providerRef: '2026030219407401000000000000017',
        price: '1250 EUR',
        settled: '1250 -15 1235 EUR',
      },
      {
        type: 'REFUND',
        merchantRef: 'S012T03-20260302-R00002',
        providerRef: '2026030219407402000000000000002',
        price: '-500 EUR',
        settled: '-500 6 -494 EUR',
      },
    ])
    expect(lines[1]).toMatchObject({
      originalMerchantRef: 'S012T03-20260302-000017',
      storeRef: 'S012',
      batch: '202603041985500001',
      occurredAt: Date.UTC(2026, 2, 2, 10, 2, 9),
    })
    expect(beijingDay(lines[1]?.settledAt ?? 0)).toBe('2026-03-04')
  })
})
