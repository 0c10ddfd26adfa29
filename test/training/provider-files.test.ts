import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { money } from '../../main/domain/money.ts'
import { badDayOfAmount, badDays } from '../../main/training/bad-days.ts'
import { createLedger } from '../../main/training/ledger.ts'
import { filedBooks, practiceFiles, providerFilesOf } from '../../main/training/provider-files.ts'
import { fileStageAt, settlementDayOf, weekdayOf } from '../../main/training/provider-files-days.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import type { PayOrder } from '../../main/training/trade.ts'
import { buyerOf, trainingCode } from '../../main/training/wallet.ts'
import { isDay, type Day } from '../../main/domain/time.ts'
import { beijing, createFakeClock, type FakeClock } from './fake-clock.ts'
import { readSettlement, readTransactions, type Cells } from './read-files.ts'
import { createShop, type Shop } from './shop.ts'

const partner = '2088000000007001'
const day = (text: string): Day => text as Day
const order = (id: string, price: PayOrder['price'], settlement = price.currency): PayOrder => ({
  partner,
  id,
  buyer: buyerOf(trainingCode(7, 3)),
  price,
  settlement,
  terms: JSON.stringify([
    [
      'extend_info',
      JSON.stringify({
        secondary_merchant_industry: '5812',
        secondary_merchant_name: 'Cafe Example',
        store_name: 'Cafe Example Linz',
      }),
    ],
  ]),
})
const asked = (id: string, paymentId: string, minor: number) => ({
  partner,
  id,
  paymentId,
  amount: money(minor, 'EUR'),
  immediate: true,
})
const textOf = (files: readonly { readonly name: string; readonly text: string }[], name: string): string => {
  const file = files.find((one) => one.name === name)
  if (file === undefined) throw new Error(`no ${name} among ${files.map((one) => one.name).join(', ')}`)
  return file.text
}

describe('the day of the sample (reconciliation 1.10), at the rates of this gateway', () => {
  const ledger = createLedger()
  ledger.pay(order('P17', money(1250, 'EUR')), { type: 'pays' }, beijing('2026-03-02 17:04:11'))
  ledger.pay(order('P18', money(4000, 'EUR')), { type: 'pays' }, beijing('2026-03-02 17:20:45'))
  ledger.cancel({ partner, id: 'P18' }, beijing('2026-03-02 17:21:30'))
  ledger.pay(order('P19', money(999, 'EUR')), { type: 'asks' }, beijing('2026-03-02 17:30:00'))
  ledger.refund(asked('R2', 'P17', 500), {}, beijing('2026-03-02 18:02:09'))
  const files = providerFilesOf(filedBooks(ledger, beijing('2026-03-02 19:00:00')), day('2026-03-02'))
  const tail = '5812|Cafe Example|Cafe Example Linz|paymentQrCode|EUR'

  test('the transaction file, line by line: what was never paid is not in it', () => {
    expect(textOf(files, '2088000000007001_transaction_20260302.txt').split('\n')).toEqual([
      'Partner:2088000000007001|Payment_time: 2026-03-02|Total_count:4',
      'Partner_transaction_id|Transaction_id|Transaction_amount|Charge_amount|Currency|Payment_time|Transaction_type|Remark|Secondary_merchant_industry|Secondary_merchant_name|Operator_name|Order_scene|Trans_currency|Trans_amount|Trans_forex_rate',
      `P17|2026030222001400000000000001|12.50|0.15|EUR|2026-03-02 17:04:11|PAYMENT||${tail}|12.50|1`,
      `P18|2026030222001400000000000002|40.00|0.48|EUR|2026-03-02 17:20:45|PAYMENT||${tail}|40.00|1`,
      `P18|2026030222001400380000000002|40.00|0.48|EUR|2026-03-02 17:21:30|CANCEL||${tail}|40.00|1`,
      `R2|2026030222001400370000000001|5.00|0.06|EUR|2026-03-02 18:02:09|REFUND||${tail}|5.00|1`,
      '',
    ])
  })

  test("the settlement file, line by line: a cancelled one repeats Alipay's number in the place of ours", () => {
    const times = (time: string) => `2026-03-02 ${time}|2026-03-03 16:50:00`
    expect(textOf(files, '2088000000007001_settlement_20260303.txt').split('\n')).toEqual([
      'Partner_transaction_id|Transaction_id|Amount|Rmb_amount|Fee|Settlement|Rmb_settlement|Currency|Rate|Payment_time|Settlement_time|Type|Status|Remarks|Secondary_merchant_industry|Secondary_merchant_name|Operator_name|Order_scene|Trans_currency|Trans_amount|Trans_forex_rate',
      `P17|2026030222001400000000000001|12.50|97.41|0.15|12.35|96.24|EUR|7.79310000|${times('17:04:11')}|P|L||${tail}|12.50|1`,
      `P18|2026030222001400000000000002|40.00|311.72|0.48|39.52|307.98|EUR|7.79310000|${times('17:20:45')}|P|L||${tail}|40.00|1`,
      `2026030222001400380000000002|2026030222001400380000000002|40.00|311.72|0.48|39.52|307.98|EUR|7.79310000|${times('17:21:30')}|R|L||${tail}|40.00|1`,
      `R2|2026030222001400370000000001|5.00|38.97|0.06|4.94|38.50|EUR|7.79310000|${times('18:02:09')}|R|L||${tail}|5.00|1`,
      '',
    ])
  })
})

