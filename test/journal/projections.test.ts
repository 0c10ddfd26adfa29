import Database from 'better-sqlite3'
import fc from 'fast-check'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../../main/domain/entry.ts'
import type { Day } from '../../main/domain/time.ts'
import { connect } from '../../main/journal/connection.node.ts'
import { createEntryTable } from '../../main/journal/entries.node.ts'
import { JournalFault } from '../../main/journal/journal.ts'
import { mendJournal } from '../../main/journal/mend.node.ts'
import { createProjector, rebuildProjections } from '../../main/journal/projections.node.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import {
  changed,
  declined,
  job,
  paid,
  paymentNumber,
  printed,
  raised,
  refundAsked,
  refundChanged,
  refunded,
  refundSending,
  requested,
  seen,
  sending,
  stampAt,
  waiting,
} from './sales.ts'
import { dataFolder, openIn } from './shop.ts'

const tables = ['payments', 'refunds', 'discrepancies', 'print_jobs', 'newest', 'projected']
const dump = (file: string): unknown => {
  const connection = new Database(file, { readonly: true })
  const rows = tables.map((table) => connection.prepare(`select * from ${table} order by 1`).all())
  connection.close()
  return rows
}

/** A random day at the counter: what comes is something the shop could do next. */
const someDay = fc.array(fc.tuple(fc.nat(9), fc.nat(7), fc.boolean()), { maxLength: 40 })
const bodiesOf = (day: readonly (readonly [number, number, boolean])[]): readonly EntryBody[] => {
  const sales = new Set<number>()
  const refunds = new Map<number, number>()
  return day.flatMap(([sale, what, flag], index): readonly EntryBody[] => {
    if (!sales.has(sale)) {
      sales.add(sale)
      return [requested(sending(sale + 1))]
    }
    const number = sale + 1
    switch (what) {
      case 0:
        return [changed(waiting(number))]
      case 1:
        return [changed(paid(number))]
      case 2:
        return [changed(declined(number, flag ? 'soon' : 'over'))]
      case 3:
        return [raised(number)]
      case 4:
        return [seen(number)]
      case 5:
        return [printed(job((index % 5) + 1, flag ? 'queued' : 'printed', { of: paymentNumber(number) }))]
      case 6: {
        const known = refunds.get(number)
        if (known !== undefined) return [refundChanged(refunded(known, number))]
        refunds.set(number, index + 1)
        return [refundAsked(refundSending(index + 1, number), index + 1)]
      }
      default:
        return flag
          ? [{ kind: 'settings-changed', changed: ['language'] }]
          : [
              { kind: 'halt-acknowledged', halt: index + 1 },
              { kind: 'bank-credited', day: '2026-03-02' as Day, currency: 'EUR', minor: index, note: '' },
            ]
    }
  })
}

describe('projections', () => {
  test('made anew from the entries are those that were kept live', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 4 }), (day, together) => {
        const files = dataFolder()
        const journal = openIn(files)
        const bodies = bodiesOf(day)
        for (let at = 0; at < bodies.length; at += together) {
          journal.append(stampAt(at), ...bodies.slice(at, at + together))
        }
        journal.close()
        const live = dump(files.file)
        const connection = connect(files.file)
        const entries = createEntryTable(connection)
        rebuildProjections(connection, entries, createProjector(connection))
        connection.close()
        expect(dump(files.file)).toEqual(live)
        expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true })
        rmSync(files.folder, { recursive: true })
      }),
      { numRuns: 40 },
    )
  })

  test.each([
    [
      'another version of the rules made them',
      'update projected set version = version + 1; delete from payments',
    ],
    ['none were made yet', 'update projected set version = 0; delete from refunds; delete from payments'],
  ])('are rebuilt at the start when %s', (_, sql) => {
    const files = dataFolder()
    const journal = openIn(files)
    journal.append(stampAt(1), requested(sending(1)))
    journal.append(stampAt(2), changed(paid(1)))
    journal.close()
    const live = dump(files.file)
    const connection = new Database(files.file)
    connection.exec(sql)
    connection.close()
    expect(dump(files.file)).not.toEqual(live)
    openIn(files).close()
    expect(dump(files.file)).toEqual(live)
  })

  test.each([
    ['a sale to an older entry of its own', 'update payments set seq = seq - 1 where id = ?'],
    ['a sale to an entry of another sale', 'update payments set seq = 4 where id = ?'],
    ['a refund to an older entry of its own', 'update refunds set seq = seq - 1 where payment = ?'],
    ['a refund to another sum', 'update refunds set amount = amount + 1 where payment = ?'],
  ])('stop the till at its start when they point %s, and are mended', (_, sql) => {
    const files = dataFolder()
    const journal = openIn(files)
    journal.append(stampAt(1), requested(sending(1)))
    journal.append(stampAt(2), changed(paid(1)))
    journal.append(stampAt(3), requested(sending(2)))
    journal.append(stampAt(4), refundAsked(refundSending(5, 1), 5))
    journal.append(stampAt(5), refundChanged(refunded(5, 1)))
    journal.close()
    const live = dump(files.file)
    const connection = new Database(files.file)
    connection.prepare(sql).run(paymentNumber(1))
    connection.close()
    expect(dump(files.file)).not.toEqual(live)
    expect(() => openIn(files)).toThrow(/entries .* are whole, but its indexes are damaged/)
    mendJournal(files.file, files.witnessFile)
    expect(dump(files.file)).toEqual(live)
    expect(openIn(files).payment(paymentNumber(1))?.payment.state).toBe('paid')
  })

  test('stop the till when a page of theirs turns out to be of another kind, which SQLite does not look for', () => {
    const files = dataFolder()
    const journal = openIn(files)
    journal.append(stampAt(1), requested(sending(1)))
    journal.close()
    const connection = new Database(files.file)
    const rootOf = connection
      .prepare<[string], number>('select rootpage from sqlite_schema where name = ?')
      .pluck()
    const [table, index] = ['print_jobs', 'refunds_by_payment'].map((name) => rootOf.get(name) ?? 0)
    connection.close()
    const bytes = readFileSync(files.file)
    const pageSize = 4096
    bytes.copyWithin(((index ?? 0) - 1) * pageSize, ((table ?? 0) - 1) * pageSize, (table ?? 0) * pageSize)
    writeFileSync(files.file, bytes)
    const opened = openIn(files)
    expect(() => opened.payments()).toThrow(JournalFault)
    expect(opened.fault()).toMatchObject({ kind: 'broken-chain' })
    expect(() => opened.append(stampAt(2), changed(paid(1)))).toThrow(JournalFault)
    opened.close()
    mendJournal(files.file, files.witnessFile)
    expect(openIn(files).payments()).toHaveLength(1)
  })
})
