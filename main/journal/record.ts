import type { Entry, EntryBody } from '../domain/entry.ts'

/** One line of the journal as it lies on disk: every column of the table `entries`, in its order. */
export interface JournalRecord {
  readonly seq: number
  readonly at: number
  readonly mono: number
  readonly till: string
  readonly operator: string
  readonly kind: string
  /** Canonical JSON of the `EntryBody`. */
  readonly body: string
  /** Canonical JSON of the running totals up to and with this entry. */
  readonly totals: string
  readonly prev: string
  readonly hash: string
}

/** The columns as SQLite gives them in `raw` mode. */
export type RecordColumns = [
  seq: number,
  at: number,
  mono: number,
  till: string,
  operator: string,
  kind: string,
  body: string,
  totals: string,
  prev: string,
  hash: string,
]

export const recordFromColumns = (columns: RecordColumns): JournalRecord => {
  const [seq, at, mono, till, operator, kind, body, totals, prev, hash] = columns
  return { seq, at, mono, till, operator, kind, body, totals, prev, hash }
}

/** The body is ours: its text is covered by a hash that was verified when the journal was opened. */
export const bodyOf = (record: Pick<JournalRecord, 'body'>): EntryBody => JSON.parse(record.body) as EntryBody

export const entryOf = (record: JournalRecord): Entry => ({
  seq: record.seq,
  at: record.at,
  mono: record.mono,
  till: record.till,
  operator: record.operator,
  body: bodyOf(record),
  prev: record.prev,
  hash: record.hash,
})
