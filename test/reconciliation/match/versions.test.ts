import { expect, test } from 'vitest'
import type { ReconcileProgress } from '../../../main/contract/reconciliation.ts'
import type { DifferenceKey } from '../../../main/domain/reconciled.ts'
import { dayAfter } from '../../../main/domain/time.ts'
import { markOf } from '../../../main/reconciliation/day-report.node.ts'
import { paymentNumber, stampAt } from '../../journal/sales.ts'
import { openOffice, paidAt, reportOf, rowOf, summaryOf, today } from './office.ts'

test('a day waits for its file, is late without it, and is noted only once there is one', async () => {
  const office = openOffice([1, 2])
  expect(summaryOf(office)).toMatchObject({ state: 'late', version: 0 })
  expect(office.sign()).toEqual({ undecided: 0, lateFiles: 1 })
  const report = await reportOf(office)
  expect(report).toMatchObject({ version: 0, counts: { 'pending-file': 2 }, undecided: 0 })
  expect(office.journal.newest('day-reconciled', today)).toBeUndefined()
  expect(summaryOf(office, dayAfter(today, -3))?.state).toBe('nothing-sold')
})

test('a changed file makes the next version and says which lines changed; the same one makes none', async () => {
  const office = openOffice([1, 2, 3])
  expect(await office.give([rowOf(1), rowOf(2, 1200)])).toBe('kept')
  const first = await reportOf(office)
  expect(first).toMatchObject({ version: 1, undecided: 2, counts: { matched: 1 } })
  expect(first.lines.slice(0, 2).map(({ outcome, atRisk }) => [outcome, atRisk?.minor])).toEqual([
    ['missing-at-provider', 1250],
    ['amount-differs', 50],
  ])
  expect((await reportOf(office)).version).toBe(1)

  expect(await office.give([rowOf(1), rowOf(2, 1100), rowOf(3)])).toBe('kept')
  const second = await reportOf(office)
  expect(second).toMatchObject({
    version: 2,
    undecided: 1,
    changedSince: {
      version: 1,
      lines: [`transactions PAYMENT ${paymentNumber(2)}`, `transactions PAYMENT ${paymentNumber(3)}`],
    },
  })
  expect(second.digest).not.toBe(first.digest)
  expect(office.sign()).toEqual({ undecided: 1, lateFiles: 0 })
})

test('a decision stays with its line, and says so when the line has changed since', async () => {
  const office = openOffice([1, 2])
  const difference = `transactions PAYMENT ${paymentNumber(2)}` as DifferenceKey
  const note = 'asked Alipay by telephone'
  let mark = ''
  const decide = (decision: 'claimed' | 'wait') => office.desk.decide({ difference, mark, decision, note })
  expect(decide('claimed')).toEqual({ ok: false, error: 'unknown-difference' })
  await office.give([rowOf(1), rowOf(2, 1200)])
  mark = (await reportOf(office)).lines[0]?.mark ?? ''
  expect(decide('wait')).toEqual({ ok: true, value: true })
  expect(summaryOf(office)).toMatchObject({ state: 'to-decide', undecided: 1 })
  expect(decide('claimed')).toEqual({ ok: true, value: true })
  expect(summaryOf(office)).toMatchObject({ state: 'done', undecided: 0, atRisk: [] })
  const decided = await reportOf(office)
  expect(decided.version).toBe(1)
  expect(decided.lines[0]?.decision).toMatchObject({ decision: 'claimed', note, by: 'Mina' })
  expect(decided.lines[0]?.decision).not.toHaveProperty('outdated')

  await office.give([rowOf(1), rowOf(2, 900)])
  await reportOf(office)
  expect(decide('claimed')).toEqual({ ok: false, error: 'line-changed' })
  const again = await reportOf(office)
  expect(again).toMatchObject({ version: 2, undecided: 1, atRisk: [{ minor: 350, currency: 'EUR' }] })
  expect(again.lines[0]?.decision).toMatchObject({ decision: 'claimed', outdated: true })
  expect(summaryOf(office)).toMatchObject({ state: 'to-decide', undecided: 1 })
})

test('a decision covers every amount and currency of both sides', () => {
  const side = { type: 'PAYMENT', minor: 2000, currency: 'EUR' } as const
  const file = { ...side, settleMinor: 1800, settleCurrency: 'USD', feeMinor: 24, netMinor: 1776 }
  const line = {
    key: 'settlement PAYMENT 7' as DifferenceKey,
    level: 'settlement',
    outcome: 'amount-differs',
    rule: 'merchant-ref',
    till: side,
    provider: { ...file, file: 'settled.txt', line: 4 },
    transaction: file,
  } as const
  const other = { minor: 1, settleMinor: 1, feeMinor: 1, netMinor: 1, currency: 'JPY', settleCurrency: 'JPY' }
  const changes = (['till', 'provider', 'transaction'] as const).flatMap((of) =>
    Object.entries(other).map(([fact, value]) => ({ ...line, [of]: { ...line[of], [fact]: value } })),
  )
  expect(new Set([line, ...changes].map(markOf)).size).toBe(1 + changes.length)
  expect(markOf({ ...line, provider: { ...line.provider, file: 'again.txt', line: 9 } })).toBe(markOf(line))
})

