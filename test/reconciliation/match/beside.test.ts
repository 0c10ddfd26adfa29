import { describe, expect, test } from 'vitest'
import { dayAfter, type Day } from '../../../main/domain/time.ts'
import { matchDay, type DayInput } from '../../../main/reconciliation/match-day.node.ts'
import type { ProviderRow } from '../../../main/reconciliation/provider-row.ts'
import { usualTerms } from '../../../main/reconciliation/terms.ts'
import type { TillEvent } from '../../../main/reconciliation/till-event.ts'
import { day, event, match, noon, row, transactionFile } from './lines.ts'

/** What has its other side on another day, or only in the settlement. */

describe('a sale that was closed unpaid over midnight, with a line on each day', () => {
  const next = dayAfter(day)
  const late = Date.parse('2026-03-02T23:59:50+08:00')
  const closed = { moved: 'pair', state: 'cancelled' } as const
  const halves = [
    event('a', { ...closed, at: late }),
    event('a', { ...closed, type: 'CANCEL', at: late + 20_000 }),
  ]
  const paid = row('a', { at: late })
  const cancel = row('a', { type: 'CANCEL', providerRef: 'c', fileDay: next, at: late + 20_000 })
  const nextFile = { ...transactionFile, day: next, sha256: 'b' }
  const of = (rows: readonly ProviderRow[], more: Partial<DayInput>) => {
    const input = { day, today: dayAfter(day, 2), terms: usualTerms, settlements: [], files: [] }
    const {
      lines: found,
      footings,
      unexplained,
    } = matchDay({
      ...input,
      events: halves,
      transactions: rows,
      ...more,
    })
    return [found.map(({ key, outcome }) => `${key}: ${outcome}`), footings[0]?.difference, unexplained]
  }
  test('is the same on both sides, and every day foots', () => {
    const files = [transactionFile, nextFile]
    expect(of([paid, cancel], { files })).toEqual([['transactions PAYMENT a: matched'], 0, undefined])
    expect(of([paid, cancel], { files, day: next })).toEqual([
      ['transactions CANCEL a: matched'],
      0,
      undefined,
    ])
  })
  test('waits for the file of the other day, and is then for a person to decide', () => {
    const files = [transactionFile]
    expect(of([paid], { files })).toEqual([['transactions PAYMENT a: pending-file'], 0, undefined])
    expect(of([paid], { files, today: dayAfter(day, 4) })).toEqual([
      ['transactions PAYMENT a: status-differs'],
      1250,
      undefined,
    ])
    expect(of([paid], { files: [transactionFile, nextFile] })).toEqual([
      ['transactions PAYMENT a: status-differs'],
      1250,
      undefined,
    ])
  })
})
test('what differs near midnight stands and is at risk on the day of the journal alone', () => {
  const next = dayAfter(day)
  const late = Date.parse('2026-03-02T23:59:58+08:00')
  const rows = [row('a', { fileDay: next, at: late + 4000, minor: 1000, settleMinor: 1000 })]
  const files = [transactionFile, { ...transactionFile, day: next, sha256: 'b' }]
  expect(match([event('a', { at: late })], rows, { files })).toEqual([
    'transactions PAYMENT a: amount-differs by merchant-ref',
  ])
  expect(match([event('a', { at: late })], rows, { files, day: next })).toEqual([])
})
describe('a line that is in the settlement alone', () => {
  const settled = (more: Partial<ProviderRow> = {}): ProviderRow => ({
    ...row('s'),
    source: 'settlement',
    fileDay: dayAfter(day),
    netMinor: 1235,
    settledAt: noon + 86_400_000,
    ...more,
  })
  const of = (of: Day, settlements: readonly ProviderRow[], events: readonly TillEvent[] = []) =>
    match(events, [], { settlements, day: of, files: [transactionFile] })
  test('counts for the day of its payment, and where no report of that day looks, for that of its file', () => {
    const line = ['settlement PAYMENT s trade-s: missing-in-journal by none']
    expect(of(day, [settled()])).toEqual(line)
    expect(of(dayAfter(day), [settled()])).toEqual([])
    const old = settled({ at: noon - 30 * 86_400_000 })
    expect(of(dayAfter(day), [old])).toEqual(line)
    expect(of(dayAfter(day, -30), [old])).toEqual([])
  })
  test('waits with the transaction file, and is no line of its own when the sale came to nothing', () => {
    const input = { day, today: dayAfter(day, 2), terms: usualTerms, files: [], transactions: [] }
    const waiting = matchDay({ ...input, events: [event('s')], settlements: [settled()] })
    expect(waiting.lines.map(({ key, outcome }) => `${key}: ${outcome}`)).toEqual([
      'transactions PAYMENT s: pending-file',
    ])
    expect(waiting.footings.filter(({ difference }) => difference !== undefined)).toEqual([])
    const closed = [
      event('s', { moved: 'pair', state: 'cancelled' }),
      event('s', { type: 'CANCEL', moved: 'pair', state: 'cancelled', at: noon + 1000 }),
    ]
    const undone = settled({ type: 'REFUND', rawType: 'R', merchantRef: 'trade-s' })
    expect(of(day, [settled(), undone], closed)).toEqual([])
    expect(of(day, [settled()], closed)).toEqual(['settlement PAYMENT s: status-differs by merchant-ref'])
  })
  test('of a sale that came to nothing over midnight, every day foots', () => {
    const late = Date.parse('2026-03-02T23:59:50+08:00')
    const closed = { moved: 'pair', state: 'cancelled' } as const
    const events = [
      event('s', { ...closed, at: late }),
      event('s', { ...closed, type: 'CANCEL', at: late + 20_000 }),
    ]
    const undone = settled({ type: 'REFUND', rawType: 'R', merchantRef: 'trade-s', at: late + 20_000 })
    const settlements = [settled({ at: late }), undone]
    for (const of of [day, dayAfter(day)]) {
      const result = matchDay({
        day: of,
        today: dayAfter(day, 4),
        terms: usualTerms,
        files: [transactionFile],
        events,
        transactions: [],
        settlements,
      })
      expect(result.lines).toEqual([])
      expect(result.unexplained).toBeUndefined()
      expect(result.footings.find(({ level }) => level === 'transactions-settlement')?.difference).toBe(0)
    }
  })
})
