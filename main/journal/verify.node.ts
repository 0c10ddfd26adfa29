import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { createChainWalk, type Head } from './chain.node.ts'
import { createClosingCheck } from './closing-check.node.ts'
import { connectReadOnly } from './connection.node.ts'
import { createEntryTable, type EntryTable } from './entries.node.ts'
import { journalFaultOf } from './faults.node.ts'
import { fileHeadBytes, flawOfFileHead } from './file-head.ts'
import { JournalFault, type JournalFaultKind } from './journal.ts'
import { createMeaningCheck } from './meaning.ts'
import type { JournalRecord } from './record.ts'
import type { Connection } from './storage.node.ts'
import type { Totals } from './totals.ts'
import type { Flaw, VerdictError } from './verdict.ts'
import { flawOfEntryTable, flawOfSchema } from './schema.node.ts'
import { flawOfProjections } from './verify-projections.node.ts'
import { verifyWitness } from './verify-witness.node.ts'

export type Verdict =
  | {
      readonly ok: true
      readonly entries: number
      readonly head: Head
      readonly totals: Totals
      /** How many of the entries the witness confirms; absent without a witness. */
      readonly witnessed?: number
      /** How many closings there are, and the public keys that sealed them; absent when there is none. */
      readonly closings?: { readonly count: number; readonly keys: readonly string[] }
    }
  | {
      readonly ok: false
      readonly error: VerdictError
      /** The first bad entry; absent when the file as a whole cannot be read. */
      readonly seq?: number
      readonly what: string
    }

/** What a receipt says of the journal: an entry's number and the first eight hex digits of its hash. */
export interface ReceiptMark {
  readonly seq: number
  readonly hash8: string
}

/** Walks a chain to its end or to the first bad entry. */
export const verifyEntries = (
  entries: Pick<EntryTable, 'walk'>,
  inspect?: (record: JournalRecord) => Flaw | undefined,
): Verdict => {
  const walk = createChainWalk(inspect)
  try {
    for (const record of entries.walk(-Infinity)) {
      const flaw = walk.step(record)
      if (flaw !== undefined) return { ok: false, seq: walk.head().seq + 1, ...flaw }
    }
  } catch (error) {
    // A damaged page ends the walk: the entry after the last sound one is the first bad one.
    const what = error instanceof Error ? error.message : String(error)
    return { ok: false, error: 'unreadable', seq: walk.head().seq + 1, what }
  }
  return { ok: true, entries: walk.head().seq, head: walk.head(), totals: walk.totals() }
}

const errorOf: Readonly<Partial<Record<JournalFaultKind, VerdictError>>> = {
  'in-use': 'in-use',
  'newer-version': 'newer-version',
  'not-a-journal': 'not-a-journal',
}

const firstBytes = (file: string, length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  const descriptor = openSync(file, 'r')
  try {
    return bytes.subarray(0, readSync(descriptor, bytes))
  } finally {
    closeSync(descriptor)
  }
}

/**
 * SQLite's own files beside it; the till that left them takes the write back at its next start. A rollback journal
 * that begins with zero was never synced, and counts for nothing (SQLite file format, 3).
 */
const hasUnfinishedWrite = (file: string): boolean =>
  ['-journal', '-wal'].some((suffix) => {
    const path = realpathSync(file) + suffix
    return existsSync(path) && statSync(path).isFile() && (firstBytes(path, 1)[0] ?? 0) !== 0
  })

const flawOfFile = (file: string): Flaw | undefined => {
  if (!existsSync(file)) return { error: 'unreadable', what: 'there is no such file' }
  const found = statSync(file)
  if (!found.isFile()) return { error: 'unreadable', what: 'it is not a file' }
  if (hasUnfinishedWrite(file)) {
    return {
      error: 'unfinished-write',
      what: 'a write to it was cut off; the till takes it back at its next start',
    }
  }
  return flawOfFileHead(firstBytes(file, fileHeadBytes), found.size)
}

/**
 * The walk for an audit: SQLite's own types are looked at, where JavaScript knows one kind of number and reads bytes
 * that are no UTF-8 as U+FFFD.
 */
const exactly = (connection: Connection, entries: EntryTable): Pick<EntryTable, 'walk'> => {
  const areWhole = connection
    .prepare<[], number>(
      "select typeof(seq) = 'integer' and typeof(at) = 'integer' and typeof(mono) = 'integer' from entries order by seq",
    )
    .pluck()
  /** By its place and not by its number, which a damaged row may share with a sound one. */
  const firstOdd = (): number | undefined => {
    let place = 0
    try {
      for (const isWhole of areWhole.iterate()) {
        if (isWhole === 0) return place
        place += 1
      }
    } catch {
      // What cannot be read is found by the walk, at its place.
    }
    return undefined
  }
  return {
    walk: function* (from) {
      const odd = firstOdd()
      let place = 0
      for (const record of entries.walk(from)) {
        // A fraction in place of the number: the walk calls that a wrong type.
        yield place === odd ? { ...record, at: Number.NaN } : record
        place += 1
      }
    },
  }
}

