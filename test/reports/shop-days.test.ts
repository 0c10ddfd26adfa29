import { day as dayOfContract } from '../../main/contract/day.ts'
import { describe, expect, test } from 'vitest'
import { dayAfter, instant, isDay, shopDay, type Day } from '../../main/domain/time.ts'
import { createShopDays } from '../../main/reports/shop-days.ts'

const day = (text: string): Day => text as Day
const at = (text: string): number => new Date(text).getTime()

describe('the days of a shop', () => {
  test.each<[string, number, string, string, number]>([
    ['Europe/Vienna', 0, '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Vienna', 0, '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['Europe/Vienna', 0, '2026-11-20', '2026-11-19T23:00:00.000Z', 24],
    ['Europe/Vienna', 240, '2026-11-20', '2026-11-20T03:00:00.000Z', 24],
    ['America/New_York', 0, '2026-03-08', '2026-03-08T05:00:00.000Z', 23],
    ['Asia/Shanghai', 0, '2026-03-02', '2026-03-01T16:00:00.000Z', 24],
    ['Asia/Kathmandu', 0, '2026-03-02', '2026-03-01T18:15:00.000Z', 24],
    ['Australia/Lord_Howe', 0, '2026-10-04', '2026-10-03T13:30:00.000Z', 23.5],
    ['UTC', 1439, '2026-03-02', '2026-03-02T23:59:00.000Z', 24],
  ])('in %s from minute %i, %s begins at %s and has %s hours', (timeZone, minute, text, start, hours) => {
    const days = createShopDays({ timeZone, dayStartsAtMinute: minute })
    const begins = days.startOf(day(text))
    expect(new Date(begins).toISOString()).toBe(start)
    expect((days.startOf(dayAfter(day(text))) - begins) / 3_600_000).toBe(hours)
    expect(days.dayOf(begins)).toBe(text)
    expect(days.dayOf(begins - 1)).toBe(dayAfter(day(text), -1))
  })

  test('are those of the calendar at any moment of a year with both changes of the clock', () => {
    const shop = { timeZone: 'Europe/Vienna', dayStartsAtMinute: 150 }
    const days = createShopDays(shop)
    for (let moment = at('2026-01-01T00:00:00Z'); moment < at('2027-01-01T00:00:00Z'); moment += 2_777_777) {
      expect(days.dayOf(moment)).toBe(shopDay(instant(moment), shop))
    }
  })

  test('hours are those on the wall, also where the zone is not a whole hour away', () => {
    const vienna = createShopDays({ timeZone: 'Europe/Vienna', dayStartsAtMinute: 0 })
    expect([at('2026-03-29T00:59:59Z'), at('2026-03-29T01:00:00Z')].map(vienna.hourOf)).toEqual([1, 3])
    expect([at('2026-10-25T00:30:00Z'), at('2026-10-25T01:30:00Z')].map(vienna.hourOf)).toEqual([2, 2])
    const kathmandu = createShopDays({ timeZone: 'Asia/Kathmandu', dayStartsAtMinute: 0 })
    expect([at('2026-03-02T05:14:59Z'), at('2026-03-02T05:15:00Z')].map(kathmandu.hourOf)).toEqual([10, 11])
  })

  test.each<[string, boolean]>([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['today', false],
  ])('%s is a day: %s', (text, is) => {
    expect(isDay(text)).toBe(is)
  })
})

test('the screen can name no day that does not exist', () => {
  const taken = ['2026-03-02', '2028-02-29', '2026-13-99', '2026-02-30', '1999-12-31', '2026-3-2', ''].filter(
    (text) => dayOfContract.safeParse(text).success,
  )
  expect(taken).toEqual(['2026-03-02', '2028-02-29'])
})