describe('the calendar', () => {
  test.each([
    ['2026-03-02', 1, '2026-03-03'],
    ['2026-03-05', 4, '2026-03-06'],
    ['2026-03-06', 5, '2026-03-09'],
    ['2026-03-07', 6, '2026-03-09'],
    ['2026-03-08', 0, '2026-03-09'],
    ['2024-02-29', 4, '2024-03-01'],
    ['2026-12-31', 4, '2027-01-01'],
    ['1999-12-31', 5, '2000-01-03'],
  ])('%s is weekday %d and settles on %s', (sold, weekday, settled) => {
    expect(weekdayOf(day(sold))).toBe(weekday)
    expect(settlementDayOf(day(sold))).toBe(settled)
  })

  test('what is no day is none', () => {
    expect(['2026-02-29', '2026-13-01', '2026-3-2', '20260302', '', '2026-03-02 '].filter(isDay)).toEqual([])
  })

  test('a day has its files from 09:30 in China on the next one', () => {
    const stages = [
      '2026-03-02 23:59:59',
      '2026-03-03 09:29:59',
      '2026-03-03 09:30:00',
      '2026-03-03 12:30:00',
      '2026-03-03 16:30:00',
      '2026-03-04 00:00:00',
    ].map((time) => fileStageAt(day('2026-03-02'), beijing(time)))
    expect(stages).toEqual([0, 0, 1, 2, 3, 3])
  })

  test('one settlement file has a whole weekend', () => {
    const ledger = createLedger()
    for (const [id, time] of [
      ['P1', '2026-03-05 23:59:59'],
      ['P2', '2026-03-06 00:00:00'],
      ['P3', '2026-03-07 12:00:00'],
      ['P4', '2026-03-08 23:59:59'],
      ['P5', '2026-03-09 00:00:00'],
    ] as const) {
      ledger.pay(order(id, money(1250, 'EUR')), { type: 'pays' }, beijing(time))
    }
    const end = beijing('2026-03-09 10:00:00')
    const idsIn = (name: string): readonly (string | undefined)[] =>
      readSettlement(textOf(practiceFiles(filedBooks(ledger, end), 1, end), name)).map(
        (row) => row['Partner_transaction_id'],
      )
    expect(idsIn('2088000000007001_settlement_20260306.txt')).toEqual(['P1'])
    expect(idsIn('2088000000007001_settlement_20260309.txt')).toEqual(['P2', 'P3', 'P4'])
    expect(idsIn('2088000000007001_settlement_20260310.txt')).toEqual(['P5'])
  })
})

