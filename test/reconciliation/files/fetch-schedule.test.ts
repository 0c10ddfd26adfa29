import { describe, expect, test } from 'vitest'
import { instant, type Day, type Instant } from '../../../main/domain/time.ts'
import {
  daysToSweep,
  missingDays,
  nextVisit,
  type Visit,
} from '../../../main/reconciliation/fetch-schedule.ts'

/** `03-02 10:15` in China, 2026. */
const china = (text: string): Instant => {
  const [month = '', day = '', hour = '', minute = ''] = text.split(/[- :]/)
  return instant(Date.UTC(2026, Number(month) - 1, Number(day), Number(hour) - 8, Number(minute)))
}
const shown = (at: Instant): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ')
const after = (at: string, outcome: Visit['outcome'], firstReadAt?: string): string =>
  shown(
    nextVisit(china(at), {
      at: china(at),
      outcome,
      ...(firstReadAt === undefined ? {} : { firstReadAt: china(firstReadAt) }),
    }),
  )

describe('when the till looks for the files', () => {
  test('at once when it has not looked since it was started', () => {
    expect(shown(nextVisit(china('03-02 03:00'), undefined))).toBe('03-02 03:00')
  })

  test.each([
    ['00:10', '03-03 10:15'],
    ['10:14', '03-03 10:15'],
    ['10:15', '03-03 10:45'],
    ['10:16', '03-03 10:45'],
    ['13:50', '03-03 14:15'],
    ['17:45', '03-03 18:45'],
    ['18:00', '03-03 18:45'],
    ['18:45', '03-03 19:45'],
    ['23:45', '03-04 10:15'],
  ])('while a file is missing, after %s in China: %s', (at, next) => {
    expect(after(`03-03 ${at}`, 'missing')).toBe(next)
  })

  test.each([
    ['09:00', '03-03 10:15'],
    ['10:15', '03-04 10:15'],
    ['20:00', '03-04 10:15'],
  ])('when all is there, after %s in China: %s', (at, next) => {
    expect(after(`03-03 ${at}`, 'complete')).toBe(next)
  })

  test('a server that cannot be reached is tried again within the hour, at night too', () => {
    expect(after('03-03 02:00', 'failed')).toBe('03-03 03:00')
    expect(after('03-03 10:20', 'failed')).toBe('03-03 10:45')
  })

  test('a refused login or an unknown key is not tried again before the next morning', () => {
    expect(after('03-03 10:20', 'refused')).toBe('03-04 10:15')
    expect(after('03-03 10:20', 'refused', '03-03 10:15')).toBe('03-04 10:15')
  })

  test('a file is read the second time ten minutes after the first', () => {
    expect(after('03-03 10:15', 'complete', '03-03 10:15')).toBe('03-03 10:25')
    expect(after('03-03 10:42', 'missing', '03-03 10:40')).toBe('03-03 10:45')
  })

  test('a second reading that is overdue does not make the till knock without a pause', () => {
    expect(after('03-03 12:00', 'complete', '03-03 10:00')).toBe('03-03 12:01')
  })

  test('a clock that was set back does not put the next visit off', () => {
    const last = { at: china('05-01 12:00'), outcome: 'complete' } as const
    expect(shown(nextVisit(china('03-03 12:00'), last))).toBe('03-04 10:15')
  })
})

describe('which days', () => {
  const days = (...list: readonly string[]) => ({
    hasSales: (day: Day) => list.includes(day),
    hasFile: () => false,
  })

  test('today and the six before', () => {
    expect(daysToSweep(china('03-03 00:30'))).toEqual([
      '2026-03-03',
      '2026-03-02',
      '2026-03-01',
      '2026-02-28',
      '2026-02-27',
      '2026-02-26',
      '2026-02-25',
    ])
  })

  test('a day that sold nothing is not missed, nor is today', () => {
    const now = china('03-03 15:00')
    expect(missingDays(now, days('2026-03-03', '2026-03-02', '2026-02-20'))).toEqual(['2026-03-02'])
    expect(missingDays(now, { ...days('2026-03-02'), hasFile: () => true })).toEqual([])
  })
})
