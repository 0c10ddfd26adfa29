import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../../main/domain/entry.ts'
import type { Payment } from '../../main/domain/payment.ts'
import { instant, type Day } from '../../main/domain/time.ts'
import type { Journal } from '../../main/journal/journal.ts'
import type { Matched } from '../../main/reports/matched.ts'
import { nothingMatched } from '../../main/reports/matched.ts'
import {
  changed,
  declined,
  paid,
  refundAsked,
  refundChanged,
  refunded,
  refundNumber,
  refundSending,
  paymentNumber,
  requested,
  sending,
  waiting,
} from '../journal/sales.ts'
import { dataFolder, openIn } from '../journal/shop.ts'
import { done, openDrawerShop } from '../shifts/drawer-shop.ts'
import { days, play } from '../shifts/random-days.ts'
import { countingClock, openDesk } from './desk-shop.ts'
import { minorOf, shopSettings, writtenLines } from './written.ts'

const day = (text: string): Day => text as Day

const shop = () => {
  const place = dataFolder()
  const journal = openIn(place)
  const at = (time: string, ...bodies: readonly EntryBody[]): void => {
    journal.append({ now: { at: instant(new Date(time).getTime()), mono: 1 }, operator: 'Lena' }, ...bodies)
  }
  return { place, journal, at }
}
const took = (payment: Payment, tookMs: number): EntryBody => ({
  kind: 'payment-changed',
  payment,
  news: `pay-answered: ${payment.state}`,
  call: { service: 'alipay.acquire.overseas.spot.pay', outcome: payment.state, tookMs },
})
const cashSale = (number: number, minor: number): EntryBody => ({
  kind: 'cash-sold',
  number,
  amount: { minor, currency: 'EUR' } as never,
  tendered: { minor, currency: 'EUR' } as never,
  change: { minor: 0, currency: 'EUR' } as never,
})

const vienna = shopSettings({ shop: { timeZone: 'Europe/Vienna' } })
const figures = (journal: Journal, folder: string, from: string, to = from, matched?: Matched) =>
  openDesk(journal, folder, {
    settings: vienna,
    clock: countingClock(),
    ...(matched === undefined ? {} : { matched }),
  }).reports.desk.figures({ from: day(from), to: day(to) })