describe('what goes back', () => {
  const rowsOf = (ledger: ReturnType<typeof createLedger>, of: string) => {
    const files = providerFilesOf(filedBooks(ledger, beijing('2026-03-05 10:00:00')), day(of))
    const name = `2088000000007001_transaction_${of.replaceAll('-', '')}.txt`
    return readTransactions(textOf(files, name)).rows.map((row) => [
      row['Transaction_type'],
      row['Partner_transaction_id'],
      row['Trans_amount'],
      row['Payment_time'],
    ])
  }

  test('a cancel after a partial refund gives back the rest, and all of it comes to nothing', () => {
    const ledger = createLedger()
    ledger.pay(order('P1', money(1250, 'EUR')), { type: 'pays' }, beijing('2026-03-02 12:00:00'))
    ledger.refund(asked('R1', 'P1', 500), {}, beijing('2026-03-02 12:01:00'))
    ledger.cancel({ partner, id: 'P1' }, beijing('2026-03-02 12:02:00'))
    expect(rowsOf(ledger, '2026-03-02')).toEqual([
      ['PAYMENT', 'P1', '12.50', '2026-03-02 12:00:00'],
      ['REFUND', 'R1', '5.00', '2026-03-02 12:01:00'],
      ['CANCEL', 'P1', '7.50', '2026-03-02 12:02:00'],
    ])
  })

  test('a queued refund is of the day on which it was carried out; one that failed is of none', () => {
    const ledger = createLedger()
    ledger.pay(order('P1', money(1250, 'EUR')), { type: 'pays' }, beijing('2026-03-02 12:00:00'))
    const queued = { ...asked('R1', 'P1', 500), immediate: false }
    ledger.refund(queued, {}, beijing('2026-03-03 23:59:59'))
    const failing = { failsWith: 'MERCHANT_BALANCE_NOT_ENOUGH' }
    ledger.refund({ ...queued, id: 'R2' }, failing, beijing('2026-03-03 23:59:59'))
    expect(rowsOf(ledger, '2026-03-04')).toEqual([['REFUND', 'R1', '5.00', '2026-03-04 00:00:02']])
    expect(providerFilesOf(filedBooks(ledger, beijing('2026-03-05 10:00:00')), day('2026-03-03'))).toEqual([])
  })
})

describe('another currency than the price', () => {
  test.each([
    ['TWD', 'HKD', 10_000, ['24.37', '0.29', '22.31', '0.24371859', '100.00']],
    ['USD', 'JPY', 10_000, ['14981', '180', '716.24', '149.80757164', '100.00']],
    ['JPY', 'USD', 1000, ['6.68', '0.08', '47.84', '0.00667523', '1000']],
  ] as const)('%s settled in %s', (price, settlement, minor, expected) => {
    const ledger = createLedger()
    ledger.pay(order('P1', money(minor, price), settlement), { type: 'pays' }, beijing('2026-03-02 12:00:00'))
    const files = providerFilesOf(filedBooks(ledger, beijing('2026-03-02 13:00:00')), day('2026-03-02'))
    const [row] = readSettlement(textOf(files, '2088000000007001_settlement_20260303.txt'))
    expect(
      ['Amount', 'Fee', 'Rmb_amount', 'Trans_forex_rate', 'Trans_amount'].map((name) => row?.[name]),
    ).toEqual(expected)
    expect(row).toMatchObject({ Currency: settlement, Trans_currency: price })
  })
})

test('a name with the mark of a cell or the end of a line begins neither', () => {
  const ledger = createLedger()
  const terms = JSON.stringify([['extend_info', JSON.stringify({ store_name: 'Tea | and\r\ncoffee\t' })]])
  ledger.pay({ ...order('P1', money(100, 'EUR')), terms }, { type: 'pays' }, beijing('2026-03-02 12:00:00'))
  const files = providerFilesOf(filedBooks(ledger, beijing('2026-03-02 13:00:00')), day('2026-03-02'))
  const { rows } = readTransactions(textOf(files, '2088000000007001_transaction_20260302.txt'))
  expect(rows).toMatchObject([{ Operator_name: 'Tea and coffee' }])
})

