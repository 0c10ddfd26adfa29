import Database from 'better-sqlite3'
import fc from 'fast-check'
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mendJournal } from '../../main/journal/mend.node.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { changed, paid, paymentNumber, requested, sending, stampAt } from './sales.ts'
import { dataFolder, openIn, type DataFolder } from './shop.ts'

const soldFiles = (sales = 60): DataFolder => {
  const files = dataFolder()
  const journal = openIn(files)
  for (let number = 1; number <= sales; number += 1) {
    journal.append(stampAt(number), requested(sending(number)), changed(paid(number)))
  }
  journal.close()
  return files
}

/** Fills the pages of a table or an index with zeros, as a lost sector does; `nth` counts the table's own pages. */
const zeroPage = (file: string, table: string, nth: number): void => {
  const connection = new Database(file, { readonly: true })
  const pages = connection
    .prepare<[string], number>("select pageno from dbstat where name = ? and pagetype = 'leaf' order by path")
    .pluck()
    .all(table)
  connection.close()
  const page = pages[nth % pages.length] ?? 1
  const bytes = readFileSync(file)
  bytes.fill(0, (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
}

const entriesOf = (file: string): unknown => {
  const connection = new Database(file, { readonly: true })
  const rows = connection.prepare('select * from entries order by seq').all()
  connection.close()
  return rows
}

test('a lost page of entries is named, and mended from the witness without losing anything', () => {
  const files = soldFiles()
  const before = entriesOf(files.file)
  const whole = readFileSync(files.file)
  fc.assert(
    fc.property(fc.nat(40), (nth) => {
      writeFileSync(files.file, whole)
      zeroPage(files.file, 'entries', nth)
      const damaged = readFileSync(files.file)
      const verdict = verifyJournal(files.file)
      expect(verdict).toMatchObject({ ok: false, seq: expect.any(Number) })
      const seq = verdict.ok ? 0 : verdict.seq
      expect(() => openIn(files)).toThrow(expect.objectContaining({ kind: 'broken-chain' }))
      const mended = mendJournal(files.file, files.witnessFile)
      expect(mended).toMatchObject({ head: { seq: 121 }, fromWitness: 122 - (seq ?? 0) })
      expect(readFileSync(mended.damaged).equals(damaged)).toBe(true)
      expect(entriesOf(files.file)).toEqual(before)
      const journal = openIn(files)
      expect(journal.payment(paymentNumber(60))?.payment.state).toBe('paid')
      journal.close()
    }),
    { numRuns: 10 },
  )
})

test.each(['payments', 'payments_open'])(
  'a lost page of the projection %s stops the till, and is made anew from the entries',
  (table) => {
    const files = soldFiles()
    zeroPage(files.file, table, 0)
    expect(verifyJournal(files.file)).toMatchObject({ ok: false, error: 'projection-differs' })
    expect(() => openIn(files)).toThrow(expect.objectContaining({ kind: 'broken-chain' }))
    expect(() => openIn(files)).toThrow(/mended|damaged/)
    expect(mendJournal(files.file, files.witnessFile)).toMatchObject({ head: { seq: 121 }, fromWitness: 0 })
    const journal = openIn(files)
    expect(journal.payments()).toHaveLength(60)
    expect(journal.story(paymentNumber(60))).toHaveLength(2)
  },
)

test('an open payment that a flipped bit has hidden from the list is noticed at the start', () => {
  const files = dataFolder()
  const journal = openIn(files)
  journal.append(stampAt(1), requested(sending(1)))
  journal.close()
  // The row alone, as the disk would do it: its index still says that the payment is open.
  const connection = new Database(files.file)
  connection.unsafeMode()
  const root = connection
    .prepare<[], number>("select rootpage from sqlite_schema where name = 'payments'")
    .pluck()
    .get()
  connection.close()
  const bytes = readFileSync(files.file)
  const start = ((root ?? 0) - 1) * 4096
  const at = bytes.indexOf(paymentNumber(1), start)
  // In the record's head, 1 is serial type 9 and 0 is type 8: one bit.
  const head = bytes.subarray(start, at)
  const flag = head.lastIndexOf(9)
  expect(flag).toBeGreaterThan(0)
  bytes[start + flag] = 8
  writeFileSync(files.file, bytes)
  expect(() => openIn(files)).toThrow(expect.objectContaining({ kind: 'broken-chain' }))
  mendJournal(files.file, files.witnessFile)
  expect(openIn(files).openPayments()).toEqual([sending(1)])
})

test('what the witness cannot give back is not mended by leaving it out, and nothing is touched', () => {
  const files = soldFiles(10)
  const connection = new Database(files.file)
  connection.exec('drop trigger entries_never_change')
  connection.exec("update entries set operator = 'Mallory' where seq = 5")
  connection.exec(
    "create trigger entries_never_change before update on entries begin select raise(abort, 'no'); end",
  )
  connection.close()
  const before = readFileSync(files.file)
  rmSync(files.witnessFile)
  expect(() => mendJournal(files.file, files.witnessFile)).toThrow(
    expect.objectContaining({ kind: 'broken-chain', seq: 5 }),
  )
  expect(readFileSync(files.file).equals(before)).toBe(true)
  expect(existsSync(`${files.file}.mending`)).toBe(false)
})

test('a journal whose beginning the witness contradicts is not mended', () => {
  const files = soldFiles(3)
  const other = dataFolder()
  const journal = openIn(other)
  journal.append(stampAt(1), requested(sending(77)))
  journal.close()
  copyFileSync(other.witnessFile, files.witnessFile)
  expect(() => mendJournal(files.file, files.witnessFile)).toThrow(
    expect.objectContaining({ kind: 'witness-disagrees', seq: 2 }),
  )
})
