import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MatchOutcome } from '../../main/domain/reconciled.ts'
import {
  decisionSentences,
  needsDecision,
  outcomeSentence,
  type LineType,
} from '../../main/domain/reconciliation-sentences.ts'
import type { Sentences } from '../../main/domain/sentences.ts'
import type { Day } from '../../main/domain/time.ts'
import { minorFrom, shownMinor } from '../../renderer/amount.ts'
import { calendarDay, presetSpan, spanOf } from '../../renderer/office/day-span.ts'
import { wholeHours } from '../../renderer/figures/whole-hours.ts'
import { dayGroups } from '../../renderer/reconciliation/day-groups.ts'
import { isUndecided, outcomesInOrder } from '../../renderer/reconciliation/marks.ts'
import { everyDay, everyOutcome } from './office-examples.ts'

const isWhole = ({ en, zh }: Sentences): void => {
  expect(en.headline).toMatch(/^[A-Z][^\u4e00-\u9fff]{3,60}$/)
  expect(en.todo).toMatch(/^[A-Z][^\u4e00-\u9fff]+\.$/)
  expect(zh.headline).toMatch(/[\u4e00-\u9fff]/)
  expect(zh.todo).toMatch(/[\u4e00-\u9fff].*。$/)
}
const types: readonly LineType[] = ['PAYMENT', 'REFUND', 'CANCEL', 'REVERSAL', 'OTHER']

describe('what a line of a day means', () => {
  test.each(outcomesInOrder.flatMap((outcome) => types.map((type) => [outcome, type] as const)))(
    '%s of a %s is said in both languages, with what to do',
    (outcome, type) => {
      isWhole(outcomeSentence(outcome, type))
    },
  )

  test('each outcome has words of its own', () => {
    const said = outcomesInOrder.map((outcome) => outcomeSentence(outcome, 'PAYMENT').zh.headline)
    expect(new Set(said).size).toBe(outcomesInOrder.length)
  })

  test.each(Object.values(decisionSentences))('a decision says what follows from it', isWhole)

  test('a line stays to be decided until it was decided as it is now', () => {
    const [first] = everyOutcome()
    if (first === undefined) throw new Error('there is no line')
    const decided = { decision: 'claimed', note: 'asked', by: 'Lin', at: 0 } as const
    expect(isUndecided(first)).toBe(true)
    expect(isUndecided({ ...first, decision: decided })).toBe(false)
    expect(isUndecided({ ...first, decision: { ...decided, decision: 'wait' } })).toBe(true)
    expect(isUndecided({ ...first, decision: { ...decided, outdated: true } })).toBe(true)
    const quiet = everyOutcome().filter(({ outcome }) => !needsDecision(outcome))
    expect(quiet.map(isUndecided)).toEqual(quiet.map(() => false))
    expect(quiet.map(({ outcome }) => outcome)).toEqual<MatchOutcome[]>([
      'pending-file',
      'matched-late',
      'matched',
      'not-a-till-event',
    ])
  })
})

describe('amounts of the office', () => {
  test.each([
    [0, 'USD', '0.00'],
    [-1, 'USD', '−0.01'],
    [123_456_789, 'EUR', '1,234,567.89'],
    [-1250, 'JPY', '−1,250'],
    [99, 'XAU', '0.99'],
  ])('%i minor units of %s are read %s', (minor, currency, text) => {
    expect(shownMinor(minor, currency)).toBe(text)
  })

  test.each([
    ['1234.5', 'USD', 123_450],
    [' 1,234.50 ', 'USD', 123_450],
    ['-3', 'USD', -300],
    ['−3.07', 'USD', -307],
    ['1250', 'JPY', 1250],
    ['1250.0', 'JPY', undefined],
    ['12,50', 'EUR', undefined],
    ['1.234,50', 'EUR', undefined],
    ['1e5', 'USD', undefined],
    ['', 'USD', undefined],
    ['USD 5', 'USD', undefined],
    ['99999999999999999', 'USD', undefined],
  ])('"%s" of %s is read as %s', (text, currency, minor) => {
    expect(minorFrom(text, currency)).toBe(minor)
  })

  test('what is shown is read as the same amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e13, max: 1e13 }),
        fc.constantFrom('USD', 'JPY', 'CNY'),
        (minor, currency) => {
          expect(minorFrom(shownMinor(minor, currency), currency)).toBe(minor)
        },
      ),
    )
  })
})

describe('days that are asked for', () => {
  const today = '2026-03-01' as Day
  test('are counted back over the end of a month', () => {
    expect(presetSpan('yesterday', today)).toEqual({ from: '2026-02-28', to: '2026-02-28' })
    expect(presetSpan('week', today)).toEqual({ from: '2026-02-23', to: '2026-03-01' })
    expect(presetSpan('month', '2026-11-20' as Day)).toEqual({ from: '2026-10-22', to: '2026-11-20' })
  })

  test('are those of the shop, not of the machine', () => {
    const lateInVienna = Date.UTC(2026, 2, 1, 23, 30)
    expect(calendarDay(lateInVienna, 'Europe/Vienna')).toBe('2026-03-02')
    expect(calendarDay(lateInVienna, 'America/New_York')).toBe('2026-03-01')
  })

  test('are two that exist, the first not after the last, and within ten years', () => {
    expect(spanOf('2026-03-02', '2026-03-01')).toBe('from-after-to')
    expect(spanOf('', '2026-03-01')).toBe('missing')
    // What a date field holds while its year is still being typed.
    expect(spanOf('0002-03-01', '2026-03-01')).toBe('missing')
    expect(spanOf('2026-03-01', '2026-03-01')).toEqual({ from: today, to: today })
    expect(spanOf('2026-03-01', '2036-02-29')).toEqual({ from: today, to: '2036-02-29' })
    expect(spanOf('2026-03-01', '2036-03-01')).toBe('too-long')
    expect(spanOf('2028-02-29', '2038-03-01')).toBe('too-long')
  })
})

test('an hour without a sale between two with sales is a gap in the chart', () => {
  const sold = (hour: number) => ({ hour, alipay: 100, cash: 0, sales: 1 })
  expect(wholeHours({ hours: [sold(8), sold(10)] }).map(({ hour, sales }) => [hour, sales])).toEqual([
    [8, 1],
    [9, 0],
    [10, 1],
  ])
  expect(wholeHours({ hours: [] })).toEqual([])
})

test('days in a row without a sale stand together, a single one by itself, and none is lost', () => {
  const groups = dayGroups(everyDay()).map((group) => group.map(({ day }) => day.slice(8)))
  expect(groups).toEqual([
    ['20'],
    ['19'],
    ['18'],
    ['17'],
    ['16'],
    ['15'],
    ['14', '13', '12'],
    ['11'],
    ['10'],
    ['09'],
  ])
})