describe('over the wire', () => {
  let clock: FakeClock
  let gateway: TrainingGateway
  let shop: Shop
  const base = () => `http://127.0.0.1:${gateway.port}`
  const page = async (path: string): Promise<{ readonly status: number; readonly text: string }> => {
    const response = await fetch(`${base()}${path}`)
    return { status: response.status, text: await response.text() }
  }
  const filesAt = async (path: string): Promise<readonly { name: string; text: string }[]> =>
    JSON.parse((await page(path)).text) as { name: string; text: string }[]
  const transactionFile = '2088000000007001_transaction_20260302.txt'
  const settlementFile = '2088000000007001_settlement_20260303.txt'

  beforeEach(async () => {
    clock = createFakeClock(beijing('2026-03-02 10:00:00'))
    gateway = await startTrainingGateway({ port: 0, clock })
    shop = createShop(gateway.url)
  })
  afterEach(() => gateway.close())

  test('a file is served from its morning on, byte for byte, for a week', async () => {
    await shop.pay('P1', '12.50')
    expect(await filesAt('/files')).toEqual([])
    expect((await page(`/files/${transactionFile}`)).status).toBe(404)
    clock.advance(23.5 * 3_600_000)
    const [file] = await filesAt('/files')
    expect(file?.name).toBe(transactionFile)
    expect((await page(`/files/${transactionFile}`)).text).toBe(file?.text)
    expect(readTransactions(file?.text ?? '').rows).toMatchObject([
      { Partner_transaction_id: 'P1', Trans_amount: '12.50', Operator_name: 'Mika' },
    ])
    clock.advance(24 * 3_600_000)
    expect((await filesAt('/files')).map(({ name }) => name)).toEqual([settlementFile, transactionFile])
    clock.advance(6 * 24 * 3_600_000)
    expect((await filesAt('/files')).map(({ name }) => name)).toEqual([settlementFile])
  })

  test('a look ahead has the files of today as well', async () => {
    await shop.pay('P1', '12.50')
    expect((await filesAt('/files/looks/1')).map(({ name }) => name)).toEqual([
      settlementFile,
      transactionFile,
    ])
    expect((await page('/files/looks/0')).status).toBe(404)
    expect((await page('/files/nothing.txt')).status).toBe(404)
  })

  /** What stands in the two files at three looks, a sale of 10.00 beside the one with the mistake. */
  const looksAt = async (minor: number) => {
    await shop.pay('P0', '10.00')
    await shop.pay('P1', (minor / 100).toFixed(2))
    const looks = await Promise.all([1, 2, 3].map((look) => filesAt(`/files/looks/${look}`)))
    const read = (files: readonly { name: string; text: string }[]) => {
      const transactions = files.find(({ name }) => name === transactionFile)
      return {
        transactions: transactions && readTransactions(transactions.text),
        settlement: readSettlement(textOf(files, settlementFile)),
      }
    }
    return looks.map(read)
  }
  const idsOf = (rows: readonly Cells[] | undefined): readonly (string | undefined)[] | undefined =>
    rows?.map((row) => row['Partner_transaction_id'])

  const seesMistake: Readonly<Record<number, (minor: number) => Promise<void>>> = {
    9090: async (minor) => {
      for (const { transactions, settlement } of await looksAt(minor)) {
        expect([transactions?.count, idsOf(transactions?.rows), idsOf(settlement)]).toEqual([
          1,
          ['P0'],
          ['P0'],
        ])
      }
    },
    9091: async (minor) => {
      for (const { transactions, settlement } of await looksAt(minor)) {
        expect([transactions?.count, idsOf(transactions?.rows)]).toEqual([3, ['P0', 'P1', 'P1']])
        expect(transactions?.rows[1]).toEqual(transactions?.rows[2])
        expect(idsOf(settlement)).toEqual(['P0', 'P1'])
      }
    },
    9092: async (minor) => {
      for (const { transactions, settlement } of await looksAt(minor)) {
        expect(transactions?.rows[1]).toMatchObject({ Transaction_amount: '91.92', Trans_amount: '91.92' })
        expect(settlement[1]).toMatchObject({ Amount: '91.92', Trans_amount: '91.92' })
      }
    },
    9093: async (minor) => {
      const looks = await looksAt(minor)
      expect(looks.map(({ transactions }) => transactions?.count)).toEqual([3, 2, 2])
      expect(looks.map(({ transactions }) => transactions?.rows.length)).toEqual([2, 2, 2])
    },
    9094: async (minor) => {
      const looks = await looksAt(minor)
      expect(looks.map(({ transactions }) => transactions?.count)).toEqual([undefined, undefined, 2])
      expect(looks.map(({ settlement }) => settlement.length)).toEqual([2, 2, 2])
    },
    9095: async (minor) => {
      const looks = await looksAt(minor)
      expect(looks.map(({ transactions }) => idsOf(transactions?.rows))).toEqual([
        ['P0'],
        ['P0', 'P1'],
        ['P0', 'P1'],
      ])
      expect(looks.map(({ transactions }) => transactions?.count)).toEqual([1, 2, 2])
    },
    9096: async (minor) => {
      for (const { transactions, settlement } of await looksAt(minor)) {
        expect([idsOf(transactions?.rows), idsOf(settlement)]).toEqual([['P0', 'P1'], ['P0']])
      }
    },
    9097: async (minor) => {
      for (const { transactions, settlement } of await looksAt(minor)) {
        expect(transactions?.rows[1]).toMatchObject({ Charge_amount: '1.19' })
        expect(settlement[1]).toMatchObject({ Amount: '90.97', Fee: '1.19', Settlement: '89.78' })
      }
    },
    9098: async (minor) => {
      for (const { transactions, settlement } of await looksAt(minor)) {
        expect(transactions?.rows.map((row) => row['Transaction_type'])).toEqual([
          'PAYMENT',
          'PAYMENT',
          'REFUND',
        ])
        expect(transactions?.rows[2]).toMatchObject({
          Partner_transaction_id: 'NOT-THIS-TILL-000000000002',
          Trans_amount: '90.98',
        })
        expect(settlement[2]).toMatchObject({ Type: 'R', Amount: '90.98' })
      }
    },
    9099: async (minor) => {
      for (const { transactions, settlement } of await looksAt(minor)) {
        expect(transactions?.rows[1]).toMatchObject({ Currency: 'EUR', Trans_currency: 'EUR' })
        expect(settlement[1]).toMatchObject({ Currency: 'EUR', Trans_currency: 'EUR', Amount: '90.99' })
      }
    },
  }
  test.each(badDays.filter(({ group }) => group === 'files'))('$minor: $story', async ({ minor }) => {
    await seesMistake[minor]?.(minor)
    expect(Object.keys(seesMistake)).toContain(String(minor))
  })

  test('a code orders the same mistake for any amount, and it can be switched off', async () => {
    await shop.pay('P1', '12.50', { buyer_identity_code: trainingCode(7, 9091) })
    const [, file] = await filesAt('/files/looks/1')
    expect(readTransactions(file?.text ?? '').count).toBe(2)
    await gateway.close()
    gateway = await startTrainingGateway({ port: 0, clock, badDays: false })
    await createShop(gateway.url).pay('P1', '90.91')
    const [, plain] = await filesAt('/files/looks/1')
    expect(readTransactions(plain?.text ?? '').count).toBe(1)
    expect(badDayOfAmount(9091)?.filed).toBe('doubled-row')
  })
})
