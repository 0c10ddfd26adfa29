import Database from 'better-sqlite3'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { JournalRecord } from '../../../main/journal/record.ts'
import type { VerdictError } from '../../../main/journal/verdict.ts'
import { frameOf, witnessMark } from '../../../main/journal/witness-frames.node.ts'
import type { DataFolder } from '../../journal/shop.ts'
import { chained, readRecords, type Samples } from './sold-journal.ts'

export interface Manipulation {
  readonly name: string
  /** Of which journal a copy is made; the day's unless said. */
  readonly of?: 'closed'
  /** Changes a fresh copy of the day's journal and witness. */
  readonly make: (files: DataFolder, samples: Samples) => void
  /** What both verifiers must say: nothing is wrong, or an error with the first bad entry. */
  readonly expected: 'ok' | readonly [VerdictError] | readonly [VerdictError, number]
  /** What a receipt on paper of this entry makes both say. */
  readonly receipt?: { readonly of: number; readonly expected: readonly [VerdictError, number] }
  /** Why `ok` is right, for whoever reads the table. */
  readonly why?: string
}

type Db = Database.Database

const guards = ['entries_only_grow', 'entries_never_change', 'entries_never_go'] as const

/** Runs SQL with the triggers out of the way, and puts them back word for word. */
export const edited =
  (...statements: readonly (string | ((connection: Db) => void))[]): Manipulation['make'] =>
  ({ file }) => {
    const connection = new Database(file)
    connection.unsafeMode()
    const sqlOf = connection.prepare<[string], string>('select sql from sqlite_schema where name = ?').pluck()
    const kept = guards.map((name) => sqlOf.get(name) ?? '')
    for (const name of guards) connection.exec(`drop trigger ${name}`)
    for (const statement of statements) {
      if (typeof statement === 'string') connection.exec(statement)
      else statement(connection)
    }
    for (const sql of kept) connection.exec(sql)
    connection.close()
  }

/** Runs SQL on the file as it is, triggers and all. */
export const run =
  (...statements: readonly string[]): Manipulation['make'] =>
  ({ file }) => {
    const connection = new Database(file)
    connection.unsafeMode()
    for (const statement of statements) connection.exec(statement)
    connection.close()
  }

const columns = ['seq', 'at', 'mono', 'till', 'operator', 'kind', 'body', 'totals', 'prev', 'hash'] as const

/** Puts other rows in the place of all entries. */
export const rewritten =
  (change: (records: JournalRecord[]) => readonly JournalRecord[]): Manipulation['make'] =>
  (files, samples) => {
    const records = change(readRecords(files.file))
    edited('delete from entries', (connection) => {
      const insert = connection.prepare(
        `insert into entries (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
      )
      for (const record of records) insert.run(...columns.map((column) => record[column]))
    })(files, samples)
  }

/** A forgery that chains: entries are changed and every hash from there on is made anew. */
export const forged = (change: (record: JournalRecord) => JournalRecord): Manipulation['make'] =>
  rewritten((records) => chained(records.map(change)))

/** Takes the column of one entry, or of those from it on, and writes it otherwise. */
export const at =
  (seq: number | 'all', change: (record: JournalRecord) => Partial<JournalRecord>) =>
  (record: JournalRecord): JournalRecord =>
    seq === 'all' || record.seq === seq ? { ...record, ...change(record) } : record

export const writeWitness = (file: string, records: readonly JournalRecord[]): void =>
  writeFileSync(file, Buffer.concat([witnessMark, ...records.map((record) => frameOf([record]))]))

/**
 * The forger has both files and knows them: the witness is written anew from what the journal says now, and the till
 * is made to make its indexes anew.
 */
export const witnessed =
  (make: Manipulation['make']): Manipulation['make'] =>
  (files, samples) => {
    make(files, samples)
    rmSync(files.witnessFile, { force: true })
    writeWitness(files.witnessFile, readRecords(files.file))
    run('update projected set version = 0')(files, samples)
  }

/** The frames of a witness as bytes, without its mark. */
export const framesOf = (file: string): Buffer[] => {
  const bytes = readFileSync(file)
  const frames: Buffer[] = []
  for (let from = witnessMark.length; from < bytes.length;) {
    const to = from + 8 + bytes.readUInt32LE(from)
    frames.push(bytes.subarray(from, to))
    from = to
  }
  return frames
}
export const reframed =
  (change: (frames: Buffer[]) => readonly Buffer[]): Manipulation['make'] =>
  ({ witnessFile }) =>
    writeFileSync(witnessFile, Buffer.concat([witnessMark, ...change(framesOf(witnessFile))]))