test('a sale of another day that a file names is looked up, and counts for its own day', async () => {
  const office = openOffice([1, 2])
  const next = dayAfter(today, 1)
  await office.give([rowOf(1)])
  await office.give([rowOf(2)], next)
  expect(await reportOf(office)).toMatchObject({ counts: { matched: 1, 'matched-late': 1 }, undecided: 0 })
  const other = await reportOf(office, next)
  expect(other).toMatchObject({ counts: { 'matched-late': 1 }, undecided: 0 })
  expect(other.footings.filter(({ level }) => level === 'journal-transactions')).toEqual([])
})

test('what the bank credited is held against the settlement of that day', async () => {
  const office = openOffice([1])
  await office.give([rowOf(1)])
  const credit = { day: today, currency: 'EUR', minor: 1235, note: 'statement 48' }
  expect(office.desk.bankCredit(credit)).toEqual({ ok: true, value: true })
  const footing = (await reportOf(office)).footings.find(({ level }) => level === 'settlement-bank')
  expect(footing).toEqual({
    level: 'settlement-bank',
    currency: 'EUR',
    left: 0,
    right: 1235,
    difference: 1235,
    note: 'statement 48',
  })
})

test('a day whose file is there says that it is being compared, until it was', async () => {
  const office = openOffice([1])
  await office.give([rowOf(1)])
  expect(summaryOf(office)).toMatchObject({ state: 'matching', version: 0 })
  expect(office.sign()).toEqual({ undecided: 0, lateFiles: 0 })
  await reportOf(office)
  expect(summaryOf(office)).toMatchObject({ state: 'done', version: 1 })
  await office.give([rowOf(1), rowOf(2)])
  expect(summaryOf(office)).toMatchObject({ state: 'matching', version: 1 })
})

test('a day that could not be compared says so, with why, until other files come', async () => {
  const office = openOffice([1], {
    begin: () => ({
      add: () => undefined,
      added: () => undefined,
      cancel: () => undefined,
      ended: Promise.resolve({ end: 'failed', fault: { why: 'worker', detail: 'out of memory' } }),
    }),
  })
  await office.give([rowOf(1)])
  const states: ReconcileProgress[] = []
  for await (const progress of office.desk.run(today)) states.push(progress)
  expect(states.at(-1)).toEqual({ state: 'failed', fault: { why: 'worker', detail: 'out of memory' } })
  expect(summaryOf(office)).toMatchObject({ state: 'not-matched', version: 0 })
  await office.give([rowOf(1, 1200)])
  expect(summaryOf(office)?.state).toBe('matching')
})

test('a day on which nothing was sold and something settled asks for the credit, and is done with it', async () => {
  const office = openOffice([1])
  await office.give([rowOf(1)])
  await reportOf(office)
  const settledOn = dayAfter(today, 2)
  expect(summaryOf(office, settledOn)?.state).toBe('nothing-sold')
  expect(await office.settle([{ ...rowOf(1), settledAt: paidAt(1) + 2 * 86_400_000 }], settledOn)).toBe(
    'kept',
  )
  expect(summaryOf(office, settledOn)?.state).toBe('matching')
  expect(await reportOf(office, settledOn)).toMatchObject({ version: 1, undecided: 0 })
  expect(summaryOf(office, settledOn)?.state).toBe('enter-bank-credit')

  const enter = (minor: number, currency = 'EUR', note = '') =>
    office.desk.bankCredit({ day: settledOn, currency, minor, note })
  enter(1235, 'USD')
  expect(summaryOf(office, settledOn)?.state).toBe('enter-bank-credit')
  enter(1234)
  expect(summaryOf(office, settledOn)?.state).toBe('sums-differ')
  enter(0, 'USD')
  expect(summaryOf(office, settledOn)?.state).toBe('sums-differ')
  enter(1234, 'EUR', 'a cent of fee, says the bank')
  expect(summaryOf(office, settledOn)?.state).toBe('done')
  enter(1235)
  const report = await reportOf(office, settledOn)
  expect(report.footings).toContainEqual({
    level: 'settlement-bank',
    currency: 'EUR',
    left: 1235,
    right: 1235,
    difference: 0,
  })
  expect(summaryOf(office, settledOn)?.state).toBe('done')
  // The day of the sale has no settlement of its own.
  await reportOf(office)
  expect(summaryOf(office)?.state).toBe('done')
})

test('a day is not done while a sale is in no file, or while a sum differs that no line explains', async () => {
  const office = openOffice([1])
  await office.give([rowOf(1)])
  await reportOf(office)
  const body = office.journal.newest('day-reconciled', today)?.body
  if (body?.kind !== 'day-reconciled') throw new Error('the day was not noted')
  const noted = (more: Partial<typeof body>): string | undefined => {
    office.journal.append(stampAt(2), { ...body, version: body.version + 1, ...more })
    return summaryOf(office)?.state
  }
  expect(noted({})).toBe('done')
  expect(noted({ counts: { matched: 1, 'pending-file': 1 } })).toBe('late')
  expect(noted({ unexplained: true })).toBe('sums-differ')
})

test('a run that is called off says so, and the next one is not kept waiting', async () => {
  const office = openOffice(Array.from({ length: 40 }, (_, index) => index + 1))
  await office.give([rowOf(1)])
  const gone = new AbortController()
  const states: string[] = []
  for await (const { state } of office.desk.run(today, gone.signal)) {
    states.push(state)
    gone.abort()
  }
  expect(states.at(-1)).toBe('cancelled')
  expect(await reportOf(office)).toMatchObject({ version: 1, undecided: 39 })
})