const verifyReceipts = (
  head: Head,
  entries: EntryTable,
  receipts: readonly ReceiptMark[],
): Verdict | undefined => {
  for (const { seq, hash8 } of receipts) {
    if (seq > head.seq) {
      const what = `a receipt names entry ${seq}, which the journal has not`
      return { ok: false, error: 'receipt-ahead', seq: head.seq + 1, what }
    }
    const hash = entries.at(seq)?.hash ?? ''
    if (!hash.startsWith(hash8.toLowerCase()) || hash8.length !== 8) {
      const what = `the receipt says ${hash8} of it and the journal ${hash.slice(0, 8)}`
      return { ok: false, error: 'receipt-differs', seq, what }
    }
  }
  return undefined
}

const verifyOpened = (
  connection: Connection,
  witnessFile: string | undefined,
  receipts: readonly ReceiptMark[],
): Verdict => {
  const foreign = flawOfEntryTable(connection)
  if (foreign !== undefined) return { ok: false, ...foreign }
  const entries = createEntryTable(connection)
  const closings = createClosingCheck()
  const verdict = verifyEntries(exactly(connection, entries), createMeaningCheck(closings.look))
  if (!verdict.ok) return verdict
  const flaw = flawOfSchema(connection)
  if (flaw !== undefined) return { ok: false, ...flaw }
  const { head } = verdict
  const witnessed =
    witnessFile === undefined ? undefined : verifyWitness(witnessFile, head, (seq) => entries.at(seq)?.hash)
  if (witnessed?.ok === false) return witnessed
  const contradicted = verifyReceipts(head, entries, receipts)
  if (contradicted !== undefined) return contradicted
  const projection = flawOfProjections(connection, entries)
  if (projection !== undefined) return { ok: false, ...projection }
  return {
    ...verdict,
    ...(witnessed === undefined ? {} : { witnessed: witnessed.count }),
    ...(closings.count() === 0 ? {} : { closings: { count: closings.count(), keys: closings.keys() } }),
  }
}

/**
 * SQLite passes over some flipped bits of a page's directory unless it is told to look, and looks once for each page
 * and connection (reliability F32). After the walk, which names the very entry of what it can still read.
 */
const flawOfDirectories = (file: string): Verdict | undefined => {
  const connection = connectReadOnly(file)
  let read = 0
  try {
    connection.pragma('cell_size_check = 1')
    const all = connection.prepare<[], number>('select length(body) from entries order by seq').pluck()
    for (const _ of all.iterate()) read += 1
    return undefined
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    return { ok: false, error: 'unreadable', seq: read + 1, what }
  } finally {
    connection.close()
  }
}

const isInUse = (file: string): boolean => {
  try {
    connectReadOnly(file).close()
    return false
  } catch (error) {
    return journalFaultOf(error, file).kind === 'in-use'
  }
}

/**
 * Verifies a journal, or a backup of one, without changing anything, and names the first bad entry. With a witness
 * also that both end with the same entry; a backup is verified without one. With receipts that paper and journal say
 * the same, which is the only way to find out that journal and witness were both replaced. A journal that a till has
 * open is locked: then the verdict says so. The second verifier, docs/audit/verify_journal.py, must say the same.
 */
export const verifyJournal = (
  file: string,
  witnessFile?: string,
  receipts: readonly ReceiptMark[] = [],
): Verdict => {
  try {
    const flaw = flawOfFile(file)
    if (flaw !== undefined) {
      // A till that has it open is writing: what lies beside it is no wonder then.
      const isOpen = flaw.error === 'unfinished-write' && isInUse(file)
      return isOpen
        ? { ok: false, error: 'in-use', what: `another till is using the journal ${file}` }
        : { ok: false, ...flaw }
    }
    const connection = connectReadOnly(file)
    try {
      const verdict = verifyOpened(connection, witnessFile, receipts)
      return verdict.ok ? (flawOfDirectories(file) ?? verdict) : verdict
    } finally {
      connection.close()
    }
  } catch (error) {
    const fault = error instanceof JournalFault ? error : journalFaultOf(error, file)
    return {
      ok: false,
      error: errorOf[fault.kind] ?? 'unreadable',
      what: fault.message,
      ...(fault.seq === undefined ? {} : { seq: fault.seq }),
    }
  }
}
