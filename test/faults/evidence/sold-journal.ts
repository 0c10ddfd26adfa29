import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { hashOfText, genesis, recordText } from '../../../main/journal/chain.node.ts'
import { openJournal } from '../../../main/journal/journal.node.ts'
import type { JournalRecord } from '../../../main/journal/record.ts'
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
} from '../../journal/sales.ts'
import { opening, type DataFolder } from '../../journal/shop.ts'
import { closeTwoDays } from './closed-journal.ts'

export const filesIn = (folder: string): DataFolder => ({
  folder,
  file: join(folder, 'data', 'journal.db'),
  witnessFile: join(folder, 'witness', 'head.log'),
})

/** The entries of the sold journal: 1 opens it, 2n and 2n+1 are sale n up to 20, then all else that a day brings. */
const aDay = (
  offset: number,
): readonly (readonly Parameters<ReturnType<typeof openJournal>['append']>[1][])[] => [
  ...Array.from({ length: 20 }, (_, index) => {
    const number = index + 1 + offset
    const yen = index % 9 === 8
    if (index === 6) return [[requested(sending(number))], [changed(declined(number, 'over'))]]
    return yen
      ? [[requested(sending(number, 980, 'JPY'))], [changed(paid(number, 980, 'JPY'))]]
      : [[requested(sending(number))], [changed(paid(number))]]
  }).flat(),
  [refundAsked(refundSending(3 + offset, 3 + offset, 450), 3 + offset)],
  [refundChanged(refunded(3 + offset, 3 + offset, 450))],
  [raised(7 + offset)],
  [seen(7 + offset)],
  ...[1, 2, 3, 4].flatMap((number) => [
    [printed(job(number, 'queued', { of: paymentNumber(number + offset) }))],
    [printed(job(number, 'printed', { of: paymentNumber(number + offset) }))],
  ]),
  ...[21, 22, 23, 24].flatMap((number) => [
    [requested(sending(number + offset))],
    [changed(paid(number + offset))],
  ]),
]
export const entriesOfADay = 61
/** Entries in the copy that was made at noon. */
export const entriesAtNoon = 41

/** Sells `entries` - 1 entries of a day into a fresh folder. */
export const sell = (files: DataFolder, entries = entriesOfADay, offset = 0): void => {
  const journal = openJournal(opening(files))
  const from = journal.head().seq
  aDay(offset)
    .slice(from - 1, entries - 1)
    .forEach((bodies, index) => journal.append(stampAt(from + index), ...bodies))
  journal.close()
}

export interface Samples {
  readonly day: DataFolder
  readonly noon: DataFolder
  readonly other: DataFolder
  /** Two days that were closed. */
  readonly closed: DataFolder
  /** A fresh copy of one of them, in its own folder. */
  readonly copy: (of: DataFolder) => DataFolder
  readonly remove: () => void
}

/** A day's journal, its copy of noon, and another till's, made by the till's own journal. */
export const makeSamples = (): Samples => {
  // In memory where there is such a folder: what is looked at here is what files say, not whether they last.
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'evidence-'))
  const place = (name: string): DataFolder => filesIn(join(root, name))
  const [day, noon, other, closed] = [place('day'), place('noon'), place('other'), place('closed')]
  sell(day, entriesAtNoon)
  cpSync(day.folder, noon.folder, { recursive: true })
  sell(day)
  sell(other, 31, 100)
  closeTwoDays(closed)
  let copies = 0
  return {
    day,
    noon,
    other,
    closed,
    copy: (of) => {
      copies += 1
      const copied = filesIn(join(root, `copy-${copies}`))
      cpSync(of.folder, copied.folder, { recursive: true })
      return copied
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

export const readRecords = (file: string): JournalRecord[] => {
  const connection = new Database(file, { readonly: true })
  try {
    return connection.prepare<[], JournalRecord>('select * from entries order by seq').all()
  } finally {
    connection.close()
  }
}

/** Chains records anew, as a forger who knows the format would: numbers, predecessors and hashes fit again. */
export const chained = (records: readonly Omit<JournalRecord, 'hash' | 'prev'>[]): JournalRecord[] => {
  let prev = genesis
  return records.map((record, index) => {
    const { seq: _, ...rest } = record
    const unhashed = { ...rest, seq: index + 1, prev }
    const hash = hashOfText(recordText(unhashed))
    prev = hash
    return { ...unhashed, hash }
  })
}
