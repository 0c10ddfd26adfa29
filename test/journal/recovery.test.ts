import Database from 'better-sqlite3'
import fc from 'fast-check'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Repair } from '../../main/journal/recovery.node.ts'
import { systemStorage } from '../../main/journal/storage.node.ts'
import { openWitness, olderPart, readWitness } from '../../main/journal/witness.node.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { changed, paid, paymentNumber, requested, sending, stampAt } from './sales.ts'
import { dataFolder, openIn, type DataFolder } from './shop.ts'

/** Sells until the journal has 1 + 2 × `sales` entries, and closes it. */
const sell = (files: DataFolder, from: number, sales: number): void => {
  const journal = openIn(files)
  for (let number = from; number < from + sales; number += 1) {
    journal.append(stampAt(number), requested(sending(number)))
    journal.append(stampAt(number), changed(paid(number)))
  }
  journal.close()
}
const reopen = (files: DataFolder, acceptMissingWitness = false) => {
  const repairs: Repair[] = []
  const journal = openIn(files, { onRepair: (repair) => repairs.push(repair), acceptMissingWitness })
  return { journal, repairs }
}
const disagreement = expect.objectContaining({ kind: 'witness-disagrees' })
const entriesOf = (file: string): unknown => {
  const connection = new Database(file, { readonly: true })
  const entries = connection.prepare('select * from entries order by seq').all()
  connection.close()
  return entries
}

describe('journal and witness in step', () => {
  test('need no repair', () => {
    const files = dataFolder()
    sell(files, 1, 3)
    const { journal, repairs } = reopen(files)
    expect(journal.head().seq).toBe(7)
    expect(repairs).toEqual([])
  })
})

describe('a journal shorter than its witness', () => {
  test('yesterday’s copy, put back, is found and completed from the witness, word for word', () => {
    const files = dataFolder()
    sell(files, 1, 2)
    copyFileSync(files.file, `${files.file}.yesterday`)
    sell(files, 3, 3)
    const today = entriesOf(files.file)
    copyFileSync(`${files.file}.yesterday`, files.file)
    const { journal, repairs } = reopen(files)
    expect(repairs).toEqual([{ side: 'journal', what: 'behind', from: 6, to: 11 }])
    expect(journal.payment(paymentNumber(5))?.payment.state).toBe('paid')
    journal.close()
    expect(entriesOf(files.file)).toEqual(today)
    expect(reopen(files).repairs).toEqual([])
  })

  test('a deleted journal is written again while the witness still has all of it', () => {
    const files = dataFolder()
    sell(files, 1, 3)
    const before = entriesOf(files.file)
    rmSync(files.file)
    const { journal, repairs } = reopen(files)
    expect(repairs).toEqual([{ side: 'journal', what: 'behind', from: 1, to: 7 }])
    expect(journal.installation).toBe('123456789')
    journal.close()
    expect(entriesOf(files.file)).toEqual(before)
  })

  test('a cut tail of any length is put back', () => {
    const files = dataFolder()
    sell(files, 1, 4)
    const whole = `${files.file}.whole`
    copyFileSync(files.file, whole)
    const before = entriesOf(whole)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), (kept) => {
        copyFileSync(whole, files.file)
        const connection = new Database(files.file)
        const trigger = connection
          .prepare<[], string>("select sql from sqlite_schema where name = 'entries_never_go'")
          .pluck()
          .get()
        connection.exec('drop trigger entries_never_go')
        connection.prepare('delete from entries where seq > ?').run(kept)
        connection.exec(trigger ?? '')
        connection.close()
        // Without the witness only the till's own indexes tell, which reach further than the entries.
        expect(verifyJournal(files.file)).toMatchObject({ ok: false, error: 'projection-differs' })
        expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: false, seq: kept + 1 })
        const { journal, repairs } = reopen(files)
        journal.close()
        expect(repairs).toEqual([{ side: 'journal', what: 'behind', from: kept + 1, to: 9 }])
        expect(entriesOf(files.file)).toEqual(before)
      }),
      { numRuns: 8 },
    )
  })

  test('older than the witness reaches back, it is refused and left alone', () => {
    const files = dataFolder()
    sell(files, 1, 2)
    copyFileSync(files.file, `${files.file}.old`)
    sell(files, 3, 2)
    // A witness that holds only the newest entries, as one does after it began a new part twice.
    const newest = readWitness(files.witnessFile).records.filter(({ seq }) => seq > 7)
    rmSync(files.witnessFile)
    const witness = openWitness(files.witnessFile)
    witness.append(newest.map((record) => record.read()))
    witness.close()
    copyFileSync(`${files.file}.old`, files.file)
    expect(() => reopen(files)).toThrow(disagreement)
    expect(() => reopen(files)).toThrow(/restore the newest backup/)
    expect(verifyJournal(files.file)).toMatchObject({ ok: true, entries: 5 })
  })
})