describe('the figures of days', () => {
  test('are by the hour on the wall and the day of the shop, also when summer time ends', async () => {
    const { place, journal, at } = shop()
    // 02:30 comes twice on this day; 23:30 UTC the day before is its first hour but one.
    at('2026-10-24T21:59:59Z', requested(sending(1, 100)), changed(paid(1, 100)))
    at('2026-10-24T23:30:00Z', requested(sending(2, 200)), changed(paid(2, 200)))
    at('2026-10-25T00:30:00Z', cashSale(1, 300))
    at('2026-10-25T01:30:00Z', requested(sending(3, 400)), changed(paid(3, 400)))
    at('2026-10-25T22:59:59Z', cashSale(2, 500))
    at('2026-10-25T23:00:00Z', cashSale(3, 600))
    const told = await figures(journal, place.folder, '2026-10-25')
    expect(told.days).toEqual([{ day: '2026-10-25', alipay: 600, cash: 800, refunded: 0 }])
    expect(told.hours.filter(({ sales }) => sales > 0)).toEqual([
      { hour: 1, alipay: 200, cash: 0, sales: 1 },
      { hour: 2, alipay: 400, cash: 300, sales: 2 },
      { hour: 23, alipay: 0, cash: 500, sales: 1 },
    ])
    expect(told).toMatchObject({ timeZone: 'Europe/Vienna', currency: 'EUR', otherCurrencies: [] })
  })

  test('money counts once, on the day on which it moved', async () => {
    const { place, journal, at } = shop()
    at('2026-11-17T20:00:00Z', requested(sending(1, 1000)), changed(waiting(1, 1000)))
    // Paid on the next day, asked about again, and given back the day after that.
    at('2026-11-18T08:00:00Z', changed(paid(1, 1000)), changed(paid(1, 1000), 'query-answered: paid'))
    at('2026-11-18T09:00:00Z', changed(paid(1, 1000), 'query-answered: paid'))
    at('2026-11-19T08:00:00Z', refundAsked(refundSending(2, 1, 400), 2), refundChanged(refunded(2, 1, 400)))
    at('2026-11-19T09:00:00Z', {
      kind: 'cash-refunded',
      number: 1,
      amount: { minor: 50, currency: 'EUR' } as never,
      reason: 'r',
    })
    expect((await figures(journal, place.folder, '2026-11-16', '2026-11-19')).days).toEqual([
      { day: '2026-11-16', alipay: 0, cash: 0, refunded: 0 },
      { day: '2026-11-17', alipay: 0, cash: 0, refunded: 0 },
      { day: '2026-11-18', alipay: 1000, cash: 0, refunded: 0 },
      { day: '2026-11-19', alipay: 0, cash: 0, refunded: 450 },
    ])
  })

  test('tell outcomes, declines by their code, and how long Alipay took', async () => {
    const { place, journal, at } = shop()
    for (let number = 1; number <= 20; number += 1) {
      at('2026-11-18T09:00:00Z', requested(sending(number, 100)), took(paid(number, 100), number * 10))
    }
    at('2026-11-18T10:00:00Z', requested(sending(21, 700)), took(declined(21, 'over', 700), 1000))
    at('2026-11-18T10:05:00Z', requested(sending(22, 300)), changed(waiting(22, 300)))
    const told = await figures(journal, place.folder, '2026-11-18')
    expect(told.outcomes).toEqual([
      { state: 'paid', count: 20, minor: 2000 },
      { state: 'declined', count: 1, minor: 700 },
      { state: 'waiting', count: 1, minor: 300 },
    ])
    expect(told.declines).toEqual([{ code: 'BUYER_BALANCE_NOT_ENOUGH', count: 1, minor: 700 }])
    expect(told.latency).toEqual({ p50: 110, p95: 412, max: 1000, count: 22 })
    expect(told.latencyByHour).toContainEqual({ hour: 10, p50: 100, p95: 190 })
    expect(told.openQuestions).toEqual([
      {
        id: paymentNumber(22),
        of: 'payment',
        minor: 300,
        currency: 'EUR',
        since: expect.any(Number) as number,
      },
    ])
  })

  test('sum the currency of the settings, and name the others', async () => {
    const { place, journal, at } = shop()
    at('2026-11-18T09:00:00Z', requested(sending(1, 100)), changed(paid(1, 100)))
    at('2026-11-18T09:00:00Z', requested(sending(2, 5000, 'JPY')), changed(paid(2, 5000, 'JPY')))
    const told = await figures(journal, place.folder, '2026-11-18')
    expect(told.days).toEqual([{ day: '2026-11-18', alipay: 100, cash: 0, refunded: 0 }])
    expect(told.otherCurrencies).toEqual(['JPY'])
    expect(told.unsettled.map(({ currency, minor }) => [currency, minor])).toEqual([
      ['EUR', 100],
      ['JPY', 5000],
    ])
  })

  test('of days without anything are noughts', async () => {
    const { place, journal } = shop()
    const told = await figures(journal, place.folder, '2025-01-01')
    expect(told.days).toEqual([{ day: '2025-01-01', alipay: 0, cash: 0, refunded: 0 }])
    expect(told.hours).toHaveLength(24)
    expect(told.latency).toBeUndefined()
    expect([...told.outcomes, ...told.declines, ...told.latencyByHour, ...told.unsettled]).toEqual([])
  })

  test('come to what the bookkeeping of the same days says', () =>
    fc.assert(
      fc.asyncProperty(days, async (happenings) => {
        const place = dataFolder()
        const drawer = openDrawerShop(place)
        try {
          const close = (): void => void done(drawer.desk.close())
          play(drawer, happenings, close)
          close()
          const settings = shopSettings()
          const { reports } = openDesk(drawer.journal, place.folder, { settings })
          const told = await reports.desk.figures({ from: day('2026-11-18'), to: day('2026-11-18') })
          const lines = await writtenLines(drawer.journal, settings, {
            what: 'bookkeeping',
            from: '2026-11-18',
          })
          const booked = (...texts: readonly string[]): number =>
            lines
              .filter(
                (line) =>
                  line['currency'] === 'EUR' && texts.includes(String(line['text']).split(':')[0] ?? ''),
              )
              .reduce((sum, line) => sum + minorOf(line['debit']), 0)
          const [one] = told.days
          expect(one).toMatchObject({
            alipay: booked('Wallet sale'),
            cash: booked('Cash sale'),
            refunded: booked('Wallet refund', 'Cash refund', 'Given back'),
          })
        } finally {
          drawer.close()
        }
      }),
      { numRuns: 8 },
    ))
})

describe('what Alipay owes', () => {
  const settledBy = (ids: () => readonly string[], edition: () => string): Matched => ({
    ...nothingMatched,
    settledIds: async function* () {
      yield* ids()
    },
    edition,
  })

  test('is what was paid less what was refunded, as far as no settlement file has it', async () => {
    const { place, journal, at } = shop()
    at('2026-11-16T09:00:00Z', requested(sending(1, 1000)), changed(paid(1, 1000)))
    at('2026-11-17T09:00:00Z', requested(sending(2, 700)), changed(paid(2, 700)))
    at('2026-11-17T10:00:00Z', refundAsked(refundSending(3, 1, 400), 3), refundChanged(refunded(3, 1, 400)))
    at('2026-11-17T11:00:00Z', requested(sending(4, 9900)), changed(declined(4, 'over', 9900)))
    let settled: readonly string[] = []
    let edition = 'none'
    const { reports } = openDesk(journal, place.folder, {
      settings: vienna,
      matched: settledBy(
        () => settled,
        () => edition,
      ),
    })
    const owed = async () => {
      const { unsettled } = await reports.desk.figures({ from: day('2026-11-18'), to: day('2026-11-18') })
      return unsettled
    }
    expect(await owed()).toEqual([{ currency: 'EUR', minor: 1300, count: 3 }])
    ;[settled, edition] = [[paymentNumber(1)], 'first']
    expect(await owed()).toEqual([{ currency: 'EUR', minor: 300, count: 2 }])
    ;[settled, edition] = [[paymentNumber(1), refundNumber(3), 'of another till'], 'second']
    expect(await owed()).toEqual([{ currency: 'EUR', minor: 700, count: 1 }])
    // Sold since, and looked at without walking the whole journal again.
    at('2026-11-18T09:00:00Z', requested(sending(5, 50)), changed(paid(5, 50)))
    expect(await owed()).toEqual([{ currency: 'EUR', minor: 750, count: 2 }])
    // A changed file lacks what the one before had.
    ;[settled, edition] = [[paymentNumber(1)], 'third']
    expect(await owed()).toEqual([{ currency: 'EUR', minor: 350, count: 3 }])
  })
})
