import type { JournalRecord, RecordColumns } from './record.ts'
import { recordFromColumns } from './record.ts'
import type { Connection } from './storage.node.ts'

const columns = 'seq, at, mono, till, operator, kind, body, totals, prev, hash'

/** The table of entries: append and read. Nothing else exists. */
export interface EntryTable {
  readonly insert: (record: JournalRecord) => void
  /** The highest sequence number, 0 when there is none. */
  readonly newest: () => number
  readonly at: (seq: number) => JournalRecord | undefined
  /** Every record from `from` on, in order. The connection can do nothing else until the walk is over. */
  readonly walk: (from: number) => IterableIterator<JournalRecord>
  /** The next records from `from` to `last`, at most `limit`, whose wall clock lies in [`fromAt`, `toAt`). */
  readonly page: (
    from: number,
    limit: number,
    fromAt: number,
    toAt: number,
    last?: number,
  ) => readonly JournalRecord[]
}

export const createEntryTable = (connection: Connection): EntryTable => {
  const insert = connection.prepare<RecordColumns>(
    `insert into entries (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const newest = connection.prepare<[], number>('select coalesce(max(seq), 0) from entries').pluck()
  const one = connection
    .prepare<[number], RecordColumns>(`select ${columns} from entries where seq = ?`)
    .raw()
  const all = connection
    .prepare<[number], RecordColumns>(`select ${columns} from entries where seq >= ? order by seq`)
    .raw()
  const page = connection
    .prepare<[number, number, number, number, number], RecordColumns>(
      `select ${columns} from entries where seq >= ? and seq <= ? and at >= ? and at < ? order by seq limit ?`,
    )
    .raw()
  return {
    insert: (r) => {
      insert.run(r.seq, r.at, r.mono, r.till, r.operator, r.kind, r.body, r.totals, r.prev, r.hash)
    },
    newest: () => newest.get() ?? 0,
    at: (seq) => {
      const found = one.get(seq)
      return found === undefined ? undefined : recordFromColumns(found)
    },
    walk: function* (from) {
      for (const found of all.iterate(from)) yield recordFromColumns(found)
    },
    page: (from, limit, fromAt, toAt, last = Number.MAX_SAFE_INTEGER) =>
      page.all(from, last, fromAt, toAt, limit).map(recordFromColumns),
  }
}