describe('a witness shorter than the journal', () => {
  test('a torn tail, cut at any byte, is taken away and completed from the journal', () => {
    const files = dataFolder()
    sell(files, 1, 3)
    const whole = readFileSync(files.witnessFile)
    fc.assert(
      fc.property(fc.integer({ min: 200, max: whole.length - 1 }), (bytes) => {
        writeFileSync(files.witnessFile, whole.subarray(0, bytes))
        const kept = readWitness(files.witnessFile).records.length
        fc.pre(kept > 0)
        const { journal, repairs } = reopen(files)
        journal.close()
        expect(repairs).toContainEqual({ side: 'witness', what: 'behind', from: kept + 1, to: 7 })
        expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, witnessed: 7 })
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    ['zeros', Buffer.alloc(300)],
    ['a length without its frame', Buffer.from([40, 0, 0, 0, 1, 2, 3, 4, 5])],
    ['a lone byte', Buffer.from([9])],
    ['noise', Buffer.from('noise '.repeat(100))],
  ])('%s behind its last frame is cut off', (_, tail) => {
    const files = dataFolder()
    sell(files, 1, 2)
    const before = readFileSync(files.witnessFile)
    appendFileSync(files.witnessFile, tail)
    const { journal, repairs } = reopen(files)
    expect(repairs).toEqual([{ side: 'witness', what: 'torn' }])
    journal.close()
    expect(readFileSync(files.witnessFile).equals(before)).toBe(true)
  })

  test('damaged in the middle, it is put aside and begun anew, because the journal vouches for all of it', () => {
    const files = dataFolder()
    sell(files, 1, 4)
    const bytes = readFileSync(files.witnessFile)
    bytes[1500] = (bytes[1500] ?? 0) ^ 4
    writeFileSync(files.witnessFile, bytes)
    const { journal, repairs } = reopen(files)
    expect(repairs).toEqual([{ side: 'witness', what: 'damaged' }])
    journal.close()
    expect(readFileSync(`${files.witnessFile}.until-9`).equals(bytes)).toBe(true)
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, witnessed: 9 })
  })

  test('missing, it stops the till until a person accepts that', () => {
    const files = dataFolder()
    sell(files, 1, 2)
    rmSync(files.witnessFile)
    expect(() => reopen(files)).toThrow(disagreement)
    expect(() => reopen(files)).toThrow(/accept it with the restore command/)
    const { journal, repairs } = reopen(files, true)
    expect(repairs).toEqual([{ side: 'witness', what: 'accepted' }])
    journal.close()
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, witnessed: 5 })
  })

  test('emptied, it counts as missing', () => {
    const files = dataFolder()
    sell(files, 1, 1)
    truncateSync(files.witnessFile, 0)
    expect(() => reopen(files)).toThrow(disagreement)
  })

  test('missing beside a journal that was only begun, it is begun anew: nothing was sold that could be missing', () => {
    const files = dataFolder()
    openIn(files).close()
    rmSync(files.witnessFile)
    const { journal, repairs } = reopen(files)
    expect(repairs).toEqual([{ side: 'witness', what: 'behind', from: 1, to: 1 }])
    journal.append(stampAt(1), requested(sending(1)))
    journal.close()
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, witnessed: 2 })
    rmSync(files.witnessFile)
    expect(() => reopen(files)).toThrow(disagreement)
  })

  test('a first start that was cut before the first entry goes on as a first start', () => {
    const files = dataFolder()
    mkdirSync(dirname(files.witnessFile))
    writeFileSync(files.witnessFile, 'spot-till wi')
    const { journal } = reopen(files)
    expect(journal.head().seq).toBe(1)
    journal.close()
    expect(reopen(files).repairs).toEqual([])
  })
})

describe('journal and witness that contradict each other', () => {
  test('stop the till and name the first entry that differs; neither file is changed', () => {
    const mine = dataFolder()
    const other = dataFolder()
    sell(mine, 1, 3)
    sell(other, 1, 1)
    sell(other, 7, 2)
    copyFileSync(other.witnessFile, mine.witnessFile)
    const before = [readFileSync(mine.file), readFileSync(mine.witnessFile)]
    expect(() => reopen(mine)).toThrow(expect.objectContaining({ kind: 'witness-disagrees', seq: 4 }))
    expect(verifyJournal(mine.file, mine.witnessFile)).toMatchObject({ ok: false, seq: 4 })
    expect([readFileSync(mine.file), readFileSync(mine.witnessFile)]).toEqual(before)
  })

  test('a forged tail that chains is found by the witness', () => {
    const files = dataFolder()
    sell(files, 1, 2)
    copyFileSync(files.file, `${files.file}.before`)
    const witness = readFileSync(files.witnessFile)
    sell(files, 3, 1)
    // The same place in the chain, another sale: only the witness can tell which one happened.
    const seen = readFileSync(files.witnessFile)
    copyFileSync(`${files.file}.before`, files.file)
    writeFileSync(files.witnessFile, witness)
    sell(files, 8, 1)
    expect(verifyJournal(files.file)).toMatchObject({ ok: true, entries: 7 })
    writeFileSync(files.witnessFile, seen)
    expect(() => reopen(files)).toThrow(expect.objectContaining({ kind: 'witness-disagrees', seq: 6 }))
  })
})

describe('the witness stays small', () => {
  test('a grown part becomes the older one, and both together go on vouching', () => {
    const files = dataFolder()
    sell(files, 1, 6)
    const records = readWitness(files.witnessFile).records.map((record) => record.read())
    rmSync(files.witnessFile)
    const witness = openWitness(files.witnessFile, systemStorage, 3000)
    for (const record of records) witness.append([record])
    witness.close()
    expect(existsSync(olderPart(files.witnessFile))).toBe(true)
    const kept = readWitness(files.witnessFile).records
    expect(kept.length).toBeLessThan(records.length)
    expect(kept.map((record) => record.read())).toEqual(records.slice(-kept.length))
    const { journal, repairs } = reopen(files)
    expect(repairs).toEqual([])
    journal.close()
  })

  test('cut between putting the old part aside and beginning the new one, it needs no repair', () => {
    const files = dataFolder()
    sell(files, 1, 2)
    renameSync(files.witnessFile, olderPart(files.witnessFile))
    const { journal, repairs } = reopen(files)
    expect(repairs).toEqual([])
    journal.append(stampAt(9), requested(sending(9)))
    journal.close()
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, witnessed: 6 })
  })
})
