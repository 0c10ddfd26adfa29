import { hash } from 'node:crypto'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJournal } from '../../main/journal/journal.node.ts'
import { verifyEntries } from '../../main/journal/verify.node.ts'
import { connectReadOnly } from '../../main/journal/connection.node.ts'
import { createEntryTable } from '../../main/journal/entries.node.ts'
import {
  changed,
  job,
  paid,
  paymentNumber,
  printed,
  requested,
  sending,
  stampAt,
  waiting,
} from '../journal/sales.ts'

interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The budget: at most this. */
  readonly limit?: number
  readonly note?: string
}

const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
const rounded = (value: number): number => Math.round(value * 1000) / 1000
const timed = (work: () => void): number => {
  const from = performance.now()
  work()
  return performance.now() - from
}

const appends = 1500
const verifyRounds = 7

/**
 * Append: one entry with its projections and its witness, durable, against appending and syncing the same bytes to a
 * plain file (performance P3), in turns, so that the disk's moods fall on both. Verification: the whole walk against
 * reading the columns and hashing them, without looking at the result (reliability J6: at most twice the time).
 */
export const benchJournal = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-bench-'))
  try {
    return [...benchAppend(folder), ...benchVerify(folder)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const openIn = (folder: string) =>
  openJournal({
    file: join(folder, 'data', 'journal.db'),
    witnessFile: join(folder, 'witness', 'head.log'),
    till: 'bench',
    mode: 'training',
    version: '0',
    installation: { digits: '123456789' },
    now: stampAt(0).now,
  })

const benchAppend = (folder: string): readonly BenchRow[] => {
  const journal = openIn(folder)
  const raw = openSync(join(folder, 'raw.log'), 'a')
  const journalMs: number[] = []
  const rawMs: number[] = []
  try {
    for (let index = 0; index < appends; index += 1) {
      const number = (index >> 1) + 1
      const body = index % 2 === 0 ? requested(sending(number)) : changed(paid(number))
      let bytes = Buffer.alloc(0)
      journalMs.push(
        timed(() => {
          const [entry] = journal.append(stampAt(index), body)
          if (entry === undefined) throw new Error('nothing was appended')
          bytes = Buffer.from(JSON.stringify(entry))
        }),
      )
      rawMs.push(
        timed(() => {
          writeSync(raw, bytes)
          fdatasyncSync(raw)
        }),
      )
    }
  } finally {
    closeSync(raw)
    journal.close()
  }
  const [ours, theirs] = [quantile(journalMs, 0.5), quantile(rawMs, 0.5)]
  return [
    {
      name: 'journal: durable entry / raw append + fdatasync',
      value: rounded(ours / theirs),
      unit: '×',
      limit: 6,
      note: `medians ${rounded(ours)} and ${rounded(theirs)} ms of ${appends} in turns; entry, projections and witness`,
    },
    { name: 'journal: durable entry, median', value: rounded(ours), unit: 'ms' },
    {
      name: 'journal: durable entry, p99 / median',
      value: rounded(quantile(journalMs, 0.99) / ours),
      unit: '×',
      note: `budget 3 on a quiet disk; raw append here ${rounded(quantile(rawMs, 0.99) / theirs)}`,
    },
  ]
}

const benchVerify = (folder: string): readonly BenchRow[] => {
  const journal = openIn(folder)
  for (let from = 10_000; from < 22_000; from += 1000) {
    const bodies = Array.from({ length: 1000 }, (_, index) => from + index).flatMap((number) => [
      requested(sending(number)),
      changed(waiting(number)),
      changed(paid(number)),
      printed(job(number, 'queued', { of: paymentNumber(number) })),
      printed(job(number, 'printed', { of: paymentNumber(number) })),
    ])
    journal.append(stampAt(from), ...bodies)
  }
  const { seq } = journal.head()
  journal.close()
  const connection = connectReadOnly(join(folder, 'data', 'journal.db'))
  const entries = createEntryTable(connection)
  const bare = connection.prepare<[], (string | number)[]>('select * from entries order by seq').raw()
  const oursMs: number[] = []
  const bareMs: number[] = []
  for (let round = 0; round < verifyRounds; round += 1) {
    oursMs.push(
      timed(() => {
        if (!verifyEntries(entries).ok) throw new Error('the bench journal does not verify')
      }),
    )
    bareMs.push(
      timed(() => {
        for (const columns of bare.iterate()) hash('sha256', columns.join(''), 'hex')
      }),
    )
  }
  connection.close()
  const [ours, theirs] = [quantile(oursMs, 0.5), quantile(bareMs, 0.5)]
  return [
    {
      name: 'journal: verification / bare SELECT + SHA-256',
      value: rounded(ours / theirs),
      unit: '×',
      limit: 2,
      note: `${seq} entries, medians ${rounded(ours)} and ${rounded(theirs)} ms`,
    },
    { name: 'journal: verification', value: Math.round((seq / ours) * 1000), unit: 'entries/s' },
  ]
}
