import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  beginOfBeijingDay,
  beijingDay,
  beijingMinuteOfDay,
  beijingStamp,
  dayAfter,
  instant,
  localTime,
  parseBeijingStamp,
  shopDay,
  type Day,
} from '../../main/domain/time.ts'

const at = (text: string) => instant(Date.parse(text))

describe('the Beijing day', () => {
  test.each([
    ['2026-11-20T15:59:59.999Z', '2026-11-20'],
    ['2026-11-20T16:00:00.000Z', '2026-11-21'],
    ['2024-02-28T16:00:00Z', '2024-02-29'],
    ['1970-01-01T00:00:00Z', '1970-01-01'],
    ['1969-12-31T15:59:59Z', '1969-12-31'],
  ])('at %s is %s', (utc, day) => {
    expect(beijingDay(at(utc))).toBe(day)
  })

  test('minutes count from Beijing midnight', () => {
    expect(beijingMinuteOfDay(at('2026-11-20T16:00:00Z'))).toBe(0)
    expect(beijingMinuteOfDay(at('2026-11-20T17:30:00Z'))).toBe(90)
  })

  test('begins at its midnight, and one that does not exist nowhere', () => {
    expect(beginOfBeijingDay('2026-11-21' as Day)).toBe(at('2026-11-20T16:00:00Z'))
    expect(() => beginOfBeijingDay('2026-02-30' as Day)).toThrow(RangeError)
    expect(() => beijingDay(Number.NaN)).toThrow(RangeError)
  })

  test('agrees with the calendar for every instant', () => {
    const reference = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'Asia/Shanghai',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2199, 0, 1) }), (ms) => {
        expect(beijingDay(instant(ms))).toBe(reference.format(ms))
      }),
    )
  })
})

test('days follow one another over months and years', () => {
  const day = (text: string) => text as Day
  expect(dayAfter(day('2026-12-31'))).toBe('2027-01-01')
  expect(dayAfter(day('2028-02-28'))).toBe('2028-02-29')
  expect(dayAfter(day('2026-03-01'), -1)).toBe('2026-02-28')
  expect(dayAfter(day('2026-11-21'), -3650)).toBe('2016-11-23')
  expect(() => dayAfter(day('2026-02-30'))).toThrow(RangeError)
})

describe('stamps of the wire', () => {
  test('are Beijing time', () => {
    expect(beijingStamp(at('2020-01-02T03:04:10Z'))).toBe('20200102110410')
    expect(parseBeijingStamp('20200102110410')).toEqual({ ok: true, value: at('2020-01-02T03:04:10Z') })
  })
  test.each(['20200230000000', '20201301000000', '20200101240000', '2020010203040', '2020-01-02 03:04'])(
    '%s is no time',
    (text) => {
      expect(parseBeijingStamp(text).ok).toBe(false)
    },
  )
  test('are read back as they were written, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (second) => {
        expect(parseBeijingStamp(beijingStamp(instant(second * 1000)))).toEqual({
          ok: true,
          value: second * 1000,
        })
      }),
    )
  })
})

describe('the shop', () => {
  test('reads its own clock with the offset beside it, through summer time', () => {
    expect(localTime(at('2026-03-02T09:04:11Z'), 'Europe/Vienna')).toBe('2026-03-02 10:04:11 +01:00')
    expect(localTime(at('2026-07-02T09:04:11Z'), 'Europe/Vienna')).toBe('2026-07-02 11:04:11 +02:00')
    expect(localTime(at('2026-07-02T09:04:11Z'), 'UTC')).toBe('2026-07-02 09:04:11 +00:00')
  })
  test('counts the small hours to the evening before when its day begins later', () => {
    const bar = { timeZone: 'Asia/Tokyo', dayStartsAtMinute: 240 }
    expect(shopDay(at('2026-11-20T18:30:00Z'), bar)).toBe('2026-11-20')
    expect(shopDay(at('2026-11-20T19:00:00Z'), bar)).toBe('2026-11-21')
  })
})
