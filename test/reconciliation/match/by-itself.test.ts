import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createWorkerMatcher } from '../../../app/reconcile-matcher.ts'
import { systemClock } from '../../../app/system.ts'
import { beginOfBeijingDay, dayAfter, dayMs, instant, type Day } from '../../../main/domain/time.ts'
import type { Clock } from '../../../main/ports.ts'
import { usualTerms } from '../../../main/reconciliation/terms.ts'
import { paymentNumber } from '../../journal/sales.ts'
import { openOffice, paidAt, reportOf, rowOf, summaryOf, today } from './office.ts'

/** What the till compares by itself, of its own accord and on its own clock; and what it costs to ask for a span of days. */

const hourMs = 3_600_000
/** Short pauses are real; the hours in between pass when the test says so. */
const openClock = (from: Day) => {
  let at = beginOfBeijingDay(from) + 12 * hourMs
  const waiting = new Set<{ readonly due: number; readonly run: () => void }>()
  const clock: Clock = {
    now: () => ({ at: instant(at), mono: systemClock.now().mono }),
    after: (ms, run) => {
      if (ms < 1000) return systemClock.after(ms, run)
      const wait = { due: at + ms, run }
      waiting.add(wait)
      return () => waiting.delete(wait)
    },
  }
  const pass = (ms: number): void => {
    for (const end = at + ms; at < end;) {
      at = Math.min(end, at + hourMs)
      for (const wait of [...waiting].filter(({ due }) => due <= at)) {
        waiting.delete(wait)
        wait.run()
      }
    }
  }
  /** Waits for what the till does by itself, which begins after a pause of some seconds. */
  const until = (look: () => void): Promise<void> =>
    vi.waitFor(() => {
      pass(5000)
      look()
    }, 20_000)
  return { clock, pass, until }
}

/** 23:59:58 in China on the day of the sales. */
const lateSale = 1 + Math.floor((beginOfBeijingDay(dayAfter(today, 1)) - 2000 - paidAt(1)) / 1000)

test('a sale near midnight is waited for, and asked about by itself when nobody waits any more', async () => {
  const { clock, pass, until } = openClock(dayAfter(today, 1))
  const office = openOffice([1, lateSale], { clock, attended: true })
  await office.give([rowOf(1)])
  pass(hourMs)
  await until(() => expect(summaryOf(office)).toMatchObject({ state: 'waiting-for-file', version: 1 }))
  pass(2 * dayMs)
  expect(summaryOf(office)?.state).toBe('late')
  pass(dayMs)
  await until(() => expect(summaryOf(office)).toMatchObject({ state: 'to-decide', undecided: 1 }))
}, 60_000)

test('a payment of a day without a sale, in the settlement alone, is found by itself', async () => {
  const { clock, pass, until } = openClock(dayAfter(today, 2))
  const office = openOffice([], { clock, attended: true })
  expect(summaryOf(office)?.state).toBe('nothing-sold')
  const paidOut = { ...rowOf(1), merchantRef: 'SOMEBODY-1', settledAt: paidAt(1) + dayMs }
  await office.settle([paidOut], dayAfter(today, 1))
  pass(hourMs)
  await until(() =>
    expect(summaryOf(office)).toMatchObject({
      state: 'to-decide',
      undecided: 1,
      atRisk: [{ minor: 1250, currency: 'EUR' }],
    }),
  )
  // Decided on once, wherever it is looked at.
  await until(() => expect(summaryOf(office, dayAfter(today, 1))?.state).toBe('enter-bank-credit'))
  const [line] = (await reportOf(office)).lines
  expect(line).toMatchObject({ level: 'settlement', outcome: 'missing-in-journal' })
  const decided = { decision: 'accepted', note: 'the other till' } as const
  const { key = '' as never, mark = '' } = line ?? {}
  expect(office.desk.decide({ ...decided, difference: key, mark })).toEqual({ ok: true, value: true })
  expect(summaryOf(office)?.state).toBe('done')
}, 60_000)

test('a sale that no settlement pays out is asked about by itself when its time is over', async () => {
  const { clock, pass, until } = openClock(dayAfter(today, 1))
  const office = openOffice([1], { clock, attended: true })
  await office.give([rowOf(1)])
  // Settlement files do come; this one is of a day before.
  const before = { ...rowOf(2), at: paidAt(1) - dayMs, settledAt: paidAt(1) }
  await office.settle([{ ...before, merchantRef: 'SOMEBODY-1' }], today)
  pass(hourMs)
  await until(() => expect(summaryOf(office)).toMatchObject({ version: 1, undecided: 0 }))
  pass((usualTerms.settledWithinDays - 1) * dayMs)
  expect(summaryOf(office)?.undecided).toBe(0)
  pass(dayMs)
  await until(() => expect(summaryOf(office)).toMatchObject({ state: 'to-decide', undecided: 1 }))
  const { lines } = await reportOf(office)
  expect(lines[0]).toMatchObject({
    key: `settlement PAYMENT ${paymentNumber(1)}`,
    outcome: 'missing-at-provider',
  })
}, 60_000)

test('a span of days has one thread, and none for days without a file and a sale', async () => {
  let threads = 0
  const count = (): void => void (threads += 1)
  subscribe('worker_threads', count)
  onTestFinished(() => void unsubscribe('worker_threads', count))
  const office = openOffice([1])
  await office.give([rowOf(1)])
  for (let back = 20; back > 4; back -= 1) {
    expect(await reportOf(office, dayAfter(today, -back))).toMatchObject({
      version: 0,
      footings: [],
      linesInAll: 0,
    })
  }
  expect(threads).toBe(0)
  for (let back = 2; back >= -2; back -= 1) await reportOf(office, dayAfter(today, -back))
  expect((await reportOf(office)).counts).toEqual({ matched: 1 })
  expect(threads).toBe(1)
})

test('what was called off takes its thread with it, and the next day has another one', async () => {
  let threads = 0
  const count = (): void => void (threads += 1)
  subscribe('worker_threads', count)
  onTestFinished(() => void unsubscribe('worker_threads', count))
  const matcher = createWorkerMatcher('/nowhere')
  onTestFinished(() => matcher.close())
  const job = { day: today, today: dayAfter(today, 2), terms: usualTerms, files: [] }
  const none = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array())
  const first = matcher.begin(job, none)
  first.cancel()
  expect(await first.ended).toEqual({ end: 'cancelled' })
  for (const day of [today, dayAfter(today, 1)]) {
    const run = matcher.begin({ ...job, day }, none)
    run.added()
    expect(await run.ended).toMatchObject({ end: 'done', result: { day, linesInAll: 0 } })
  }
  expect(threads).toBe(2)
})
