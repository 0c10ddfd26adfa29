import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant, type Instant } from '../../main/domain/time.ts'
import type { Ledger } from '../../main/training/ledger.ts'
import {
  filedBooks,
  practiceFiles,
  providerFilesAt,
  providerFilesOf,
} from '../../main/training/provider-files.ts'
import { beijing } from './fake-clock.ts'
import { minorOf, ofKind, readSettlement, readTransactions, type Cells } from './read-files.ts'
import { live, someDay, type Command } from './shop-days.ts'

const dayMs = 86_400_000
/** Calendar day in China, by the platform's own calendar. */
const chinaDay = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()
const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
/** Monday to Thursday: the next day. Friday, Saturday, Sunday: the Monday after. */
const settledOn = (day: string): string => daysLater(day, [1, 1, 1, 1, 1, 3, 2][weekday(day)] ?? 0)

interface Movement {
  readonly type: string
  readonly id: string
  readonly minor: number
  readonly day: string
}

/** Every movement of money, told by the books themselves. */
const movementsOf = (ledger: Ledger, at: Instant): readonly Movement[] => {
  const refunds = ledger.refunds(at).filter(({ state }) => state === 'SUCCESS')
  return ledger.trades(at).flatMap(({ order, paidAt, closedAt, closedBy }) => {
    if (paidAt === undefined) return []
    const own = refunds.filter(({ paymentId }) => paymentId === order.id)
    const back = own.reduce((total, { amount }) => total + amount.minor, 0)
    return [
      { type: 'PAYMENT', id: order.id, minor: order.price.minor, day: chinaDay(paidAt) },
      ...own.map(({ id, amount, doneAt }) => ({
        type: 'REFUND',
        id,
        minor: amount.minor,
        day: chinaDay(doneAt ?? 0),
      })),
      ...(closedBy === 'cancel'
        ? [{ type: 'CANCEL', id: order.id, minor: order.price.minor - back, day: chinaDay(closedAt ?? 0) }]
        : []),
    ]
  })
}

const lived = (commands: readonly Command[]): { readonly ledger: Ledger; readonly end: Instant } => {
  let end = beijing('2026-03-02 10:00:00')
  const ledger = live(commands, (_, at) => (end = at))
  return { ledger, end: instant(end + 20 * 60_000) }
}

const key = ({ type, id, minor, day }: Movement): string => `${day} ${type} ${id} ${minor}`
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
const sign = (type: string | undefined): number => (type === 'PAYMENT' || type === 'P' ? 1 : -1)

/** Every file that was ever there, day by day. */
const allFiles = (ledger: Ledger, end: Instant) => {
  const books = filedBooks(ledger, end)
  const days = new Set(movementsOf(ledger, end).map(({ day }) => day))
  const transactions = [...days].flatMap((day) => ofKind(providerFilesOf(books, day as never), 'transaction'))
  const settlements = new Map(
    [...days].flatMap((day) =>
      ofKind(providerFilesOf(books, day as never), 'settlement').map((file) => [file.name, file] as const),
    ),
  )
  return { transactions, settlements: [...settlements.values()] }
}

test('every movement of money in the books has one row in the transaction file of its China day, and no row more', () => {
  fc.assert(
    fc.property(someDay, (commands) => {
      const { ledger, end } = lived(commands)
      const rows = allFiles(ledger, end).transactions.flatMap(({ name, text }) => {
        const read = readTransactions(text)
        expect(read.count).toBe(read.rows.length)
        expect(name).toBe(`${read.partner}_transaction_${read.day.replaceAll('-', '')}.txt`)
        return read.rows.map((row) => {
          expect(row['Payment_time']?.slice(0, 10)).toBe(read.day)
          expect(row['Transaction_id']).toMatch(/^\d{28}$/)
          return key({
            type: row['Transaction_type'] ?? '',
            id: row['Partner_transaction_id'] ?? '',
            minor: minorOf(row['Trans_amount']),
            day: read.day,
          })
        })
      })
      expect(rows.toSorted()).toEqual(movementsOf(ledger, end).map(key).toSorted())
    }),
    { numRuns: 300 },
  )
})

test("the files' sums are the ledger's totals, in both files", () => {
  fc.assert(
    fc.property(someDay, (commands) => {
      const { ledger, end } = lived(commands)
      const { transactions, settlements } = allFiles(ledger, end)
      const { paid, returned } = ledger.totals(end).get('USD') ?? { paid: 0, returned: 0 }
      const ofTransactions = transactions
        .flatMap(({ text }) => readTransactions(text).rows)
        .map((row) => sign(row['Transaction_type']) * minorOf(row['Transaction_amount']))
      const ofSettlements = settlements
        .flatMap(({ text }) => readSettlement(text))
        .map((row) => sign(row['Type']) * minorOf(row['Amount']))
      expect(sum(ofTransactions)).toBe(paid - returned)
      expect(sum(ofSettlements)).toBe(paid - returned)
    }),
    { numRuns: 300 },
  )
})

test('each row is settled once: on the next day, on Monday what came from Friday to Sunday; and its sums are right', () => {
  fc.assert(
    fc.property(someDay, (commands) => {
      const { ledger, end } = lived(commands)
      const { transactions, settlements } = allFiles(ledger, end)
      const refOf = (row: Cells): string => row['Transaction_id'] ?? ''
      const expected = transactions.flatMap(({ text }) => {
        const { day, rows } = readTransactions(text)
        return rows.map((row) => `${settledOn(day)} ${refOf(row)} ${row['Charge_amount']}`)
      })
      const settled = settlements.flatMap(({ day, text }) =>
        readSettlement(text).map((row) => {
          expect(row['Settlement_time']).toBe(`${day} 16:50:00`)
          const [amount, fee, net] = ['Amount', 'Fee', 'Settlement'].map((name) => minorOf(row[name]))
          expect((amount ?? 0) - (fee ?? 0)).toBe(net)
          const rate = Number(row['Rate'])
          expect(Math.abs((amount ?? 0) * rate - minorOf(row['Rmb_amount']))).toBeLessThanOrEqual(0.5001)
          expect(Math.abs((net ?? 0) * rate - minorOf(row['Rmb_settlement']))).toBeLessThanOrEqual(0.5001)
          return `${day} ${refOf(row)} ${row['Fee']}`
        }),
      )
      expect(settled.toSorted()).toEqual(expected.toSorted())
      expect(new Set(settled).size).toBe(settled.length)
    }),
    { numRuns: 300 },
  )
})

test('a file that was ready once stays byte for byte as it was, whatever is sold after it', () => {
  fc.assert(
    fc.property(someDay, (commands) => {
      const seen = new Map<string, string>()
      live(commands, (ledger, at) => {
        for (const { name, text } of providerFilesAt(filedBooks(ledger, at), at)) {
          expect(seen.get(name) ?? text).toBe(text)
          seen.set(name, text)
        }
      })
    }),
    { numRuns: 300 },
  )
})

test('the same books give the same bytes, and all three looks are the same when nothing is planted', () => {
  fc.assert(
    fc.property(someDay, (commands) => {
      const [one, other] = [lived(commands), lived(commands)]
      const first = practiceFiles(filedBooks(one.ledger, one.end), 1, one.end)
      for (const look of [1, 2, 3, 4]) {
        expect(practiceFiles(filedBooks(other.ledger, other.end), look, other.end)).toEqual(first)
      }
    }),
    { numRuns: 200 },
  )
})
